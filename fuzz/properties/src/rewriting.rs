//! A document written again from its tree: other prefixes, other quotes, references where they are needed.

use std::fmt::Write as _;

use ctk_model::document::{MESSAGING, Node, PEER};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The text. The prefixes `q` and `r` are declared at the root, and every other namespace where it is used.
pub(crate) fn rewritten(root: &Node) -> String {
    let mut out = String::with_capacity(1024);
    out.push_str("<?xml version='1.0' encoding='UTF-8'?>");
    let declarations = format!(" xmlns:q='{MESSAGING}' xmlns:r='{PEER}'");
    element(root, &declarations, &mut out);
    out
}

fn element(node: &Node, declarations: &str, out: &mut String) {
    let prefix = match node.namespace.as_deref() {
        None => "",
        Some(MESSAGING) => "q:",
        Some(PEER) => "r:",
        Some(_) => "n:",
    };
    out.push('<');
    out.push_str(prefix);
    out.push_str(&node.name);
    out.push_str(declarations);
    if let Some(namespace) = node.namespace.as_deref().filter(|_| prefix == "n:") {
        out.push_str(" xmlns:n='");
        escaped(namespace, out);
        out.push('\'');
    }
    for (index, attribute) in node.attributes.iter().enumerate() {
        out.push(' ');
        match attribute.namespace.as_deref() {
            None => {}
            Some(XML) => out.push_str("xml:"),
            Some(PEER) => out.push_str("r:"),
            Some(MESSAGING) => out.push_str("q:"),
            Some(namespace) => {
                // Writing into a string never fails.
                let _ = write!(out, "xmlns:a{index}='");
                escaped(namespace, out);
                let _ = write!(out, "' a{index}:");
            }
        }
        out.push_str(&attribute.name);
        out.push_str("='");
        escaped(&attribute.value, out);
        out.push('\'');
    }
    out.push('>');
    escaped(&node.text, out);
    for child in &node.children {
        element(child, "", out);
    }
    out.push_str("</");
    out.push_str(prefix);
    out.push_str(&node.name);
    out.push('>');
}

fn escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&#38;"),
            '<' => out.push_str("&#x3c;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&apos;"),
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
}
