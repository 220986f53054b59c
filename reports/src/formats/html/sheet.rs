//! What all HTML pages share: their head and their style.

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("report.css");
/// The one script that a page may run.
const SCRIPT: &str = include_str!("report.js");
/// Its digest, SHA-256 in base 64: a browser runs nothing else.
const DIGEST: &str = "S/H6G7Zwp48Yf26o7TQxLBIMtwneC21oJR8p960M42Q=";

/// A page of this title: one file that neither loads nor runs anything.
pub(crate) fn sheet(title: &str, body: &Markup) -> String {
    page(title, body, false)
}

/// A page of this title that can be searched; without JavaScript it reads the same.
pub(super) fn searchable(title: &str, body: &Markup) -> String {
    page(title, body, true)
}

fn page(title: &str, body: &Markup, script: bool) -> String {
    // Nothing that a device sends may load or run anything, even if it found a way through the escaping.
    let policy = match script {
        true => {
            format!("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{DIGEST}'")
        }
        false => "default-src 'none'; style-src 'unsafe-inline'".to_owned(),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                title { "messaging-ctk: " (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (body)
                @if script { script { (PreEscaped(SCRIPT)) } }
            }
        }
    };
    page.into_string() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_policy_lets_exactly_the_script_run() {
        let digest = Sha256::digest(SCRIPT.as_bytes());
        let digest = base64::engine::general_purpose::STANDARD.encode(digest);
        assert_eq!(
            DIGEST, digest,
            "the script has changed: write its digest into DIGEST"
        );
        let page = searchable("x", &html! {});
        assert!(page.contains(&format!("<script>{SCRIPT}</script>")));
        assert!(page.contains(&format!("script-src 'sha256-{digest}'")));
        assert!(!sheet("x", &html! {}).contains("script"));
    }
}
