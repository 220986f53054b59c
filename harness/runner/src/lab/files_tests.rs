//! What is due of a file, and what is in it.

use super::*;

#[test]
fn a_slow_file_is_due_bit_by_bit() {
    let pace = Duration::from_secs(10);
    assert_eq!(due_by(Duration::ZERO, pace, 1000), 0);
    assert_eq!(due_by(Duration::from_secs(5), pace, 1000), 500);
    assert_eq!(due_by(Duration::from_secs(11), pace, 1000), 1000);
    assert_eq!(due_by(Duration::ZERO, Duration::ZERO, 7), 7);
}

#[test]
fn content_does_not_depend_on_how_it_is_cut() {
    let whole = content(0, 300);
    let pieces = [content(0, 100), content(100, 200)].concat();
    assert_eq!(whole, pieces);
    assert!(whole.iter().all(u8::is_ascii));
}
