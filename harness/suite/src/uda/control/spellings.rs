//! Spellings that mean the same: whatever the spelling, the same comes of a request as in its usual one.

use ctk_record::Outcome::{self, Fail, Warning};

use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;
use crate::tester::raw_request::Spelled;

/// A spelling, and what it means when a device does not understand it.
struct Spelling {
    row: &'static str,
    id: &'static str,
    purpose: &'static str,
    /// For a claim of 1.1 or later, for one of 1.0.
    otherwise: (Outcome, Outcome),
    what: &'static str,
    respell: fn(Spelled) -> Spelled,
}

/// Applied to an action without argument and effect.
const SPELLINGS: &[Spelling] = &[
    Spelling {
        row: "UDA-CTRL-07",
        id: "uda/control/without-encoding-style",
        purpose: "a request without encodingStyle is taken",
        otherwise: (Fail, Warning),
        what: "without encodingStyle",
        respell: |request| {
            request.envelope(|mut envelope| {
                envelope.encoding_style = None;
                envelope
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-09",
        id: "uda/control/header-entry-ignored",
        purpose: "an unknown entry in the SOAP Header is ignored",
        otherwise: (Fail, Warning),
        what: "with an unknown entry in the SOAP Header",
        respell: |request| {
            request.envelope(|mut envelope| {
                envelope.header =
                    Some("<n:note xmlns:n=\"urn:example:note\">any</n:note>".to_owned());
                envelope
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-10",
        id: "uda/control/other-prefixes",
        purpose: "other namespace prefixes mean the same",
        otherwise: (Fail, Fail),
        what: "with the prefixes SOAP-ENV and m",
        respell: |request| {
            request.envelope(|mut envelope| {
                envelope.prefix = "SOAP-ENV".to_owned();
                envelope.action_prefix = "m".to_owned();
                envelope
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-10",
        id: "uda/control/default-namespace-of-action",
        purpose: "a default namespace on the action element means the same as a prefix",
        otherwise: (Fail, Fail),
        what: "with a default namespace on the action element",
        respell: |request| {
            request.envelope(|mut envelope| {
                envelope.action_prefix = String::new();
                envelope
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-10",
        id: "uda/control/default-namespace-of-envelope",
        purpose: "a default namespace on Envelope means the same as a prefix",
        otherwise: (Fail, Fail),
        what: "with a default namespace on Envelope",
        respell: |request| {
            request.rewritten(|text| {
                text.replace("<s:", "<").replace("</s:", "</").replace(
                    "xmlns:s=",
                    "xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:s=",
                )
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-18",
        id: "uda/control/empty-action-two-tags",
        purpose: "an empty action element in two tags means the same as in one",
        otherwise: (Fail, Fail),
        what: "with start and end tag",
        respell: |request| {
            request.envelope(|mut envelope| {
                envelope.two_tags = true;
                envelope
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-19",
        id: "uda/control/without-xml-declaration",
        purpose: "a request without XML declaration is taken",
        otherwise: (Fail, Fail),
        what: "without XML declaration",
        respell: |request| {
            request.envelope(|mut envelope| {
                envelope.prologue = String::new();
                envelope
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-19",
        id: "uda/control/byte-order-mark",
        purpose: "a byte order mark before the request is taken",
        otherwise: (Warning, Warning),
        what: "with a byte order mark",
        respell: |request| {
            request.envelope(|mut envelope| {
                envelope.prologue.insert(0, '\u{feff}');
                envelope
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-20",
        id: "uda/control/white-space-ignored",
        purpose: "white space between elements is ignored",
        otherwise: (Fail, Fail),
        what: "with white space between the elements",
        respell: |request| request.rewritten(|text| text.replace("><", ">\r\n\t <")),
    },
    Spelling {
        row: "UDA-CTRL-20",
        id: "uda/control/foreign-attribute-ignored",
        purpose: "an unknown attribute is ignored",
        otherwise: (Fail, Fail),
        what: "with a foreign attribute on the action element",
        respell: |request| {
            request.rewritten(|text| {
                text.replace(
                    "xmlns:u=",
                    "n:note=\"any\" xmlns:n=\"urn:example:note\" xmlns:u=",
                )
            })
        },
    },
    Spelling {
        row: "UDA-CTRL-20",
        id: "uda/control/comment-ignored",
        purpose: "comments are ignored",
        otherwise: (Fail, Warning),
        what: "with a comment before the action element",
        respell: |request| {
            request.rewritten(|text| text.replace("<u:", "<!-- a comment, <any/> --><u:"))
        },
    },
    Spelling {
        row: "UDA-CTRL-20",
        id: "uda/control/processing-instruction-ignored",
        purpose: "processing instructions are ignored",
        otherwise: (Warning, Warning),
        what: "with a processing instruction before the action element",
        respell: |request| request.rewritten(|text| text.replace("<u:", "<?note any?><u:")),
    },
    Spelling {
        row: "UDA-CTRL-22",
        id: "uda/control/content-type-any-case",
        purpose: "media type and charset are compared without regard to case",
        otherwise: (Warning, Warning),
        what: "with CONTENT-TYPE TEXT/XML;charset=UTF-8",
        respell: |request| request.header("CONTENT-TYPE", "TEXT/XML;charset=UTF-8"),
    },
    Spelling {
        row: "UDA-CTRL-49",
        id: "uda/control/header-names-any-case",
        purpose: "header names mean the same in any case",
        otherwise: (Fail, Fail),
        what: "with header names in lower and mixed case",
        respell: |mut request| {
            for (at, (name, _)) in request.headers.iter_mut().enumerate() {
                *name = if at % 2 == 0 {
                    name.to_ascii_lowercase()
                } else {
                    mixed(name)
                };
            }
            request
        },
    },
    Spelling {
        row: "UDA-CTRL-49",
        id: "uda/control/header-order",
        purpose: "the order of headers means nothing",
        otherwise: (Fail, Fail),
        what: "with its headers in reverse order",
        respell: |mut request| {
            request.headers.reverse();
            request
        },
    },
    Spelling {
        row: "UDA-CTRL-49",
        id: "uda/control/unknown-headers-ignored",
        purpose: "headers that are not known are ignored",
        otherwise: (Fail, Fail),
        what: "with headers that nobody knows",
        respell: |request| {
            request
                .header("X-Foo", "bar; baz=\"1\"")
                .header("NOTE.EXAMPLE.COM", "any")
                .header("ACCEPT", "*/*")
        },
    },
    Spelling {
        row: "UDA-CTRL-49",
        id: "uda/control/folded-header",
        purpose: "a header line that is folded means the same",
        otherwise: (Warning, Warning),
        what: "with a folded header line",
        respell: |request| request.header("X-Foo", "first\r\n second"),
    },
    Spelling {
        row: "UDA-CTRL-48",
        id: "uda/control/connection-close",
        purpose: "an action does not depend on Connection: close",
        otherwise: (Fail, Fail),
        what: "with Connection: close",
        respell: |request| request.header("CONNECTION", "close"),
    },
];

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    SPELLINGS.iter().map(case).collect()
}

fn case(spelling: &'static Spelling) -> Case {
    Case::new(spelling.id, spelling.purpose)
        .clause("3.2.1")
        .covers(&[spelling.row])
        .needs(&[Need::PlainAction])
        .body(move |t| compare(t, spelling))
}

fn compare(t: &mut Tester<'_>, spelling: &Spelling) -> Flow {
    let plain = t.raw_request(t.plain_action()?, &[]);
    let usual = t.raw().post(&plain)?;
    let other = t
        .raw()
        .post(&(spelling.respell)(plain).but(spelling.what))?;
    let otherwise = t.since_1_1(spelling.otherwise.0, spelling.otherwise.1);
    t.same(spelling.row, otherwise, &usual, &other)
}

/// `CoNtEnT-TyPe`.
fn mixed(name: &str) -> String {
    name.chars()
        .enumerate()
        .map(|(at, char)| {
            if at % 2 == 0 {
                char.to_ascii_uppercase()
            } else {
                char.to_ascii_lowercase()
            }
        })
        .collect()
}
