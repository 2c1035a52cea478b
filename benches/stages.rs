//! Speed of each stage (divan).
fn main() {}
