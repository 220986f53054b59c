//! What is wrong with a notification.

use crate::bench::Visit;
use crate::finding::{Kind, Symptom};

/// The signature of a notification that cannot be read.
pub const EVENT: &str = "event:not-well-formed";

/// That a notification, or a document that it carries, is not well-formed XML. Of anything else nothing is said.
pub fn wrong_event(visit: &Visit) -> Option<Symptom> {
    if !visit.path.starts_with("/events/") || visit.method != "NOTIFY" || visit.body.is_empty() {
        return None;
    }
    let text = std::str::from_utf8(&visit.body).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    let why = match roxmltree::Document::parse(text) {
        Err(error) => format!("a notification is not well-formed: {error}"),
        Ok(set) => set.descendants().find_map(carried)?,
    };
    Some(Symptom::new(Kind::InvalidOutput, EVENT, why))
}

/// What is wrong with a document in the text of this element.
fn carried(node: roxmltree::Node<'_, '_>) -> Option<String> {
    let text = node.text().filter(|_| node.is_element())?.trim();
    if !text.starts_with("<?xml") {
        return None;
    }
    let error = roxmltree::Document::parse(text).err()?;
    let name = node.tag_name().name();
    Some(format!(
        "a notification carries a {name} that is not well-formed: {error}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_read_is_wrong() {
        let wrong = |path: &str, value: &str| {
            let body = format!(
                "<e:propertyset xmlns:e=\"urn:schemas-upnp-org:event-1-0\"><e:property><SessionUpdates>{value}</SessionUpdates></e:property></e:propertyset>"
            );
            let visit = Visit {
                path: path.to_owned(),
                method: "NOTIFY".to_owned(),
                body: body.into_bytes(),
            };
            wrong_event(&visit).is_some()
        };
        assert!(!wrong("/events/0", "a &lt; b") && !wrong("/events/0", ""));
        assert!(!wrong(
            "/events/0",
            "&lt;?xml version=\"1.0\"?&gt;&lt;a&gt;&amp;amp;&lt;/a&gt;"
        ));
        assert!(wrong(
            "/events/0",
            "&lt;?xml version=\"1.0\"?&gt;&lt;a&gt;&amp;&lt;/a&gt;"
        ));
        assert!(wrong("/events/0", "<a>") && !wrong("/callback/0", "<a>"));
    }
}
