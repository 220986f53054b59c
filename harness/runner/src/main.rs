//! messaging-ctk.
fn main() {}
