use fastrand::Rng;

use super::*;
use crate::grammar::{Seeds, document};

#[test]
fn tokens_are_the_text() {
    let text = "<?xml?><a b=\"1\"><!-- <c> --><c>x</c><![CDATA[<d>]]></a>tail<";
    let tokens = tokenize(text);
    assert_eq!(join(&tokens), text);
    let a = tokens
        .iter()
        .position(|token| token.opens() == Some("a"))
        .expect("it is there");
    let end = subtree(&tokens, a);
    assert_eq!(tokens[end - 1].closes(), Some("a"));
}

/// Whatever a mutation meets, it comes to an end with something; and it is bounded.
#[test]
fn anything_can_be_mutated_again_and_again() {
    let seeds = Seeds::of_vectors();
    let mut rng = Rng::with_seed(3);
    let mut text = document("message", 4, &mut rng);
    for round in 0..600 {
        mutate_document(&mut text, &seeds, &mut rng);
        if text.len() > 200_000 || round % 40 == 0 {
            text = document("recipientsList", 4, &mut rng);
        }
    }
    for odd in ["", "<", "</", "<a", "a", "&", "é<é>é</é>"] {
        for _ in 0..200 {
            mutate_document(&mut odd.to_owned(), &seeds, &mut rng);
        }
    }
}
