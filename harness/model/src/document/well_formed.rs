//! What XML 1.0 and its namespaces forbid and the parser lets pass.

use crate::lexical::{is_nc_name, is_q_name, is_xml_char, is_xml_space};

/// The first such thing in a text that the parser took, with its offset.
pub(super) fn check(text: &str) -> Result<(), (usize, &'static str)> {
    let text_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut at = text_start;
    if let Some(declaration) = text[at..]
        .strip_prefix("<?xml")
        .filter(|rest| rest.starts_with(is_xml_space))
    {
        let end = declaration.find("?>").unwrap_or(declaration.len());
        if !is_declaration(&declaration[..end]) {
            return Err((
                at,
                "the XML declaration is not version, encoding, standalone",
            ));
        }
        at += "<?xml".len() + end;
    }
    while let Some(found) = text[at..].find(['<', '&']) {
        at += found;
        let rest = &text[at..];
        if rest.starts_with('&') {
            at += reference(rest).map_err(|why| (at, why))?;
        } else if let Some(inner) = rest.strip_prefix("<!--") {
            at += 4 + until(inner, "-->");
        } else if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            at += 9 + until(inner, "]]>");
        } else if let Some(inner) = rest.strip_prefix("<?") {
            let (instruction, _) = inner.split_once("?>").unwrap_or((inner, ""));
            let target = instruction.split(is_xml_space).next().unwrap_or_default();
            if target.eq_ignore_ascii_case("xml") {
                return Err((at, "a processing instruction is called xml"));
            }
            // XML 1.0, production 17; Namespaces in XML 1.0, section 7: no colon.
            if !is_nc_name(target) {
                return Err((at, "the target of a processing instruction is not a name"));
            }
            at += 2 + until(inner, "?>");
        } else {
            at += tag(rest).map_err(|(offset, why)| (at + offset, why))?;
        }
    }
    Ok(())
}

fn until(text: &str, end: &str) -> usize {
    text.find(end).map_or(text.len(), |at| at + end.len())
}

// XMLDecl ::= '<?xml' VersionInfo EncodingDecl? SDDecl? S? '?>'
fn is_declaration(text: &str) -> bool {
    let mut rest = text;
    let mut value = |name: &str| -> Option<&str> {
        let trimmed = rest.trim_start_matches(is_xml_space);
        let after = trimmed
            .strip_prefix(name)
            .filter(|_| trimmed.len() < rest.len())?;
        let after = after.trim_start_matches(is_xml_space).strip_prefix('=')?;
        let after = after.trim_start_matches(is_xml_space);
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after[1..].split_once(quote)?;
        rest = after;
        Some(value)
    };
    let version = value("version").is_some_and(|version| {
        version
            .strip_prefix("1.")
            .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
    });
    let encoding = value("encoding").is_none_or(|name| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    });
    let standalone = value("standalone").is_none_or(|value| matches!(value, "yes" | "no"));
    version && encoding && standalone && rest.chars().all(is_xml_space)
}

// CharRef ::= '&#' [0-9]+ ';' | '&#x' [0-9a-fA-F]+ ';'; the parser knows the other references.
fn reference(text: &str) -> Result<usize, &'static str> {
    let length = text.find(';').map_or(1, |at| at + 1);
    let Some(number) = text[..length].strip_prefix("&#") else {
        return Ok(1);
    };
    let number = number.trim_end_matches(';');
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    match code
        .ok()
        .and_then(char::from_u32)
        .filter(|&c| is_xml_char(c))
    {
        Some(_) => Ok(length),
        None => Err("a character reference names no character of XML"),
    }
}

// The length of a tag; names are looked at, and attributes for references, and for prefixes bound to nothing.
fn tag(text: &str) -> Result<usize, (usize, &'static str)> {
    const NO_NAME: &str = "the name of an element or attribute has a colon at an end, or two";
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name = inner
        .split(|c| is_xml_space(c) || matches!(c, '/' | '>'))
        .next()
        .unwrap_or_default();
    if !is_q_name(name) {
        return Err((0, NO_NAME));
    }
    let mut at = 1;
    while let Some(found) = text[at..].find(['"', '\'', '>']) {
        let quote = text.as_bytes()[at + found];
        if quote == b'>' {
            return Ok(at + found + 1);
        }
        let name = text[at..at + found]
            .trim_end_matches(is_xml_space)
            .trim_end_matches('=');
        let name = name
            .trim_end_matches(is_xml_space)
            .rsplit(is_xml_space)
            .next()
            .unwrap_or_default();
        let value_at = at + found + 1;
        let length = text[value_at..]
            .find(char::from(quote))
            .unwrap_or(text.len() - value_at);
        let value = &text[value_at..value_at + length];
        if !is_q_name(name) {
            return Err((at, NO_NAME));
        }
        if value.is_empty() && name.starts_with("xmlns:") {
            return Err((at, "a prefix is bound to no namespace"));
        }
        for (offset, _) in value.match_indices('&') {
            reference(&value[offset..]).map_err(|why| (value_at + offset, why))?;
        }
        at = (value_at + length + 1).min(text.len());
    }
    Ok(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_well_formed_passes() {
        for text in [
            "<a/>",
            "\u{feff}<?xml version='1.0'?><a/>",
            "<?xml version = \"1.1\" encoding='UTF-8'\n standalone='no' ?><a/>",
            "<a b='&#x41;>' c=\"'&#65;\">&#65;&amp;<!-- &#0; --><![CDATA[&#0;]]><?x &#0;?></a>",
            "<a xmlns='' xmlns:b='u'><?xmlish?></a>",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_the_parser_lets_pass_is_found() {
        for text in [
            "<?xml version='1.0' standalone='maybe'?><a/>",
            "<?xml version='2.0'?><a/>",
            "<?xml version='1.0'encoding='UTF-8'?><a/>",
            "<?xml version='1.0' encoding='?'?><a/>",
            "<a>&#xD83D;</a>",
            "<a>&#x110000;</a>",
            "<a>&#99999999999;</a>",
            "<a b='&#0;'/>",
            "<a xmlns:b=''/>",
            "<a xmlns:b = \"\"/>",
            "<a/><?XML version='1.0'?>",
            "<?a:b c?><a/>",
            "<?a<b c?><a/>",
            "<??><a/>",
            "<:a/>",
            "<a><:b/></a>",
            "<a :b=''/>",
            "<a xmlns:=''/>",
            "<a\n:b = '1' c='2'/>",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
