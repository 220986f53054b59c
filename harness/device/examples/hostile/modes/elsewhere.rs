//! What points the kit at somebody else.

use super::{Kind, Mode, Seen, Step, whole};
use crate::reply::Reply;

const D: &[Kind] = &[Kind::Description];
const S: &[Kind] = &[Kind::Scpd];
const C: &[Kind] = &[Kind::Control];

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new(
            "else-control",
            "controlURL is at a bystander's",
            D,
            |seen| pointed(seen, "controlURL", ""),
        ),
        Mode::new(
            "else-events",
            "eventSubURL is at a bystander's",
            D,
            |seen| pointed(seen, "eventSubURL", ""),
        ),
        Mode::new("else-scpd", "SCPDURL is at a bystander's", D, |seen| {
            pointed(seen, "SCPDURL", "")
        }),
        Mode::new(
            "else-userinfo",
            "controlURL names the device before an @, and a bystander after it",
            D,
            |seen| pointed(seen, "controlURL", "127.0.0.1:x@"),
        ),
        Mode::new("else-icon", "the icon is at a bystander's", D, |seen| {
            pointed(seen, "url", "")
        }),
        Mode::new("else-base", "URLBase is at a bystander's", D, base),
        Mode::new(
            "else-all",
            "every URL of the description is at a bystander's",
            D,
            all,
        ),
        Mode::new(
            "else-network-path",
            "controlURL begins with two slashes and a bystander",
            D,
            |seen| {
                let url = format!("//{}/control", seen.stage.bystander);
                whole(&seen.reply().element("controlURL", &url))
            },
        ),
        Mode::new(
            "else-redirect",
            "the description is redirected to a bystander's",
            D,
            redirect,
        ),
        Mode::new(
            "else-redirect-scpd",
            "the service description is redirected to a bystander's",
            S,
            redirect,
        ),
        Mode::new(
            "else-redirect-control",
            "every action is redirected to a bystander's",
            C,
            redirect,
        ),
        Mode::new(
            "else-redirect-circle",
            "the description is redirected to itself",
            D,
            |seen| {
                let reply = Reply::new(307, "text/plain", "");
                whole(&reply.header("LOCATION", &seen.stage.description_url()))
            },
        ),
    ]
}

fn pointed(seen: &Seen, name: &str, userinfo: &str) -> Vec<Step> {
    let url = format!("http://{userinfo}{}/{name}", seen.stage.bystander);
    whole(&seen.reply().element(name, &url))
}

fn base(seen: &Seen) -> Vec<Step> {
    let base = format!(
        "<URLBase>http://{}/</URLBase><device>",
        seen.stage.bystander
    );
    let reply = seen.reply().replaced("<device>", &base);
    // Relative to the base, wherever it leads.
    whole(&reply)
}

fn all(seen: &Seen) -> Vec<Step> {
    let mut reply = seen.reply();
    for name in [
        "SCPDURL",
        "controlURL",
        "eventSubURL",
        "url",
        "presentationURL",
        "manufacturerURL",
    ] {
        let url = format!("http://{}/{name}", seen.stage.bystander);
        reply = reply.element(name, &url);
    }
    whole(&reply)
}

fn redirect(seen: &Seen) -> Vec<Step> {
    let url = format!("http://{}/there", seen.stage.bystander);
    whole(&Reply::new(307, "text/plain", "").header("LOCATION", &url))
}
