//! What texts and subjects say: by turns plain, and of the kinds that bugs hide behind. Which kind it is follows from the
//! word in it, that is, from the run's seed.

use ctk_vectors::messaging_2::message_class;

/// A text with this word in it.
type Make = fn(&str) -> String;

/// Every network carries these: they are letters, blanks, line breaks and signs of GSM 03.38.
const PLAIN: &[Make] = &[
    |w| format!("Text {w} of the conformance test kit"),
    |w| format!("{w} one\ntwo\n\nfour"),
    |w| format!("  {w} between blanks "),
    |w| format!("{w} <b>a & b</b> &amp; &lt; \"c\" 'd'"),
    |w| format!("{w}  two   three; a,b:c/d 100%25"),
    |w| format!("007 {w} \u{e9}\u{e0}\u{e4}\u{f6}\u{fc}\u{df}\u{f1} \u{a3}"),
];

/// What a network of Unicode carries besides; what is beyond the Basic Multilingual Plane it may refuse.
const WIDE: &[Make] = &[
    |w| format!("{w} e\u{301}a\u{308} decomposed"),
    |w| format!("{w} \u{5e9}\u{5dc}\u{5d5}\u{5dd} right to left"),
];

/// On one line, without outer blanks: what every header of a message carries.
const LINES: &[Make] = &[
    |w| format!("Subject {w}"),
    |w| format!("{w} & Sons < Co"),
    |w| format!("{w}  \"two\"   blanks"),
    |w| format!("{w} \u{e9}\u{f6} e\u{301}"),
];

/// A text for a message of this class.
pub(super) fn text(class: &str, word: &str) -> String {
    let all: Vec<Make> = match class {
        message_class::INSTANT_MESSAGE | message_class::E_MAIL => [PLAIN, WIDE].concat(),
        _ => PLAIN.to_vec(),
    };
    pick(&all, word)(word)
}

/// A subject.
pub(super) fn subject(word: &str) -> String {
    pick(LINES, word)(word)
}

fn pick(all: &[Make], word: &str) -> Make {
    let sum: usize = word.bytes().map(usize::from).sum();
    all[sum % all.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_its_text_and_words_differ_in_kind() {
        let words: Vec<String> = (0..64).map(|at| format!("ctk{:08x}", at * 7919)).collect();
        for class in [message_class::SMS, message_class::E_MAIL] {
            let texts: Vec<String> = words.iter().map(|word| text(class, word)).collect();
            assert!(words.iter().zip(&texts).all(|(word, it)| it.contains(word)));
            assert!(texts.iter().any(|it| it.contains('\n')));
            assert!(texts.iter().any(|it| it.contains("&amp;")));
        }
        let wide = |it: &String| it.chars().any(|c| u32::from(c) > 0xff);
        assert!(
            !words
                .iter()
                .any(|word| wide(&text(message_class::SMS, word)))
        );
        assert!(
            words
                .iter()
                .any(|word| wide(&text(message_class::E_MAIL, word)))
        );
        assert!(words.iter().all(|word| !subject(word).contains('\n')));
    }
}
