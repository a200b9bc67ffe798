fn main() {
    for a in std::env::args().skip(1) { println!("{}", armistice_reader::debug_tree(&a)); }
}
