//! Values that bugs hide behind, by class.

use super::dice::Dice;

/// A class of texts.
pub(super) struct TextClass {
    pub(super) name: &'static str,
    /// A text with this word in it.
    pub(super) make: fn(&str) -> String,
    /// It may be the subject or a name, not only the text.
    pub(super) short: bool,
    /// It may be a part of a text.
    pub(super) joins: bool,
}

const fn text(name: &'static str, make: fn(&str) -> String) -> TextClass {
    TextClass {
        name,
        make,
        short: true,
        joins: true,
    }
}

/// A text that is itself alone.
const fn alone(name: &'static str, make: fn(&str) -> String) -> TextClass {
    TextClass {
        joins: false,
        ..text(name, make)
    }
}

/// The classes of texts.
pub(super) const TEXTS: &[TextClass] = &[
    text("plain", |w| format!("Text {w}")),
    alone("one", |w| w.chars().take(1).collect()),
    text("outer-blanks", |w| format!("  {w} ends here ")),
    text("inner-blanks", |w| format!("{w}  two   three")),
    text("tabs", |w| format!("{w}\tand\tmore")),
    text("markup", |w| {
        format!("{w} <b>a & b</b> &amp; &lt; ]]> \"c\" 'd'")
    }),
    text("ampersand", |w| format!("{w} & Sons < Co")),
    text("decomposed", |w| format!("{w} e\u{301}a\u{308}o\u{302}")),
    text("composed", |w| format!("{w} éäô ǆ ﬁ")),
    text("beyond-the-bmp", |w| format!("{w} 😀𝄞 ok")),
    text("right-to-left", |w| format!("{w} שלום مرحبا")),
    text("joined", |w| {
        format!("{w} 👩\u{200d}👩\u{200d}👧 \u{200b}x\u{a0}y")
    }),
    alone("digits", |_| "007".to_owned()),
    alone("number", |_| "+1".to_owned()),
    alone("zero", |_| "0".to_owned()),
    alone("taken-for-another", |w| {
        let all = [
            "null",
            "false",
            "-1",
            "1e3",
            "00",
            "%s",
            "None",
            "?",
            "NaN",
            "0x1F",
            "true",
            "undefined",
        ];
        let sum: usize = w.bytes().map(usize::from).sum();
        all[sum % all.len()].to_owned()
    }),
    text("percent", |w| format!("{w} 100%25 %41+b")),
    text("separators", |w| format!("{w};a,b|c:d/e\\f")),
    text("case", |w| format!("{w} ÀÉ straße İI ıi")),
    text("long-line", |w| {
        format!("{w} {}", "from A to Z, ".repeat(24))
    }),
    TextClass {
        name: "line-breaks",
        make: |w| format!("{w} one\ntwo\n\nfour\n"),
        short: false,
        joins: true,
    },
    TextClass {
        name: "leading-break",
        make: |w| format!("\n{w}\n \n"),
        short: false,
        joins: true,
    },
    TextClass {
        name: "long",
        make: |w| format!("{w} {}", "The quick brown fox jumps. ".repeat(9)),
        short: false,
        joins: true,
    },
    TextClass {
        name: "longest",
        make: |w| format!("{w} {}", "0123456789 abcdef\n".repeat(1_000)),
        short: false,
        joins: false,
    },
    TextClass {
        name: "longer",
        make: |w| format!("{w} {}", "0123456789abcdef ".repeat(280)),
        short: false,
        joins: true,
    },
];

/// MIME types, with parameters and without.
pub(super) const MIME_TYPES: &[&str] = &[
    "text/plain",
    "image/png",
    "text/plain; charset=utf-8",
    "text/plain;charset=\"utf-8\";format=flowed",
    "application/octet-stream",
    "application/vnd.example.thing+xml",
    "multipart/related; type=\"text/x; y\"",
];

/// Lists of content types for sessions; empty: none is given.
pub(super) const TYPE_LISTS: &[&str] = &[
    "text/plain",
    "text/plain,image/png",
    "",
    "text/plain; charset=utf-8",
    "image/jpeg,text/html,text/plain",
    "audio/amr,image/gif,image/jpeg,image/png,text/html,text/plain,text/vcard,video/3gpp,video/mp4",
];

/// Sizes of files that really are that long.
pub(super) const SIZES: &[u64] = &[1, 68, 255, 256, 4_096, 65_536, 200_000];

/// Sizes of files that nobody fetches.
pub(super) const TOLD_SIZES: &[u64] = &[
    0,
    1,
    255,
    65_536,
    2_147_483_647,
    2_147_483_648,
    4_294_967_295,
    4_294_967_296,
    5_000_000_000,
    1_099_511_627_776,
];

/// A word that is hardly drawn twice.
pub(super) fn word(dice: &mut Dice) -> String {
    format!("ctk{:06x}", dice.draw() & 0xff_ffff)
}
