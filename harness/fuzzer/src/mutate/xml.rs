//! Changes to an XML document inside an argument.

use fastrand::Rng;

use super::tokens::{Token, join, subtree, tokenize};
use crate::grammar::{Seeds, odd_number, odd_text, odd_uri};

/// What a change did, for labels.
type Did = &'static str;

/// Changes the document in one way; what was done.
pub fn mutate_document(text: &mut String, seeds: &Seeds, rng: &mut Rng) -> Did {
    let mut tokens = tokenize(text);
    let did = match rng.u32(..21) {
        0..=5 => value(&mut tokens, rng),
        6 => remove(&mut tokens, rng),
        7 => repeat(&mut tokens, rng),
        8 => swap(&mut tokens, rng),
        9 => splice(&mut tokens, seeds, rng),
        10 => nest(&mut tokens, rng),
        11 => rename(&mut tokens, rng),
        12 => attribute(&mut tokens, rng),
        13 => insert(&mut tokens, rng),
        14 => doctype(&mut tokens, rng),
        15 => declaration(&mut tokens, rng),
        16 => namespace(&mut tokens, rng),
        17 => break_one(&mut tokens, rng),
        18 => empty(&mut tokens, rng),
        19 => outside(&mut tokens, rng),
        _ => return flip(text, rng),
    };
    *text = join(&tokens);
    did
}

fn chosen(tokens: &[Token], rng: &mut Rng, fits: impl Fn(&Token) -> bool) -> Option<usize> {
    let fitting: Vec<usize> = (0..tokens.len()).filter(|at| fits(&tokens[*at])).collect();
    let some = fitting.len();
    (some > 0).then(|| fitting[rng.usize(..some)])
}

fn element(tokens: &[Token], rng: &mut Rng) -> usize {
    chosen(tokens, rng, |token| token.opens().is_some()).unwrap_or(0)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The value of a leaf becomes an odd one.
fn value(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    let (odd, did) = match rng.u32(..10) {
        0 => (odd_uri(rng), "odd-uri"),
        1 => ("{{session}}".to_owned(), "other-id"),
        2 => ("{{message}}".to_owned(), "other-id"),
        3 => ("{{known}}".to_owned(), "other-id"),
        _ => {
            let odd = odd_text(rng);
            let did = if odd.len() > 60 {
                "long-value"
            } else {
                "odd-value"
            };
            (odd, did)
        }
    };
    let odd = if rng.u32(..12) == 0 {
        odd
    } else {
        escaped(&odd)
    };
    let leaves: Vec<usize> = (1..tokens.len())
        .filter(|at| tokens[at - 1].opens().is_some() && tokens[*at].closes().is_some())
        .collect();
    let texts: Vec<usize> = (0..tokens.len())
        .filter(|at| matches!(&tokens[*at], Token::Text(text) if !text.trim().is_empty()))
        .collect();
    let all = leaves.len() + texts.len();
    if all == 0 {
        tokens.push(Token::Text(odd));
        return did;
    }
    let at = rng.usize(..all);
    if at < texts.len() {
        let place = &mut tokens[texts[at]];
        // A number is misread as a number more often than as a text.
        let number = place.as_str().bytes().all(|byte| byte.is_ascii_digit());
        if number && rng.bool() {
            *place = Token::Text(odd_number(rng));
            return "odd-value";
        }
        *place = Token::Text(odd);
    } else {
        tokens.insert(leaves[at - texts.len()], Token::Text(odd));
    }
    did
}

fn remove(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    let at = element(tokens, rng);
    let end = subtree(tokens, at).min(tokens.len());
    tokens.drain(at.min(end)..end);
    "removed"
}

fn repeat(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    let at = element(tokens, rng);
    let end = subtree(tokens, at).min(tokens.len());
    let part = tokens[at.min(end)..end].to_vec();
    let size: usize = part.iter().map(|token| token.as_str().len()).sum();
    let (times, did) = match rng.u32(..4) {
        0 => ((64 * 1024 / size.max(1)).min(400), "repeated-often"),
        1 => (1 + rng.usize(..32), "repeated"),
        _ => (1, "repeated"),
    };
    let more: Vec<Token> = (0..times).flat_map(|_| part.clone()).collect();
    tokens.splice(end..end, more);
    did
}

fn swap(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    let first = element(tokens, rng);
    let end = subtree(tokens, first).min(tokens.len());
    let part: Vec<Token> = tokens.drain(first.min(end)..end).collect();
    let to = rng.usize(..=tokens.len());
    tokens.splice(to..to, part);
    "moved"
}

fn splice(tokens: &mut Vec<Token>, seeds: &Seeds, rng: &mut Rng) -> Did {
    let Some(other) = seeds.other(rng).map(tokenize) else {
        return "spliced";
    };
    let from = element(&other, rng);
    let end = subtree(&other, from).min(other.len());
    let to = element(tokens, rng);
    let until = if rng.bool() {
        subtree(tokens, to).min(tokens.len())
    } else {
        to
    };
    tokens.splice(to.min(until)..until, other[from.min(end)..end].to_vec());
    "spliced"
}

fn nest(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    let at = element(tokens, rng);
    let end = subtree(tokens, at).min(tokens.len());
    let depth = [2, 8, 64, 300, 3000][rng.usize(..5)];
    let open: Vec<Token> = vec![Token::Markup("<n>".into()); depth];
    let close: Vec<Token> = vec![Token::Markup("</n>".into()); depth];
    tokens.splice(end..end, close);
    tokens.splice(at.min(end)..at.min(end), open);
    "nested"
}

fn rename(tokens: &mut [Token], rng: &mut Rng) -> Did {
    let names = [
        "x",
        "messageID",
        "n:x",
        "MESSAGE",
        "peer:id",
        "1",
        "xml",
        "é",
    ];
    let other = names[rng.usize(..names.len())];
    let at = element(tokens, rng);
    let end = subtree(tokens, at);
    let Some(name) = tokens.get(at).and_then(Token::opens).map(str::to_owned) else {
        return "renamed";
    };
    let text = tokens[at].as_str().replacen(&name, other, 1);
    tokens[at] = Token::Markup(text);
    if end > at + 1 && rng.u32(..4) > 0 {
        tokens[end - 1] = Token::Markup(format!("</{other}>"));
    }
    "renamed"
}

fn attribute(tokens: &mut [Token], rng: &mut Rng) -> Did {
    let at = element(tokens, rng);
    let odd = escaped(&odd_text(rng)).replace('"', "&quot;");
    let names = [
        "x",
        "time",
        "type",
        "peer:type",
        "xmlns",
        "xmlns:y",
        "xml:lang",
        "xsi:nil",
    ];
    let name = names[rng.usize(..names.len())];
    let added = match rng.u32(..6) {
        0 => format!(" {name}=\"{odd}\" {name}=\"1\""),
        1 => (0..200).map(|n| format!(" a{n}=\"1\"")).collect(),
        _ => format!(" {name}=\"{odd}\""),
    };
    if let Some(Token::Markup(text)) = tokens.get_mut(at)
        && let Some(before) = text.strip_suffix('>')
    {
        *text = format!("{}{added}>", before.trim_end_matches('/'));
    }
    "attribute"
}

fn insert(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    const PIECES: [&str; 12] = [
        "<!-- x -->",
        "<![CDATA[<x>]]>",
        "<?ctk x?>",
        "&e;",
        "&#0;",
        "&#xD800;",
        "<x:include href=\"{{canary}}\" xmlns:x=\"http://www.w3.org/2001/XInclude\"/>",
        "<v:x xmlns:v=\"urn:v\"/>",
        "\u{0}",
        "]]>",
        "<!-- -- -->",
        "<?xml version=\"1.0\"?>",
    ];
    let to = rng.usize(..=tokens.len());
    tokens.insert(
        to,
        Token::Text(PIECES[rng.usize(..PIECES.len())].to_owned()),
    );
    "inserted"
}

fn doctype(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    let (text, use_it) = match rng.u32(..4) {
        0 => (
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"{{canary}}\">]>".to_owned(),
            true,
        ),
        1 => ("<!DOCTYPE x SYSTEM \"{{canary}}\">".to_owned(), false),
        2 => {
            let mut text = String::from("<!DOCTYPE x [<!ENTITY e0 \"x\">");
            for level in 1..12 {
                let before = format!("&e{};", level - 1).repeat(10);
                text.push_str(&format!("<!ENTITY e{level} \"{before}\">"));
            }
            text.push_str("<!ENTITY e \"&e11;\">]>");
            (text, true)
        }
        _ => ("<!DOCTYPE x [<!ENTITY e \"x\">]>".to_owned(), true),
    };
    let at = usize::from(
        tokens
            .first()
            .is_some_and(|first| first.as_str().starts_with("<?xml")),
    );
    tokens.insert(at.min(tokens.len()), Token::Text(text));
    if use_it && let Some(at) = chosen(tokens, rng, |token| token.closes().is_some()) {
        tokens.insert(at, Token::Text("&e;".to_owned()));
    }
    "doctype"
}

fn declaration(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    const DECLARATIONS: [&str; 8] = [
        "",
        "<?xml version=\"1.1\"?>",
        "<?xml version=\"9.9\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
        "<?xml version=\"1.0\" encoding=\"x\"?>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
        "<?xml version=\"1.0\" standalone=\"maybe\"?>",
        "<?xml?>",
    ];
    let text = DECLARATIONS[rng.usize(..DECLARATIONS.len())].to_owned();
    match tokens.first_mut() {
        Some(first) if first.as_str().starts_with("<?xml") => *first = Token::Markup(text),
        _ => tokens.insert(0, Token::Markup(text)),
    }
    "declaration"
}

fn namespace(tokens: &mut [Token], rng: &mut Rng) -> Did {
    const OTHERS: [&str; 5] = [
        "urn:schemas-upnp-org:phone:peer",
        "urn:schemasupnporg:phone:messaging",
        "",
        "urn:x",
        "http://www.w3.org/XML/1998/namespace",
    ];
    let other = OTHERS[rng.usize(..OTHERS.len())];
    for token in tokens.iter_mut() {
        if let Token::Markup(text) = token
            && text.contains("urn:schemas-upnp-org:phone:messaging")
        {
            *text = text.replace("urn:schemas-upnp-org:phone:messaging", other);
            break;
        }
    }
    "namespace"
}

/// One piece of markup is not closed, or missing.
fn break_one(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    let Some(at) = chosen(tokens, rng, |token| matches!(token, Token::Markup(_))) else {
        return "broken";
    };
    match rng.u32(..3) {
        0 => {
            tokens.remove(at);
        }
        1 => tokens.truncate(at),
        _ => {
            let text = tokens[at].as_str();
            let short = text[..text.char_indices().last().map_or(0, |(last, _)| last)].to_owned();
            tokens[at] = Token::Markup(short);
        }
    }
    "broken"
}

fn empty(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    let at = element(tokens, rng);
    let end = subtree(tokens, at).min(tokens.len());
    if end > at + 2 {
        tokens.drain(at + 1..end - 1);
    }
    "emptied"
}

/// Something stands behind the end of the document, or before its beginning.
fn outside(tokens: &mut Vec<Token>, rng: &mut Rng) -> Did {
    const PIECES: [&str; 7] = [
        "x",
        "\u{0}",
        "<x/>",
        "<!-- x -->",
        "]]>",
        "&amp;",
        "<?xml version=\"1.0\"?>",
    ];
    let piece = match rng.u32(..4) {
        0 => escaped(&odd_text(rng)),
        _ => PIECES[rng.usize(..PIECES.len())].to_owned(),
    };
    let at = match rng.u32(..4) {
        0 => element(tokens, rng).min(1),
        _ => tokens.len(),
    };
    tokens.insert(at, Token::Text(piece));
    "outside"
}

/// A character becomes another.
fn flip(text: &mut String, rng: &mut Rng) -> Did {
    let mut chars: Vec<char> = text.chars().collect();
    if !chars.is_empty() {
        let at = rng.usize(..chars.len());
        match rng.u32(..3) {
            0 => {
                chars.remove(at);
            }
            1 => chars[at] = rng.char('!'..='~'),
            _ => chars.insert(at, ['\u{0}', '<', '&', '"', '\u{ff}', ' '][rng.usize(..6)]),
        }
    }
    *text = chars.into_iter().collect();
    "flipped"
}
