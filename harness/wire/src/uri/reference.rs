//! URI references resolved as RFC 3986 section 5 says, leniently: odd characters pass through.

/// The five parts of a reference (RFC 3986 appendix B).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Parts<'a> {
        let (text, fragment) = cut(text, '#');
        let (text, query) = cut(text, '?');
        let (scheme, text) = match text.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, text),
        };
        let (authority, path) = match text.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                (Some(&rest[..end]), &rest[end..])
            }
            None => (None, text),
        };
        Parts {
            scheme,
            authority,
            path,
            query,
            fragment,
        }
    }

    fn text(&self, path: &str) -> String {
        let mut text = String::new();
        if let Some(scheme) = self.scheme {
            text.push_str(scheme);
            text.push(':');
        }
        if let Some(authority) = self.authority {
            text.push_str("//");
            text.push_str(authority);
        }
        text.push_str(path);
        for (mark, part) in [('?', self.query), ('#', self.fragment)] {
            if let Some(part) = part {
                text.push(mark);
                text.push_str(part);
            }
        }
        text
    }
}

fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Whether the text names a scheme.
pub fn has_scheme(text: &str) -> bool {
    Parts::of(text).scheme.is_some()
}

/// The reference resolved against an absolute base; without a fragment, which no request carries.
pub fn resolve(base: &str, reference: &str) -> String {
    let base = Parts::of(trimmed(base));
    let given = Parts::of(trimmed(reference));
    let mut target = Parts {
        fragment: None,
        ..given
    };
    let path = if given.scheme.is_some() {
        without_dots(given.path)
    } else {
        target.scheme = base.scheme;
        if given.authority.is_some() {
            without_dots(given.path)
        } else {
            target.authority = base.authority;
            if given.path.is_empty() {
                target.query = given.query.or(base.query);
                base.path.to_owned()
            } else if given.path.starts_with('/') {
                without_dots(given.path)
            } else {
                without_dots(&merged(&base, given.path))
            }
        }
    };
    target.text(&path)
}

// XML's white space; a no-break space is a character like any other.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

fn merged(base: &Parts<'_>, path: &str) -> String {
    if base.authority.is_some() && base.path.is_empty() {
        return format!("/{path}");
    }
    let directory = base
        .path
        .rfind('/')
        .map_or("", |slash| &base.path[..=slash]);
    format!("{directory}{path}")
}

/// Removes `.` and `..` segments (RFC 3986 section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    let rooted = path.starts_with('/');
    if rooted {
        segments.next();
    }
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    let joined = kept.join("/");
    if rooted { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_resolve_as_in_rfc_3986_5_4() {
        for (reference, target) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
        ] {
            assert_eq!(
                resolve("http://a/b/c/d;p?q", reference),
                target,
                "{reference}"
            );
        }
        assert_eq!(resolve("http://h:80", "x"), "http://h:80/x");
    }

    proptest! {
        #[test]
        fn any_text_resolves(base in "\\PC{0,30}", reference in "[a-z./:?#\\[\\]@é]{0,30}") {
            let _ = (resolve(&base, &reference), has_scheme(&reference));
        }
    }
}
