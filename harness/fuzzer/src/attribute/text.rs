//! A shorter text that still shows a symptom.

use super::reduce;
use crate::mutate::{Token, join, subtree, tokenize};

/// Pieces of one size that are tried in vain, one after the other, before smaller ones are.
const IN_VAIN: usize = 24;

/// Bytes of a text that may matter by its length alone.
const LONG: usize = 512;

/// The same so often is left out at once.
const MANY: usize = 4;

/// Makes a text shorter: lines first, elements, then attributes, its ends, what repeats, then characters.
pub fn shrink(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    if !text.is_empty() && passes("") {
        return String::new();
    }
    // Where the length alone matters, all else is beside the point.
    let plain = "A".repeat(text.len());
    if text.len() > LONG && (text == plain || passes(&plain)) {
        return ends(plain, passes);
    }
    let text = lines(text, passes);
    let text = if text.contains('<') {
        attributes(elements(alike_tokens(&text, passes), passes), passes)
    } else {
        text
    };
    let text = ends(text, passes);
    let text = alike_characters(&text, passes);
    plainer(characters(text, passes), passes)
}

/// Leaves lines out, of a datagram or of what else has lines as HTTP has them.
fn lines(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    if !text.contains("\r\n") {
        return text;
    }
    let all: Vec<&str> = text.split_inclusive('\n').collect();
    reduce(all, &mut |part| passes(&part.concat())).concat()
}

/// The plainest text of the same length, where it is the length that matters: odd characters take more room on the wire.
fn plainer(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    let plain = "A".repeat(text.len());
    if text.len() < MANY || text == plain || !passes(&plain) {
        return text;
    }
    ends(plain, passes)
}

fn alike_tokens(text: &str, passes: &mut dyn FnMut(&str) -> bool) -> String {
    join(&alike(tokenize(text), &mut |tokens| passes(&join(tokens))))
}

fn alike_characters(text: &str, passes: &mut dyn FnMut(&str) -> bool) -> String {
    let left = alike(text.chars().collect(), &mut |chars: &[char]| {
        passes(&chars.iter().collect::<String>())
    });
    left.into_iter().collect()
}

/// What stands there many times is left out all at once, or as many of it as can be.
fn alike<T: Clone + PartialEq>(mut items: Vec<T>, passes: &mut dyn FnMut(&[T]) -> bool) -> Vec<T> {
    for one in repeated(&items) {
        let count = items.iter().filter(|item| **item == one).count();
        let mut cut = |items: &mut Vec<T>, keep: usize| {
            let rest = first_of(items, &one, keep);
            let passes = passes(&rest);
            if passes {
                *items = rest;
            }
            passes
        };
        // Where not even the last can go, fewer cannot either.
        if cut(&mut items, 0) || !cut(&mut items, count - 1) {
            continue;
        }
        let (mut low, mut high) = (0, count - 1);
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if cut(&mut items, middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }
    items
}

/// Each item that stands there [`MANY`] times or more.
fn repeated<T: Clone + PartialEq>(items: &[T]) -> Vec<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|(known, _)| known == item) {
            Some((_, count)) => *count += 1,
            None => counts.push((item.clone(), 1)),
        }
    }
    counts.retain(|(_, count)| *count >= MANY);
    counts.into_iter().map(|(item, _)| item).collect()
}

/// All items, but of those that equal this one only the first few.
fn first_of<T: Clone + PartialEq>(items: &[T], one: &T, keep: usize) -> Vec<T> {
    let mut seen = 0;
    let kept = items.iter().filter(|item| {
        seen += usize::from(*item == one);
        *item != one || seen <= keep
    });
    kept.cloned().collect()
}

/// Cuts the end off, then the beginning, each by halves.
fn ends(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for from_end in [true, false] {
        let all = chars.clone();
        let part = |keep: usize| {
            if from_end {
                &all[..keep]
            } else {
                &all[all.len() - keep..]
            }
        };
        let (mut low, mut high) = (0, all.len());
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if passes(&part(middle).iter().collect::<String>()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        chars = part(high).to_vec();
    }
    chars.into_iter().collect()
}

/// Leaves elements out, with what is in them, or around what is in them.
fn elements(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    let mut tokens = tokenize(&text);
    let mut at = 0;
    let mut vain = 0;
    let many = repeated(&tokens);
    while at < tokens.len() && vain < 4 * IN_VAIN {
        if many.contains(&tokens[at]) {
            at += 1;
            continue;
        }
        let end = subtree(&tokens, at).min(tokens.len());
        let without: Vec<Token> = tokens[..at].iter().chain(&tokens[end..]).cloned().collect();
        if passes(&join(&without)) {
            tokens = without;
            continue;
        }
        if end > at + 2 {
            let mut bare = tokens.clone();
            bare.remove(end - 1);
            bare.remove(at);
            if passes(&join(&bare)) {
                tokens = bare;
                continue;
            }
        }
        vain += 1;
        at += 1;
    }
    join(&tokens)
}

/// Leaves attributes out, all or the last ones of a tag.
fn attributes(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    let mut tokens = tokenize(&text);
    let many = repeated(&tokens);
    for at in 0..tokens.len().min(64) {
        if many.contains(&tokens[at]) {
            continue;
        }
        let Some(name) = tokens[at].opens().map(str::to_owned) else {
            continue;
        };
        if !tokens[at].as_str().contains('=') {
            continue;
        }
        let plain = Token::Markup(format!("<{name}>"));
        let before = std::mem::replace(&mut tokens[at], plain);
        if !passes(&join(&tokens)) {
            tokens[at] = before;
        }
    }
    join(&tokens)
}

/// Leaves characters out, in ever smaller pieces.
fn characters(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let mut size = chars.len().div_ceil(2);
    while size > 0 && !chars.is_empty() {
        let mut at = 0;
        let mut vain = 0;
        while at < chars.len() && vain < IN_VAIN {
            let end = (at + size).min(chars.len());
            // Another piece of the same is no other try.
            let repeats = at > 0
                && at + size <= chars.len()
                && at >= size
                && chars[at..end] == chars[at - size..at]
                && vain > 0;
            if repeats {
                at = end;
                continue;
            }
            let rest: String = chars[..at].iter().chain(&chars[end..]).collect();
            if passes(&rest) {
                chars.drain(at..end);
                vain = 0;
            } else {
                at = end;
                vain += 1;
            }
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
    chars.into_iter().collect()
}
