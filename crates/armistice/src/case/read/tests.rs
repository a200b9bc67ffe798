use super::*;
#[test]
fn example() {
    let text = std::fs::read_to_string(std::env::var("CASE").unwrap()).unwrap();
    let r = read(&Files { case: &text, claims: None, sources: &BTreeMap::new() });
    for d in &r.diagnostics {
        println!(
            "{d} {:?} {:?}",
            d.labels.iter().map(|l| (&text[l.span.clone()], &l.text)).collect::<Vec<_>>(),
            d.help
        );
    }
    println!("{:#?}", r.case);
}
