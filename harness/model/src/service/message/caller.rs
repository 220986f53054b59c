//! Whether two numbers are one caller's.

use super::content::{plain_address, same_address};

/// Of a caller's number the network may tell the device another form than the upper tester was given: without the sign or
/// the code of the country, or with the prefix of another one. As many digits as a number has in one place agree.
pub(super) fn same_caller(one: &str, other: &str) -> bool {
    const IN_ONE_PLACE: usize = 7;
    let digits = |address: &str| {
        let plain = plain_address(address);
        let number = plain.trim_start_matches('+').trim_start_matches('0');
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| number.to_owned())
    };
    let same_number = || {
        let (one, other) = (digits(one)?, digits(other)?);
        let shorter = one.len().min(other.len());
        let agree = one.ends_with(&other) || other.ends_with(&one);
        Some(agree && shorter >= IN_ONE_PLACE)
    };
    same_address(one, other) || same_number() == Some(true)
}
