//! Lists of recipients that are not valid, for CreateSession and ModifySession.

use ctk_model::document::Recipients;

/// A way in which a list of recipients is not valid.
pub(crate) struct BadRecipients {
    /// As in the ids of cases.
    pub(crate) slug: &'static str,
    /// In words, after "a list of recipients".
    pub(crate) what: &'static str,
    /// The list, to this address where it has one.
    pub(crate) make: fn(&str) -> String,
}

/// The ways; each is not well-formed or not valid by the schema.
pub(crate) const BAD_RECIPIENTS: &[BadRecipients] = &[
    BadRecipients {
        slug: "malformed",
        what: "that is not well-formed",
        make: |address| good(address).replace("</m:recipientsList>", ""),
    },
    BadRecipients {
        slug: "plain-text",
        what: "that is no XML",
        make: str::to_owned,
    },
    BadRecipients {
        slug: "other-document",
        what: "that is another document",
        make: |_| {
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><msg:newMessages xmlns:msg=\"urn:schemas-upnp-org:phone:messaging\"/>".to_owned()
        },
    },
    BadRecipients {
        slug: "other-namespace",
        what: "in another namespace",
        make: |address| {
            good(address).replace(
                "urn:schemas-upnp-org:phone:messaging",
                "urn:example-invalid:phone:messaging",
            )
        },
    },
    BadRecipients {
        slug: "without-from",
        what: "without recipientFrom",
        make: |address| {
            Recipients {
                from: None,
                ..Recipients::to_ids(&[address])
            }
            .to_xml()
        },
    },
    BadRecipients {
        slug: "peer-without-id",
        what: "with a peer that has no id",
        make: |address| without(&good(address), "<peer:id>", "</peer:id>"),
    },
    BadRecipients {
        slug: "unknown-element",
        what: "with an element that the schema does not know",
        make: |address| {
            good(address).replace(
                "</m:recipientsList>",
                "<recipientOther/></m:recipientsList>",
            )
        },
    },
];

fn good(address: &str) -> String {
    Recipients::to_ids(&[address]).to_xml()
}

/// The text without the first stretch between two marks, marks included.
fn without(text: &str, from: &str, to: &str) -> String {
    match (text.find(from), text.find(to)) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", &text[..start], &text[end + to.len()..])
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use ctk_model::document::{Context, Direction, Grade, read_recipients};

    use super::*;

    #[test]
    fn each_is_refused_by_the_schema_and_the_good_one_is_not() {
        let fails = |text: &str| {
            let read = read_recipients(text, Direction::Input, &Context::default());
            read.findings
                .iter()
                .any(|finding| finding.grade == Grade::Fail)
        };
        assert!(!fails(&good("sip:a@example.invalid")));
        for bad in BAD_RECIPIENTS {
            assert!(fails(&(bad.make)("sip:a@example.invalid")), "{}", bad.slug);
        }
    }
}
