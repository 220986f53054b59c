//! A control request: the envelope, its header entries, and the call in its body (3.2.1).

use ctk_vectors::Uda;

use super::{ENVELOPE, SERVICE, SoapFault};
use crate::defects::{DefectId, Deviations};
use crate::net::xml::{self, Element};

/// Arguments of one call at most, known and unknown ones.
const MAX_ARGUMENTS: usize = 64;
/// The actor that means whoever comes first.
const NEXT: &str = "http://schemas.xmlsoap.org/soap/actor/next";

/// What was called.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The version of the service type it was called by; answers name the same.
    pub(super) version: u8,
    pub(super) action: String,
    /// Names and values in the order they came; None: the value was no text.
    pub(super) arguments: Vec<(String, Option<String>)>,
}

/// Why nothing was called.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoCall {
    /// HTTP 400 with a text for people.
    BadRequest(String),
    Fault(SoapFault),
}

fn bad(why: impl Into<String>) -> NoCall {
    NoCall::BadRequest(why.into())
}

/// Reads a request. `soap_action` is the header of that name.
pub(super) fn read(
    body: &[u8],
    soap_action: Option<&str>,
    uda: Uda,
    deviations: &Deviations,
) -> Result<Call, NoCall> {
    let Some((header_type, header_action)) = soap_action.and_then(split_soap_action) else {
        return Err(bad("SOAPACTION has to be \"serviceType#actionName\""));
    };
    if let Some(why) = too_particular(body, deviations) {
        return Err(bad(why));
    }
    let parsed = xml::parse(&misread(body, deviations).unwrap_or_else(|| body.to_vec()));
    if parsed.is_err() && deviations.has(DefectId::BrokenXmlTaken) {
        return Ok(Call {
            version: 2,
            action: header_action.to_owned(),
            arguments: Vec::new(),
        });
    }
    let envelope = check_envelope(parsed.map_err(|error| bad(error.to_string()))?, deviations)?;
    let mut children = envelope.children.iter();
    if let Some(header) = children.find(|child| child.is(ENVELOPE, "Header")) {
        check_header(header, uda, deviations)?;
    }
    let action = find_action(&envelope)?;
    let version = match action.namespace.strip_prefix(SERVICE) {
        Some("1") => 1,
        Some("2") => 2,
        // No such version or service here: then it has no such action either.
        _ => return Err(NoCall::Fault(SoapFault::invalid_action())),
    };
    if !action.attributes.is_empty() && deviations.has(DefectId::AttributesRefused) {
        return Err(bad("an attribute is not known"));
    }
    if header_type != action.namespace || header_action != action.name {
        return Err(NoCall::Fault(SoapFault::invalid_action()));
    }
    if action.children.len() > MAX_ARGUMENTS {
        return Err(NoCall::Fault(SoapFault::invalid_args()));
    }
    // Arguments have no namespace; a default namespace on the action element gives them its own (U-12).
    let ours = |child: &&Element| child.namespace.is_empty() || child.namespace == action.namespace;
    let arguments = action.children.iter().filter(ours).map(argument).collect();
    Ok(Call {
        version,
        action: action.name.clone(),
        arguments,
    })
}

/// UDA-CTRL-05: an Envelope of SOAP 1.1.
fn check_envelope(
    mut envelope: xml::Element,
    deviations: &Deviations,
) -> Result<xml::Element, NoCall> {
    if envelope.name != "Envelope" {
        return Err(bad("the document is no Envelope"));
    }
    if envelope.namespace != ENVELOPE && deviations.has(DefectId::ForeignEnvelopeTaken) {
        qualify(&mut envelope);
    }
    if envelope.namespace != ENVELOPE {
        return Err(NoCall::Fault(SoapFault::VersionMismatch));
    }
    if !envelope.text().is_empty() && deviations.has(DefectId::WhiteSpaceRefused) {
        return Err(bad("there is text in the Envelope"));
    }
    Ok(envelope)
}

/// A defective reader that looks at the text, not at what it means.
fn too_particular(body: &[u8], deviations: &Deviations) -> Option<&'static str> {
    let text = String::from_utf8_lossy(body);
    let refused = [
        (
            DefectId::EncodingStyleDemanded,
            !text.contains("encodingStyle"),
            "there is no encodingStyle",
        ),
        (
            DefectId::PrefixesFixed,
            !text.contains("<s:Envelope") || !text.contains("<u:"),
            "the prefixes have to be s and u",
        ),
        (
            DefectId::XmlDeclarationDemanded,
            !text.trim_start_matches('\u{feff}').starts_with("<?xml"),
            "there is no XML declaration",
        ),
        (
            DefectId::TwoTagsRefused,
            text.contains(":2\"></"),
            "an empty element has to be one tag",
        ),
        (
            DefectId::CommentsRefused,
            text.contains("<!--"),
            "comments are not expected",
        ),
    ];
    refused
        .into_iter()
        .find(|(defect, odd, _)| *odd && deviations.has(*defect))
        .map(|(_, _, why)| why)
}

/// The text as a defective reader takes it.
fn misread(body: &[u8], deviations: &Deviations) -> Option<Vec<u8>> {
    let text = || String::from_utf8_lossy(body);
    if deviations.has(DefectId::CharacterReferencesUnread) {
        return Some(text().replace("&#", "&amp;#").into_bytes());
    }
    if deviations.has(DefectId::CdataUnread) {
        let text = text();
        let (before, rest) = text.split_once("<![CDATA[")?;
        let (_, after) = rest.split_once("]]>")?;
        return Some(format!("{before}{after}").into_bytes());
    }
    deviations
        .has(DefectId::ShortEmptyArgumentLost)
        .then(|| text().replace("<MessageID/>", "").into_bytes())
}

/// Puts Envelope, Header and Body into the namespace of SOAP 1.1, whatever theirs was.
fn qualify(envelope: &mut Element) {
    let parts = envelope.children.iter_mut();
    for part in parts.filter(|part| part.namespace == envelope.namespace) {
        ENVELOPE.clone_into(&mut part.namespace);
    }
    ENVELOPE.clone_into(&mut envelope.namespace);
}

/// SOAPACTION ::= '"' serviceType '#' actionName '"'   the quotes are not insisted on.
fn split_soap_action(header: &str) -> Option<(&str, &str)> {
    let header = header.trim();
    let inner = header
        .strip_prefix('"')
        .map_or(Some(header), |rest| rest.strip_suffix('"'))?;
    inner
        .split_once('#')
        .filter(|(kind, action)| !kind.is_empty() && !action.is_empty())
}

/// Unknown entries are ignored, unless they have to be understood (UDA-CTRL-09; 1.0 knows no such duty).
fn check_header(header: &Element, uda: Uda, deviations: &Deviations) -> Result<(), NoCall> {
    if deviations.has(DefectId::SoapHeaderRefused) && !header.children.is_empty() {
        return Err(bad("no SOAP header is expected"));
    }
    let must = |entry: &Element| {
        let forced = entry.attribute(ENVELOPE, "mustUnderstand").map(str::trim);
        let for_us = entry
            .attribute(ENVELOPE, "actor")
            .is_none_or(|actor| actor.is_empty() || actor == NEXT);
        for_us && matches!(forced, Some("1" | "true"))
    };
    if uda != Uda::V1_0 && header.children.iter().any(must) {
        return Err(NoCall::Fault(SoapFault::MustUnderstand));
    }
    Ok(())
}

/// The one element in the one Body; beside an element of ours, others are unknown elements to ignore.
fn find_action(envelope: &Element) -> Result<&Element, NoCall> {
    let mut bodies = envelope
        .children
        .iter()
        .filter(|child| child.is(ENVELOPE, "Body"));
    let (Some(body), None) = (bodies.next(), bodies.next()) else {
        return Err(bad("the Envelope has to have one Body"));
    };
    let mut ours = body
        .children
        .iter()
        .filter(|child| child.namespace.starts_with(SERVICE));
    match (ours.next(), ours.next()) {
        (Some(action), None) => Ok(action),
        (Some(_), Some(_)) => Err(bad("the Body has more than one action")),
        (None, _) => body
            .children
            .first()
            .ok_or_else(|| bad("the Body has no action")),
    }
}

fn argument(element: &Element) -> (String, Option<String>) {
    // Markup that was not escaped is no value of a string.
    let value = element
        .children
        .is_empty()
        .then(|| element.text().to_owned());
    (element.name.clone(), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTION: &str = "\"urn:schemas-upnp-org:service:Messaging:2#ReadMessage\"";

    fn envelope(header: &str, body: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><E:Envelope xmlns:E=\"{ENVELOPE}\">{header}<E:Body>{body}</E:Body></E:Envelope>"
        )
    }

    fn call(text: &str, soap_action: &str) -> Result<Call, NoCall> {
        read(
            text.as_bytes(),
            Some(soap_action),
            Uda::V2_0,
            &Deviations::default(),
        )
    }

    #[test]
    fn prefixes_comments_and_spellings_do_not_matter() {
        let spellings = [
            "<u:ReadMessage xmlns:u=\"urn:schemas-upnp-org:service:Messaging:2\"><MessageID>A&amp;B</MessageID></u:ReadMessage>",
            " <!-- c --><ReadMessage xmlns='urn:schemas-upnp-org:service:Messaging:2' a='1'>\n<MessageID xmlns=''>A&#38;B</MessageID> </ReadMessage>",
            "<ReadMessage xmlns='urn:schemas-upnp-org:service:Messaging:2'><MessageID><![CDATA[A&B]]></MessageID></ReadMessage><x/>",
        ];
        for spelling in spellings {
            let read = call(
                &envelope("<E:Header><f xmlns='urn:f'/></E:Header>", spelling),
                ACTION,
            )
            .unwrap();
            assert_eq!(
                read.arguments,
                [("MessageID".to_owned(), Some("A&B".to_owned()))]
            );
            assert_eq!((read.version, read.action.as_str()), (2, "ReadMessage"));
        }
    }

    #[test]
    fn header_and_body_have_to_agree() {
        let one = envelope(
            "",
            "<u:ReadMessage xmlns:u=\"urn:schemas-upnp-org:service:Messaging:1\"/>",
        );
        let unknown = NoCall::Fault(SoapFault::invalid_action());
        assert_eq!(call(&one, ACTION), Err(unknown));
        assert!(call(&one, "urn:schemas-upnp-org:service:Messaging:1#ReadMessage").is_ok());
        for odd in ["", "\"", "\"\"", "ReadMessage", "\"a#b", "#x"] {
            assert!(
                matches!(call(&one, odd), Err(NoCall::BadRequest(_))),
                "{odd}"
            );
        }
        let three = envelope(
            "",
            "<u:ReadMessage xmlns:u=\"urn:schemas-upnp-org:service:Messaging:3\"/>",
        );
        let asked = "\"urn:schemas-upnp-org:service:Messaging:3#ReadMessage\"";
        assert_eq!(
            call(&three, asked),
            Err(NoCall::Fault(SoapFault::invalid_action()))
        );
    }

    #[test]
    fn envelopes_that_say_nothing_are_refused() {
        let call_of = |text: &str| call(text, ACTION);
        let other = "<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'><Body/></Envelope>";
        assert_eq!(
            call_of(other),
            Err(NoCall::Fault(SoapFault::VersionMismatch))
        );
        let action = "<u:ReadMessage xmlns:u=\"urn:schemas-upnp-org:service:Messaging:2\"/>";
        for text in [
            "<a/>".to_owned(),
            format!("<Envelope xmlns='{ENVELOPE}'/>"),
            format!("<Envelope xmlns='{ENVELOPE}'><Body/></Envelope>"),
            envelope("", &action.repeat(2)),
            envelope("", &format!("{action}</E:Body><E:Body>")),
            envelope("", "<u:ReadMessage>"),
        ] {
            assert!(
                matches!(call_of(&text), Err(NoCall::BadRequest(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn what_must_be_understood_is_refused_since_1_1() {
        let action = "<u:ReadMessage xmlns:u=\"urn:schemas-upnp-org:service:Messaging:2\"/>";
        let text = envelope(
            "<E:Header><f xmlns='urn:f' E:mustUnderstand='1'/></E:Header>",
            action,
        );
        assert_eq!(
            call(&text, ACTION),
            Err(NoCall::Fault(SoapFault::MustUnderstand))
        );
        assert!(
            read(
                text.as_bytes(),
                Some(ACTION),
                Uda::V1_0,
                &Deviations::default()
            )
            .is_ok()
        );
        let elsewhere = text.replace("E:mustUnderstand", "E:actor='urn:other' E:mustUnderstand");
        assert!(call(&elsewhere, ACTION).is_ok());
    }
}
