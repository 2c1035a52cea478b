//! x
#![allow(clippy::print_stdout)]
fn main() {
    let t = std::env::args().nth(1).unwrap();
    let mut v = vec![];
    factbox::segment::token::tokens(&t, &mut v);
    for x in &v {
        println!("{:?} {:?} {:?} {}", x.of(&t), x.kind, x.case, x.flags);
    }
}
