//! The upper tester.

use super::{Kind, Mode, RAW_ESCAPES, Seen, Step, endless, hang, whole};
use crate::reply::Reply;

const T: &[Kind] = &[Kind::Tester];

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new("tester-hanging", "the upper tester never answers", T, hang),
        Mode::new(
            "tester-endless",
            "the upper tester's answers never end",
            T,
            |_| {
                endless(
                    &Reply::new(200, "application/json", ""),
                    &vec![b' '; 1 << 20],
                )
            },
        ),
        Mode::new(
            "tester-escapes",
            "what the upper tester says controls terminals",
            T,
            escapes,
        ),
        Mode::new(
            "tester-not-json",
            "the upper tester answers with a page for people",
            T,
            |_| whole(&Reply::new(200, "text/html", "<html>")),
        ),
        Mode::new(
            "tester-fails",
            "the upper tester fails at everything",
            T,
            |_| {
                whole(&Reply::new(
                    200,
                    "application/json",
                    r#"{"status": "failed", "detail": "no telephone line"}"#,
                ))
            },
        ),
        Mode::new(
            "tester-lies",
            "the upper tester says done, and does nothing",
            T,
            |_| {
                whole(&Reply::new(
                    200,
                    "application/json",
                    r#"{"status": "done", "message_id": "1", "session_id": "1"}"#,
                ))
            },
        ),
        Mode::new(
            "tester-elsewhere",
            "the upper tester is redirected to a bystander's",
            T,
            |seen| {
                let url = format!("http://{}/upper-tester/x", seen.stage.bystander);
                whole(&Reply::new(307, "text/plain", "").header("LOCATION", &url))
            },
        ),
        Mode::new(
            "tester-deep",
            "the upper tester's JSON has 100 000 lists in one another",
            T,
            |_| {
                let nested = "[".repeat(100_000) + &"]".repeat(100_000);
                whole(&Reply::new(
                    200,
                    "application/json",
                    format!("{{\"status\": {nested}}}"),
                ))
            },
        ),
    ]
}

fn escapes(_: &Seen) -> Vec<Step> {
    let answer = serde_json::json!({
        "status": "failed",
        "detail": RAW_ESCAPES,
        "message_id": RAW_ESCAPES,
        "session_id": RAW_ESCAPES,
    });
    whole(&Reply::new(200, "application/json", answer.to_string()))
}
