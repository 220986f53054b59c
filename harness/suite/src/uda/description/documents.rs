//! 2.11: the documents are there, in one language or another, and stay as they are.

use std::collections::HashSet;

use ctk_model::expectation::Outcome;
use ctk_record::Judgement;

use super::fetched::fetched;
use crate::case::{Case, Phase};
use crate::judging::judgement::Stop;
use crate::passive::watch::judge_noticed;
use crate::tester::Tester;
use crate::tester::description::REPLY_MS;

pub(super) fn cases() -> Vec<Case> {
    vec![served(), language(), constant(), icons()]
}

/// The device description and every service description, each URL once.
fn urls(t: &Tester<'_>) -> Vec<String> {
    let dut = t.dut();
    let devices = dut.description.devices();
    let services = devices.iter().flat_map(|device| &device.services);
    let scpds = services.map(|service| service.scpd_url.as_str());
    let mut known = HashSet::new();
    std::iter::once(dut.description_url.as_str())
        .chain(scpds.filter(|url| !url.is_empty()))
        .filter(|url| known.insert(*url))
        .map(str::to_owned)
        .collect()
}

/// 2.11: a GET of LOCATION and of each SCPDURL is answered with the document, within 30 s.
fn served() -> Case {
    Case::new(
        "uda/description/served",
        "the device description and each service description are served",
    )
    .clause("2.11")
    .covers(&["UDA-DESC-01"])
    .body(|t| {
        for url in urls(t) {
            let fetched = t.descriptions().get(&url, &[])?;
            let in_time = fetched.elapsed_ms <= REPLY_MS;
            t.record(
                Judgement::met(
                    "UDA-DESC-01",
                    fetched.status() == 200 && !fetched.body().is_empty() && in_time,
                )
                .asked(format!("GET {}", fetched.url))
                .accepts(["200 and a document, within 30 s"])
                .observed(if in_time {
                    format!("{}, {} bytes", fetched.describe(), fetched.body().len())
                } else {
                    format!("{} after {} ms", fetched.describe(), fetched.elapsed_ms)
                })
                .exchanges([fetched.exchange]),
            )?;
        }
        Ok(())
    })
}

/// 2.11: CONTENT-LANGUAGE is said if, and only if, ACCEPT-LANGUAGE was. A service description has no language that could
/// be told, and 1.0 said less: a warning there.
fn language() -> Case {
    Case::new(
        "uda/description/language",
        "CONTENT-LANGUAGE is said if and only if ACCEPT-LANGUAGE was sent",
    )
    .clause("2.11")
    .covers(&["UDA-DESC-06"])
    .body(|t| {
        let description = t.dut().description_url.clone();
        let scpd = t.dut().scpd_url.clone();
        for url in [&description, &scpd] {
            for asks in [true, false] {
                let headers: &[(&str, &str)] = if asks {
                    &[("ACCEPT-LANGUAGE", "en")]
                } else {
                    &[]
                };
                let fetched = fetched(t, url, headers)?;
                let said = fetched.header("content-language").map(str::to_owned);
                let outcome = match (asks, &said) {
                    (true, None) if *url == description => t.lapse_since_1_1(),
                    (true, None) | (false, Some(_)) => Outcome::Warning,
                    _ => Outcome::Pass,
                };
                t.record(
                    Judgement::new("UDA-DESC-06", outcome)
                        .asked(format!(
                            "GET {url} {} ACCEPT-LANGUAGE",
                            if asks { "with" } else { "without" }
                        ))
                        .accepts(if asks {
                            &["CONTENT-LANGUAGE"]
                        } else {
                            &["no CONTENT-LANGUAGE"]
                        })
                        .observed(match said {
                            Some(language) => format!("CONTENT-LANGUAGE: {language}"),
                            None => "no CONTENT-LANGUAGE".to_owned(),
                        })
                        .exchanges([fetched.exchange]),
                )?;
            }
        }
        Ok(())
    })
}

/// 2: what was advertised stays as it is. Localized names may change, so that another text is no more than a warning.
fn constant() -> Case {
    Case::new(
        "uda/description/constant",
        "the device description is the same each time",
    )
    .clause("2")
    .covers(&["UDA-DESC-40"])
    .body(|t| {
        let url = t.dut().description_url.clone();
        let first = fetched(t, &url, &[])?;
        let second = fetched(t, &url, &[])?;
        let outcome = if first.body() == second.body() {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        let at = first
            .body()
            .iter()
            .zip(second.body())
            .position(|(one, other)| one != other)
            .unwrap_or_else(|| first.body().len().min(second.body().len()));
        t.record(
            Judgement::new("UDA-DESC-40", outcome)
                .asked(format!("GET {url}, twice"))
                .accepts(["the same bytes"])
                .observed(match outcome {
                    Outcome::Pass => "the same bytes".to_owned(),
                    _ => format!("other bytes from offset {at} on"),
                })
                .exchanges([first.exchange, second.exchange]),
        )
    })
}

/// 2.3: an icon is what its entry says, and can be fetched.
fn icons() -> Case {
    Case::new(
        "uda/description/icons",
        "each icon has a media type, a size and a URL that serves it",
    )
    .clause("2.3")
    .covers(&["UDA-DESC-29"])
    .phase(Phase::Last)
    .body(|t| {
        if !t.has_noticed("UDA-DESC-29")? {
            return Err(Stop::NotApplicable("the device has no icon".to_owned()));
        }
        let devices = t.dut().description.devices();
        let icons: Vec<_> = devices.iter().flat_map(|device| &device.icons).collect();
        for icon in icons.into_iter().take(8) {
            let fetched = t.descriptions().request("GET", &icon.url, &[])?;
            let said = fetched.header("content-type").unwrap_or("no CONTENT-TYPE");
            let media = said.split(';').next().unwrap_or_default().trim();
            let fits = fetched.status() == 200 && media.eq_ignore_ascii_case(&icon.media_type);
            t.record(
                Judgement::met_or("UDA-DESC-29", fits, Outcome::Warning)
                    .asked(format!("GET {}", icon.url))
                    .accepts([&format!("200 and {}", icon.media_type)])
                    .observed(format!("{}, {said}", fetched.describe()))
                    .exchanges([fetched.exchange]),
            )?;
        }
        judge_noticed(t, "UDA-DESC-29")
    })
}
