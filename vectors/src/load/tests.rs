use crate::facts;

#[test]
fn loads() {
    assert_eq!(facts().requirements.len(), 217);
}
