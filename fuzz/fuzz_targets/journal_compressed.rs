//! The property of the same name in `ctk_fuzz`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let property = ctk_fuzz::property("journal_compressed").expect("every target has a property");
    property(bytes);
});
