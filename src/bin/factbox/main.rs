//! The command line: flags, progress, messages. Uses the public library only.
fn main() {}
