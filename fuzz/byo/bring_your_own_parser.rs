//! Your parser under our corpora, dictionary and judge.
//!
//! The parser is a C function `int parse(const uint8_t *bytes, size_t length)` that returns 0 when it takes the document.
//! It comes from a shared library named at run time:
//!
//! ```sh
//! CTK_PARSER=./libparser.so CTK_SYMBOL=parse CTK_DOCUMENT=newMessages \
//!     cargo fuzz run -s none bring_your_own_parser fuzz/corpus/s5_3_03_new_messages
//! ```
//!
//! or is linked in (`--features static-parser`, `CTK_PARSER_ARCHIVE=/path/libparser.a`, symbol `ctk_parse`).
//! With `CTK_COMPARE=1` a verdict that differs from the judge's is a finding too; without it only crashes, hangs and
//! leaks are. Where a ruling leaves a document open, both verdicts are right.
#![no_main]

use std::env;
use std::ffi::c_int;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

type Parse = unsafe extern "C" fn(*const u8, usize) -> c_int;

struct Setting {
    parse: Parse,
    document: String,
    compare: bool,
}

fn setting() -> &'static Setting {
    static SETTING: OnceLock<Setting> = OnceLock::new();
    SETTING.get_or_init(|| {
        let document = env::var("CTK_DOCUMENT")
            .expect("CTK_DOCUMENT names the document's root element, `message` for one");
        assert!(
            ctk_fuzz::due(&document, b"").is_some(),
            "no document has the root element {document}: the nine of Annex B do"
        );
        Setting {
            parse: parser(),
            document,
            compare: env::var_os("CTK_COMPARE").is_some(),
        }
    })
}

#[cfg(not(feature = "static-parser"))]
fn parser() -> Parse {
    let path =
        env::var_os("CTK_PARSER").expect("CTK_PARSER names the shared library of the parser");
    let symbol = env::var("CTK_SYMBOL").unwrap_or_else(|_| "parse".to_owned());
    // SAFETY: whoever sets CTK_PARSER vouches for the library's initializers, and for the symbol's type.
    unsafe {
        let library =
            libloading::Library::new(&path).expect("the library of CTK_PARSER can be loaded");
        let library: &'static libloading::Library = Box::leak(Box::new(library));
        *library
            .get::<Parse>(symbol.as_bytes())
            .expect("the library has the symbol CTK_SYMBOL")
    }
}

#[cfg(feature = "static-parser")]
fn parser() -> Parse {
    unsafe extern "C" {
        fn ctk_parse(bytes: *const u8, length: usize) -> c_int;
    }
    ctk_parse
}

fuzz_target!(|bytes: &[u8]| {
    let setting = setting();
    // SAFETY: the bytes live as long as the call, and the length is theirs.
    let took = unsafe { (setting.parse)(bytes.as_ptr(), bytes.len()) } == 0;
    if setting.compare
        && let Some(Some(due)) = ctk_fuzz::due(&setting.document, bytes)
    {
        assert_eq!(
            took,
            due,
            "the parser {} what the judge {}: {}",
            if took { "takes" } else { "refuses" },
            if due { "calls valid" } else { "calls invalid" },
            String::from_utf8_lossy(bytes)
        );
    }
});
