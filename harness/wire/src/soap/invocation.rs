//! Reading control requests, as far as what they ask for can be understood.

use crate::xml::{Source, elements, namespace, value};

/// What a control request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// The service type: the namespace of the action element.
    pub service_type: String,
    /// The action: the element's local name.
    pub action: String,
    /// The in arguments in the order sent.
    pub arguments: Vec<(String, String)>,
}

/// Reads the body of a control request; `None` when it holds no envelope with one action in its Body.
pub fn read_request(body: &[u8]) -> Option<Invocation> {
    let source = Source::read(body).ok()?;
    let document = source.parse().ok()?;
    let root = document.root_element();
    let body = elements(root).find(|node| node.tag_name().name() == "Body")?;
    let mut children = elements(body);
    let action = children.next()?;
    if root.tag_name().name() != "Envelope" || children.next().is_some() {
        return None;
    }
    Some(Invocation {
        service_type: namespace(action).unwrap_or_default().to_owned(),
        action: action.tag_name().name().to_owned(),
        arguments: elements(action)
            .map(|node| (node.tag_name().name().to_owned(), value(node).0))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::request;
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let arguments = [("SessionID", "a&b"), ("Subject", "<x> ]]> é")];
        let body = request("urn:x:service:Y:1", "ModifySession", &arguments);
        let read = read_request(&body).expect("it is a request");
        assert_eq!(read.service_type, "urn:x:service:Y:1");
        assert_eq!(read.action, "ModifySession");
        let pairs: Vec<(&str, &str)> = read
            .arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(pairs, arguments);
    }

    #[test]
    fn anything_else_is_none() {
        for body in [
            "",
            "<a/>",
            "<Envelope><Body/></Envelope>",
            "<Envelope><Body><a/><b/></Body></Envelope>",
        ] {
            assert_eq!(read_request(body.as_bytes()), None, "{body}");
        }
    }
}
