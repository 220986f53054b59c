//! ControlResult a response element and its out arguments.

use std::collections::{HashMap, HashSet};

use ctk_vectors::uda::{deviation, row};
use roxmltree::Node;

use crate::Findings;
use crate::xml::{self, elements, stray_text, value};

use super::response::{Asked, ControlResult};

/// How many arguments are kept when more come than were asked for: those asked for are kept in any case.
const KEPT: usize = 1024;

/// Reads the response element; one that is misnamed is read if what it means is plain.
pub(super) fn read(
    node: Node<'_, '_>,
    status: u16,
    asked: &Asked<'_>,
    findings: &mut Findings,
) -> ControlResult {
    let name = node.tag_name().name();
    let namespace = xml::namespace(node).unwrap_or_default();
    let expected = format!("{}Response", asked.action);
    findings.checked(row::UDA_CTRL_29);
    if name != expected {
        findings.add(
            deviation::UDA_CTRL_29,
            format!("the response element is {name:?}, not {expected}"),
        );
        if !is_plain(node, asked) {
            return ControlResult::Unreadable {
                why: format!("the Body holds {name:?}"),
                beyond: false,
            };
        }
    }
    findings.checked(row::UDA_CTRL_26);
    if status != 200 {
        findings.add(
            deviation::UDA_CTRL_26,
            format!("a success is answered with HTTP {status}"),
        );
    }
    check_namespace(namespace, asked, findings);
    if let Some(error) = error_in_arguments(node, asked) {
        findings.add(
            deviation::UDA_CTRL_35,
            "an error is reported as an out argument of a success",
        );
        return error;
    }
    let arguments = read_arguments(node, asked, findings);
    let action = if name.eq_ignore_ascii_case(&expected) {
        asked.action
    } else {
        name.strip_suffix("Response").unwrap_or(name)
    };
    ControlResult::Success {
        action: action.to_owned(),
        namespace: namespace.to_owned(),
        arguments,
    }
}

/// An errorCode that the action does not have as an out argument: what is meant is a fault.
fn error_in_arguments(node: Node<'_, '_>, asked: &Asked<'_>) -> Option<ControlResult> {
    let text = |name: &str| {
        elements(node)
            .find(|child| child.tag_name().name() == name && !asked.outputs.contains(&name))
            .map(|child| value(child).0)
    };
    let code = text("errorCode")?.trim().parse().ok()?;
    Some(ControlResult::Fault {
        code: Some(code),
        description: text("errorDescription"),
        faultcode: None,
        faultstring: None,
    })
}

/// Whether a misnamed element is still the response: by its name or by an argument inside.
fn is_plain(node: Node<'_, '_>, asked: &Asked<'_>) -> bool {
    let name = node.tag_name().name();
    let bare = name.get(..asked.action.len()).unwrap_or_default();
    bare.eq_ignore_ascii_case(asked.action)
        || elements(node).any(|child| asked.outputs.contains(&child.tag_name().name()))
        || (asked.outputs.is_empty()
            && name.ends_with("Response")
            && xml::namespace(node) == Some(asked.service_type))
}

/// UDA-CTRL-29 and -30: the service type, in the version of the request.
fn check_namespace(namespace: &str, asked: &Asked<'_>, findings: &mut Findings) {
    findings.checked(row::UDA_CTRL_29);
    if namespace == asked.service_type {
        findings.checked(row::UDA_CTRL_30);
        return;
    }
    let split = |text: &str| {
        let (kind, version) = text.rsplit_once(':')?;
        Some((kind.to_owned(), version.parse::<u32>().ok()?))
    };
    match (split(namespace), split(asked.service_type)) {
        (Some((kind, got)), Some((wanted, version))) if kind == wanted => {
            findings.checked(row::UDA_CTRL_30);
            let text = format!("called as version {version}, answered as version {got}");
            if got < version {
                findings.add(deviation::UDA_CTRL_30, text);
            } else {
                findings.add(deviation::UDA_CTRL_30_NEWER, text);
            }
        }
        _ => {
            let wanted = asked.service_type;
            let text = format!("the response element's namespace is {namespace:?}, not {wanted}");
            findings.add(deviation::UDA_CTRL_29, text);
        }
    }
}

fn read_arguments(
    node: Node<'_, '_>,
    asked: &Asked<'_>,
    findings: &mut Findings,
) -> Vec<(String, String)> {
    findings.checked(row::UDA_CTRL_31);
    if asked.outputs.is_empty() {
        findings.checked(row::UDA_CTRL_32);
    }
    if let Some(text) = stray_text(node) {
        findings.add(
            deviation::UDA_CTRL_31_TEXT,
            format!("the response element holds the text {text:?}"),
        );
    }
    let children: Vec<Node<'_, '_>> = elements(node).collect();
    let known = Places::of(asked.outputs);
    let places: Vec<Option<usize>> = children.iter().map(|child| known.place(*child)).collect();
    let last = places.iter().rposition(Option::is_some);
    let mut arguments = Vec::new();
    let mut seen: HashSet<usize> = HashSet::new();
    let mut furthest = 0;
    for (index, child) in children.iter().enumerate() {
        let sent = child.tag_name().name();
        let Some(place) = places[index] else {
            surplus(*child, last.is_some_and(|last| index < last), findings);
            if arguments.len() < KEPT {
                arguments.push((sent.to_owned(), value(*child).0));
            }
            continue;
        };
        let name = asked.outputs[place];
        findings.checked(row::UDA_CTRL_11);
        findings.checked(row::UDA_CTRL_33);
        if sent != name {
            findings.add(
                deviation::UDA_CTRL_31,
                format!("the argument {name} is spelled {sent:?}"),
            );
        }
        if let Some(namespace) = xml::namespace(*child) {
            let text = format!("the argument {name} is in the namespace {namespace:?}");
            findings.add(deviation::UDA_CTRL_11, text);
        }
        let again = !seen.insert(place);
        if again {
            findings.add(
                deviation::UDA_CTRL_31,
                format!("the argument {name} is repeated"),
            );
        } else if furthest > place {
            findings.add(
                deviation::UDA_CTRL_31,
                format!("the argument {name} is out of order"),
            );
        }
        furthest = furthest.max(place);
        let (value, trouble) = value(*child);
        if let Some(trouble) = trouble {
            findings.add(
                deviation::UDA_CTRL_33,
                format!("the value of {name}: {trouble}"),
            );
        }
        if !again || arguments.len() < KEPT {
            arguments.push((name.to_owned(), value));
        }
    }
    for (place, name) in asked.outputs.iter().enumerate() {
        if !seen.contains(&place) {
            findings.add(
                deviation::UDA_CTRL_31,
                format!("the argument {name} is missing"),
            );
        }
    }
    arguments
}

/// The places of the arguments asked for, by name. A service description may declare thousands, and an answer hold as many.
struct Places<'a> {
    exact: HashMap<&'a str, usize>,
    in_any_case: HashMap<String, usize>,
}

impl<'a> Places<'a> {
    fn of(outputs: &[&'a str]) -> Self {
        let mut places = Self {
            exact: HashMap::new(),
            in_any_case: HashMap::new(),
        };
        for (place, &name) in outputs.iter().enumerate() {
            places.exact.entry(name).or_insert(place);
            let folded = name.to_ascii_lowercase();
            places.in_any_case.entry(folded).or_insert(place);
        }
        places
    }

    /// The place of an argument; an exact name before one in other letters.
    fn place(&self, child: Node<'_, '_>) -> Option<usize> {
        let name = child.tag_name().name();
        let exact = self.exact.get(name);
        let found = exact.or_else(|| self.in_any_case.get(&name.to_ascii_lowercase()));
        found.copied()
    }
}

fn surplus(child: Node<'_, '_>, between: bool, findings: &mut Findings) {
    let name = child.tag_name().name();
    let vendor = xml::namespace(child)
        .is_some_and(|namespace| !namespace.starts_with("urn:schemas-upnp-org:"));
    let deviation = match (between, vendor) {
        (true, _) => deviation::UDA_CTRL_31_SURPLUS_BETWEEN,
        (false, true) => deviation::UDA_CTRL_31_SURPLUS_OF_A_VENDOR,
        (false, false) => deviation::UDA_CTRL_31_SURPLUS,
    };
    findings.add(
        deviation,
        format!("{name:?} is not an out argument of the action"),
    );
}
