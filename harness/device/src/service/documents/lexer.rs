//! The lexical rules of XML 1.0 and Namespaces in XML that the pull parser leaves to its user.

use super::invalid::Invalid;

/// XML 1.0 production 2: Char.
pub(super) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// XML 1.0 production 3: S.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Whether nothing but white space is in the text.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// Namespaces in XML, production 4: NCName (XML 1.0 productions 4 and 4a without the colon).
pub(super) fn is_nc_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(|c| {
        is_name_start(c)
            || c.is_ascii_digit()
            || matches!(c, '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
    })
}

fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '_'
            | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
            | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
            | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// A qualified name in its two parts.
pub(super) fn split_name(name: &str) -> Result<(Option<&str>, &str), Invalid> {
    let parts = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    };
    if parts.0.is_none_or(is_nc_name) && is_nc_name(parts.1) {
        Ok(parts)
    } else {
        Err(Invalid::malformed(format_args!(
            "`{}` is not a name",
            excerpt(name)
        )))
    }
}

/// What a reference between `&` and `;` stands for: a character, or one of the five entities that
/// XML itself defines.
pub(super) fn resolve_reference(name: &str) -> Result<char, Invalid> {
    let resolved = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => name.strip_prefix('#').and_then(|number| {
            let (digits, radix) = match number.strip_prefix('x') {
                Some(hex) => (hex, 16),
                None => (number, 10),
            };
            let plain = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
            let code = plain
                .then(|| u32::from_str_radix(digits, radix).ok())
                .flatten()?;
            char::from_u32(code).filter(|c| is_char(*c))
        }),
    };
    resolved
        .ok_or_else(|| Invalid::malformed(format_args!("`&{};` stands for nothing", excerpt(name))))
}

/// The attributes of a start tag, from what follows the element's name: names as written, values
/// unescaped and normalized.
pub(super) fn attributes(raw: &str, most: usize) -> Result<Vec<(&str, String)>, Invalid> {
    let mut found = Vec::new();
    let mut rest = raw;
    loop {
        let trimmed = rest.trim_start_matches(is_space);
        if trimmed.is_empty() {
            return Ok(found);
        }
        if trimmed.len() == rest.len() {
            return Err(Invalid::malformed(
                "white space is missing before an attribute",
            ));
        }
        if found.len() == most {
            return Err(Invalid::too_large("an element has too many attributes"));
        }
        let end = trimmed
            .find(|c| is_space(c) || c == '=')
            .unwrap_or(trimmed.len());
        let (name, after) = trimmed.split_at(end);
        let quoted = after
            .trim_start_matches(is_space)
            .strip_prefix('=')
            .map(|value| value.trim_start_matches(is_space))
            .and_then(|value| {
                Some((
                    value,
                    value.chars().next().filter(|c| matches!(c, '"' | '\''))?,
                ))
            });
        let Some((value, quote)) = quoted else {
            let name = excerpt(name);
            return Err(Invalid::malformed(format_args!(
                "attribute `{name}` has no quoted value"
            )));
        };
        let Some((value, after)) = value[1..].split_once(quote) else {
            return Err(Invalid::malformed("an attribute value has no end"));
        };
        if found.iter().any(|(other, _)| *other == name) {
            let name = excerpt(name);
            return Err(Invalid::malformed(format_args!(
                "attribute `{name}` stands twice"
            )));
        }
        found.push((name, attribute_value(value)?));
        rest = after;
    }
}

/// XML 1.0, 3.3.3: attribute-value normalization.
fn attribute_value(raw: &str) -> Result<String, Invalid> {
    if raw.contains('<') {
        return Err(Invalid::malformed("`<` stands in an attribute value"));
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        value.push_str(&rest[..at]);
        if let Some(reference) = rest[at..].strip_prefix('&') {
            let Some((name, after)) = reference.split_once(';') else {
                return Err(Invalid::malformed("`&` stands in an attribute value"));
            };
            value.push(resolve_reference(name)?);
            rest = after;
        } else {
            value.push(' ');
            let line_end = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
            rest = &rest[at + line_end..];
        }
    }
    value.push_str(rest);
    Ok(value)
}

/// XML 1.0 production 23: what stands between `<?xml` and `?>`.
pub(super) fn check_declaration(content: &str) -> Result<(), Invalid> {
    let wrong = || Invalid::malformed("the XML declaration is not as XML 1.0 has it");
    let given = attributes(content, 3)?;
    let mut given = given
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .peekable();
    let version = given
        .next()
        .filter(|(name, _)| *name == "version")
        .ok_or_else(wrong)?
        .1;
    let minor = version.strip_prefix("1.").ok_or_else(wrong)?;
    if minor.is_empty() || !minor.chars().all(|c| c.is_ascii_digit()) {
        return Err(wrong());
    }
    if let Some((_, encoding)) = given.next_if(|(name, _)| *name == "encoding") {
        let starts = encoding.starts_with(|c: char| c.is_ascii_alphabetic());
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !starts || !encoding.chars().all(word) {
            return Err(wrong());
        }
    }
    if let Some((_, standalone)) = given.next_if(|(name, _)| *name == "standalone")
        && !matches!(standalone, "yes" | "no")
    {
        return Err(wrong());
    }
    given.next().is_none().then_some(()).ok_or_else(wrong)
}

/// The beginning of a text, fit for a message.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}
