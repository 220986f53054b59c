//! What an answer shows, held against what it has to show.

use ctk_vectors::published::{Expected, View};
use ctk_wire::fragment;
use ctk_wire::scpd::Variable;

/// The texts of a view of a value.
///
/// # Errors
/// Its document cannot be read.
pub(super) fn texts(view: &View, value: &str) -> Result<Vec<String>, String> {
    match view.inside.as_str() {
        "" => Ok(vec![value.to_owned()]),
        "," => Ok(parts(value)),
        inside => fragment::texts(value, inside, &view.attribute).map_err(|why| why.to_string()),
    }
}

/// The parts of a list with commas; a comma after a backslash belongs to its part.
fn parts(list: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for character in list.chars() {
        match (character, parts.last_mut()) {
            (',', _) if !escaped => parts.push(String::new()),
            (_, Some(part)) => part.push(character),
            (_, None) => {}
        }
        escaped = character == '\\' && !escaped;
    }
    let trimmed = parts.iter().map(|part| part.trim().to_owned());
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// Whether the texts are as expected, whose own texts are filled in already.
pub(super) fn met(texts: &[String], expected: &Expected, variable: &Variable) -> bool {
    let same = |one: &str, other: &str| same(&variable.data_type, one, other);
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let single = match texts {
        [single] => Some(single.as_str()),
        _ => None,
    };
    let compared = |bound: &Option<String>, holds: fn(f64, f64) -> bool| {
        bound.as_ref().is_none_or(|bound| {
            let pair = single.and_then(number).zip(number(bound));
            pair.is_some_and(|(value, bound)| holds(value, bound))
        })
    };
    let listed = |text: &String| {
        expected.one_of.iter().any(|one| same(one, text))
            || expected.or_listed && variable.allowed_values.contains(text)
    };
    let once = || {
        let mut sorted: Vec<&String> = texts.iter().collect();
        sorted.sort();
        sorted.windows(2).all(|pair| pair.first() != pair.last())
    };
    let wanted =
        |text: &Option<String>, holds: &dyn Fn(&str) -> bool| text.as_deref().is_none_or(holds);
    wanted(&expected.equals, &|text| {
        single.is_some_and(|it| same(it, text))
    }) && wanted(&expected.not, &|text| {
        !texts.iter().any(|it| same(it, text))
    }) && wanted(&expected.has, &|text| texts.iter().any(|it| same(it, text)))
        && wanted(&expected.like, &|form| {
            texts.iter().all(|it| like(form, it))
        })
        && wanted(&expected.count, &|count| {
            count.trim().parse() == Ok(texts.len())
        })
        && (expected.one_of.is_empty() || texts.iter().all(listed))
        && compared(&expected.at_most, |value, bound| value <= bound)
        && compared(&expected.at_least, |value, bound| value >= bound)
        && (!expected.unique || once())
        && (!expected.filled || single.is_some_and(|it| !it.is_empty()))
}

/// Two spellings of one value of this data type.
pub(crate) fn same(data_type: &str, one: &str, other: &str) -> bool {
    let truth = |text: &str| match text.trim() {
        "1" | "true" | "yes" => Some(true),
        "0" | "false" | "no" => Some(false),
        _ => None,
    };
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let alike = match data_type {
        "boolean" => truth(one)
            .zip(truth(other))
            .map(|(one, other)| one == other),
        "ui1" | "ui2" | "ui4" | "i1" | "i2" | "i4" | "int" | "r4" | "r8" | "number" | "float" => {
            let close = |(one, other): (f64, f64)| (one - other).abs() < f64::EPSILON;
            number(one).zip(number(other)).map(close)
        }
        _ => None,
    };
    alike.unwrap_or(one == other)
}

/// The text has the form, in which `*` stands for anything.
fn like(form: &str, text: &str) -> bool {
    let mut parts = form.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last = "";
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or_default();
        last = part;
    }
    form.ends_with('*')
        || last.is_empty() && rest.is_empty()
        || text.ends_with(last) && !last.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_parts() {
        assert_eq!(parts("a, b"), ["a", "b"]);
        assert_eq!(parts(r"a\,b,c"), [r"a\,b", "c"]);
        assert!(parts("").is_empty());
    }

    #[test]
    fn texts_are_as_expected_or_not() {
        let of = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let boolean = Variable {
            data_type: "boolean".to_owned(),
            ..Variable::default()
        };
        let equals = |text: &str| Expected {
            equals: Some(text.to_owned()),
            ..Expected::default()
        };
        assert!(met(&of(&["true"]), &equals("1"), &boolean));
        assert!(!met(&of(&["0"]), &equals("1"), &boolean));
        assert!(!met(&of(&["1", "1"]), &equals("1"), &boolean));
        let unique = Expected {
            unique: true,
            ..Expected::default()
        };
        assert!(met(&of(&["a", "b"]), &unique, &Variable::default()));
        assert!(!met(&of(&["a", "b", "a"]), &unique, &Variable::default()));
        let within = Expected {
            at_least: Some("2".to_owned()),
            at_most: Some("3".to_owned()),
            ..Expected::default()
        };
        for (text, fits) in [("2", true), ("3.0", true), ("4", false), ("x", false)] {
            assert_eq!(
                met(&of(&[text]), &within, &Variable::default()),
                fits,
                "{text}"
            );
        }
    }

    #[test]
    fn forms_have_stars() {
        for (text, fits) in [
            ("http-get:*:audio/mpeg:*", true),
            ("a:b:c:d", true),
            ("a:b:c", false),
            ("", false),
        ] {
            assert_eq!(like("*:*:*:*", text), fits, "{text}");
        }
        assert!(like("a*c", "abc") && !like("a*c", "abd") && like("a", "a") && !like("a", "ab"));
    }
}
