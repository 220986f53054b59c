//! The kinds of symptom: what an observation says when ids, values and times are left out.

/// How many words of a text count.
const WORDS: usize = 16;

/// What came of an action, when that is what was observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// `success`, `fault 706` or `HTTP 404`.
    pub(super) kind: String,
    /// The state in which its object was afterwards, where that was looked at.
    pub(super) then: String,
}

impl Answer {
    /// Reads an observation that begins with the kind of answer; nothing when it speaks of something else.
    pub(super) fn read(observed: &str) -> Option<Self> {
        let end = observed.find([',', ':', ';']).unwrap_or(observed.len());
        let mut words = observed[..end].split_whitespace();
        let first = words.next()?;
        let kind = match first {
            "success" => first.to_owned(),
            "fault" | "HTTP" => {
                let code = words.next()?;
                code.parse::<u16>().ok()?;
                format!("{first} {code}")
            }
            status if status.starts_with("HTTP/1.") => {
                let code: u16 = words.next()?.parse().ok()?;
                format!("HTTP {code}")
            }
            _ => return None,
        };
        let then = observed.split_once(", then ").map_or("", |(_, rest)| rest);
        let then: String = then.chars().take_while(|c| c.is_alphanumeric()).collect();
        Some(Self { kind, then })
    }
}

/// The statuses that refuse a request whatever it says: the URL is dead, or wants something first.
const REFUSALS: [u16; 6] = [401, 403, 404, 407, 410, 503];

/// Why there is no answer at all, as exchanges say it.
const NO_ANSWER: [&str; 3] = [
    "the connection was refused",
    "the address cannot be reached",
    "no complete answer within the time allowed",
];

/// How a URL is dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dead {
    /// It answers with this status whatever it is asked.
    Status(u16),
    /// It does not answer.
    Silent(&'static str),
}

impl std::fmt::Display for Dead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Status(401) => f.write_str("HTTP 401; the device asks for HTTP authentication"),
            Self::Status(status) => write!(f, "HTTP {status}"),
            Self::Silent(why) => f.write_str(why),
        }
    }
}

/// How the URL is dead that a text speaks of, if it speaks of one.
pub(super) fn refusal(text: &str) -> Option<Dead> {
    let silent = NO_ANSWER.into_iter().find(|why| text.contains(why));
    silent
        .map(Dead::Silent)
        .or_else(|| status(text).map(Dead::Status))
}

/// The first status of HTTP in a text that refuses a request whatever it says.
fn status(text: &str) -> Option<u16> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '/' && c != '.');
    while let Some(word) = words.next() {
        if word == "HTTP" || word.starts_with("HTTP/1.") {
            let status = words.next()?.parse().ok()?;
            return REFUSALS.contains(&status).then_some(status);
        }
    }
    None
}

/// What was due: the code of the fault that is accepted first, or success.
pub(super) fn due(accepted: &[String]) -> &str {
    let code = accepted.iter().find_map(|one| {
        let rest = one.strip_prefix("fault ")?;
        rest.split(|c: char| !c.is_ascii_digit()).next()
    });
    code.unwrap_or("success")
}

/// The action that was asked, when that is how the sentence begins: `ReadMessage(MessageID="1")`, `SendMessage with …`.
pub(super) fn action(asked: &str) -> Option<&str> {
    let end = asked.find(|c: char| !c.is_ascii_alphanumeric());
    let name = &asked[..end.unwrap_or(asked.len())];
    // The standard's names have several words, each with a capital.
    let capitals = name.bytes().filter(u8::is_ascii_uppercase).count();
    let begins = name
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_uppercase());
    (begins && capitals > 1 && name.len() > capitals).then_some(name)
}

/// The first clause of a text without what is quoted, without words that have digits in them, and without the standard's
/// names of actions and variables.
pub(super) fn stripped(text: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (None, ';') => break,
            (None, '"' | '`') => quote = Some(c),
            (Some(open), c) if c == open => {
                quote = None;
                out.push(' ');
            }
            (Some(_), _) => {}
            (None, c) => out.push(c),
        }
    }
    let kept = out.split_whitespace().filter(|word| {
        !word.bytes().any(|byte| byte.is_ascii_digit())
            && word.chars().any(char::is_alphanumeric)
            && action(word).is_none()
    });
    let words: Vec<&str> = kept
        .take(WORDS)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    words.join(" ")
}

/// Where in a document something is wrong, and what: `NewMessages of GetNewMessages(), line 1 column 113,
/// /m:newMessages/newMessage[1]/messageID: …` gives `messageID` and the rest.
pub(super) fn place(observed: &str) -> Option<(&str, &str)> {
    let (_, rest) = observed.split_once(", line ")?;
    let (_, rest) = rest.split_once(", /")?;
    let (path, complaint) = rest.split_once(": ")?;
    let last = path.rsplit('/').next()?;
    let name = last.rsplit(':').next()?;
    Some((name.split('[').next()?, complaint))
}

/// How an observation says that a part of a document is not what was given: `subject "a" is lost; text "b" instead of "c"`.
const DIFFERS: [&str; 3] = ["is lost", "instead of", "was not among those sent"];

/// The parts that differ from what was given, where an observation says nothing else.
pub(super) fn differences(observed: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = observed;
    while !rest.is_empty() {
        let (part, more) = unquoted_split(rest);
        let name = part
            .split(' ')
            .find(|word| !word.bytes().all(|byte| byte.is_ascii_digit()));
        let differs = DIFFERS.iter().any(|words| part.contains(words));
        let Some(name) =
            name.filter(|name| differs && name.bytes().all(|it| it.is_ascii_alphabetic()))
        else {
            return Vec::new();
        };
        parts.push(name);
        rest = more;
    }
    parts
}

/// A text up to the first `; ` that is not quoted, and what is behind it.
fn unquoted_split(text: &str) -> (&str, &str) {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            ';' if !quoted && text[at..].starts_with("; ") => {
                return (&text[..at], &text[at + 2..]);
            }
            _ => {}
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_differ_are_named() {
        let observed = "subject \"a; \\\"b\" is lost; text \"x… (200 characters)\" instead of \"y\"; 1 attachments instead of 2";
        assert_eq!(differences(observed), ["subject", "text", "attachments"]);
        for other in [
            "",
            "fault 703",
            "session s1 is lost to \"us\"; HTTP 404",
            "subject \"a\" is shown",
        ] {
            assert_eq!(differences(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn answers_are_read() {
        let read = |text| Answer::read(text).map(|answer| (answer.kind, answer.then));
        let answer = |kind: &str, then: &str| Some((kind.to_owned(), then.to_owned()));
        assert_eq!(
            read("success, then Pending: it succeeded, and Pending was seen"),
            answer("success", "Pending")
        );
        assert_eq!(
            read("fault 703 \"Invalid Message\": fault 703 where it has to succeed"),
            None.or(answer("fault 703", ""))
        );
        assert_eq!(read("HTTP/1.1 404 Not Found"), answer("HTTP 404", ""));
        assert_eq!(read("HTTP 404"), answer("HTTP 404", ""));
        assert_eq!(read("sessionClass \"\""), None);
        assert_eq!(read("fault of some kind"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn refusals_are_statuses_that_do_not_depend_on_the_request() {
        assert_eq!(
            refusal("ReadMessage() gave HTTP 404: the body is empty"),
            Some(Dead::Status(404))
        );
        assert_eq!(
            refusal("HTTP/1.1 401 Unauthorized"),
            Some(Dead::Status(401))
        );
        let refused = refusal("SUBSCRIBE gave the connection was refused");
        assert_eq!(refused, Some(Dead::Silent(NO_ANSWER[0])));
        assert_eq!(refusal("HTTP 500: no fault"), None);
        assert_eq!(refusal("an HTTP URL"), None);
    }

    #[test]
    fn what_was_due_is_the_first_fault() {
        let accepted = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        assert_eq!(due(&accepted(&["fault 708", "fault 706 (R-59)"])), "708");
        assert_eq!(due(&accepted(&["success"])), "success");
        assert_eq!(due(&[]), "success");
    }

    #[test]
    fn actions_are_named_as_in_the_standard() {
        assert_eq!(action("ReadMessage(MessageID=\"1\")"), Some("ReadMessage"));
        assert_eq!(action("SendMessage in page mode"), Some("SendMessage"));
        assert_eq!(action("GET http://192.0.2.1/"), None);
        assert_eq!(action("Message"), None);
        assert_eq!(action("a message arrives"), None);
        assert_eq!(action(""), None);
    }

    #[test]
    fn values_are_left_out() {
        assert_eq!(
            stripped("session s1 of class \"SMS\" and status \"Pending\" is listed; s2 is listed"),
            "session of class and status is listed"
        );
        assert_eq!(stripped("b2m3 is listed: class \"SMS\""), "is listed class");
        assert_eq!(stripped("\"an open quote"), "");
    }

    #[test]
    fn places_in_documents() {
        let observed = "NewMessages of GetNewMessages(), line 1 column 113, /m:newMessages/newMessage[1]/messageID: `messageID` is `x-1`";
        assert_eq!(place(observed), Some(("messageID", "`messageID` is `x-1`")));
        let attribute = "X of Y(), line 1 column 1, /m:message/a/peer:id: `id` is empty";
        assert_eq!(place(attribute), Some(("id", "`id` is empty")));
        assert_eq!(place("fault 701"), None);
    }
}
