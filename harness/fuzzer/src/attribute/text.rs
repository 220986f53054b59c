//! A shorter text that still shows a symptom.

use std::collections::BTreeMap;

use crate::mutate::{Token, join, subtree, tokenize};

/// Pieces of one size that are tried in vain, one after the other, before smaller ones are.
const IN_VAIN: usize = 24;

/// The same so often is left out at once.
const MANY: usize = 4;

/// Makes a text shorter: elements first, then attributes, then characters.
pub fn shrink(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    if !text.is_empty() && passes("") {
        return String::new();
    }
    let text = if text.contains('<') {
        attributes(elements(alike(text, passes), passes), passes)
    } else {
        text
    };
    characters(text, passes)
}

/// Tags and texts of which there are many that are the same are left out all at once.
fn alike(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    let mut tokens = tokenize(&text);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for token in &tokens {
        *counts.entry(token.as_str().to_owned()).or_default() += 1;
    }
    for (one, count) in counts {
        if count < MANY {
            continue;
        }
        let rest = tokens.iter().filter(|token| token.as_str() != one);
        let rest: Vec<Token> = rest.cloned().collect();
        if passes(&join(&rest)) {
            tokens = rest;
        }
    }
    join(&tokens)
}

/// Leaves elements out, with what is in them, or around what is in them.
fn elements(text: String, passes: &mut dyn FnMut(&str) -> bool) -> String {
    let mut tokens = tokenize(&text);
    let mut at = 0;
    let mut vain = 0;
    while at < tokens.len() && vain < 4 * IN_VAIN {
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
    for at in 0..tokens.len().min(64) {
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
