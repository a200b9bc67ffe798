//! The bundled cases are part of the command: build it anew when they change.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../cases");
}
