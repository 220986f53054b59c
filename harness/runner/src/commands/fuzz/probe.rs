//! From DEVICE to what is fuzzed: descriptions read, services chosen, the bench proven.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use ctk_fuzzer::engine::{Driver, search};
use ctk_fuzzer::oracle::Known;
use ctk_fuzzer::policy::Policy;
use ctk_fuzzer::request::Request;
use ctk_fuzzer::subject::Subject;
use ctk_fuzzer::wire::{Came, Wire};
use ctk_model::document::{Context, read_capabilities};
use ctk_suite::service::Service;
use ctk_vectors::messaging_2::action;
use ctk_wire::Claim;
use ctk_wire::description::{self, Found};
use ctk_wire::http::Response;
use ctk_wire::scpd::{self, Scpd};
use ctk_wire::uri::HttpUrl;

use super::args::Around;
use super::bench::LiveBench;
use super::link::Link;
use crate::dut::probe_request::{Bench as BenchOf, ProbeRequest};
use crate::dut::profile::Profile;
use crate::dut::services::choose;
use crate::exit_code::Failure;
use crate::lab::address;
use crate::suggestion::suggestion;

/// What there is to fuzz.
pub struct Probed {
    /// Where it is.
    pub address: SocketAddr,
    /// Where we send from, if that was said.
    pub source: Option<IpAddr>,
    /// Its services, one or more.
    pub subjects: Vec<Subject>,
}

/// What fuzzing wants of a probe beyond the address.
const NOTHING: BenchOf = BenchOf {
    upper_tester: false,
    may_reset: false,
    long: false,
    exhaustive: false,
    model_steps: None,
};

/// Looks at the device.
///
/// # Errors
/// Exit code 3: it is not there, or hosts no such service; 2: an action that no service has.
pub fn probe(args: Around<'_>, only: &[String], bench: &mut LiveBench) -> Result<Probed, Failure> {
    let request = bench.with_embedded(|embedded| {
        ProbeRequest::new(args.device, &Profile::default(), embedded, NOTHING)
    })?;
    let (url, address) = address::reach(&request.url).map_err(Failure::incomplete)?;
    let source = args.device.interface;
    bench.listen(
        source
            .map_or_else(|| local_towards(address), Ok)
            .map_err(Failure::incomplete)?,
    );
    let mut link = Link::new(address, source);
    let answer = get(&mut link, bench, &url)?;
    let reading = description::read(&answer.body, &request.url, Some(&answer.head));
    let description = reading
        .map_err(|error| {
            Failure::incomplete(format!("{}: no device description ({error})", request.url))
        })?
        .value;
    let chosen = choose(&description, &request)?;
    let embedded = bench.embedded_url().is_some();
    let bench_proven = args.tester.may_reset(embedded) && bench.resets();
    let mut subjects = Vec::new();
    for found in &chosen {
        let scpd = service_description(&mut link, bench, found, description.claim);
        let subject = scpd.map(|scpd| subject(args, only, &url, found, &scpd, bench_proven));
        if let Some(subject) = subject.transpose()?.flatten() {
            subjects.push(with_claims(&mut link, bench, subject));
        }
    }
    if subjects.is_empty() {
        let types: Vec<&str> = chosen.iter().map(|found| &*found.service_type).collect();
        return Err(Failure::incomplete(format!(
            "{}: no service description of {} can be read at the device's own address",
            request.url,
            types.join(", ")
        )));
    }
    check_named(only, &args.device.invoke, &subjects)?;
    for subject in &mut subjects {
        subject.discoverable = answers_search(&mut link, subject);
    }
    Ok(Probed {
        address,
        source,
        subjects,
    })
}

/// Our address as the device sees it. Connecting a UDP socket sends nothing.
pub(super) fn local_towards(address: SocketAddr) -> Result<IpAddr, String> {
    let any: IpAddr = if address.is_ipv4() {
        std::net::Ipv4Addr::UNSPECIFIED.into()
    } else {
        std::net::Ipv6Addr::UNSPECIFIED.into()
    };
    UdpSocket::bind((any, 0))
        .and_then(|socket| {
            socket.connect(address)?;
            Ok(socket.local_addr()?.ip())
        })
        .map_err(|error| format!("no way to {address}: {error}"))
}

fn ask(link: &mut Link, bench: &LiveBench, subject: &Subject, request: &Request) -> Came {
    let serials = AtomicU64::new(1);
    let mut driver = Driver {
        wire: link,
        bench,
        subject,
        standing: std::sync::Arc::default(),
        patience: Duration::from_secs(30),
        serials: &serials,
        known: Known::default(),
    };
    driver.ask(request).0
}

fn get(link: &mut Link, bench: &LiveBench, url: &HttpUrl) -> Result<Response, Failure> {
    let subject = Subject {
        host: url.authority.clone(),
        ..Subject::default()
    };
    let request = Request::plain("GET", &url.target, Vec::new());
    match ask(link, bench, &subject, &request) {
        Came::Response(response) if response.head.status == 200 => Ok(*response),
        Came::Response(response) => Err(Failure::incomplete(format!(
            "{}{} answers HTTP {}",
            url.place(),
            url.target,
            response.head.status
        ))),
        Came::NoConnection(why) => Err(Failure::incomplete(format!(
            "{}: no connection: {why}",
            url.place()
        ))),
        _ => Err(Failure::incomplete(format!(
            "{}{} does not answer",
            url.place(),
            url.target
        ))),
    }
}

fn service_description(
    link: &mut Link,
    bench: &LiveBench,
    found: &Found,
    claim: Claim,
) -> Option<Scpd> {
    let url = HttpUrl::parse(&found.scpd_url).ok()?;
    let answer = get(link, bench, &url).ok()?;
    Some(scpd::read(&answer.body, claim).ok()?.value)
}

fn subject(
    args: Around<'_>,
    only: &[String],
    url: &HttpUrl,
    found: &Found,
    scpd: &Scpd,
    bench: bool,
) -> Result<Option<Subject>, Failure> {
    let own = |text: &str| {
        let parsed = HttpUrl::parse(text).ok()?;
        // Only the device that was named is fuzzed.
        (parsed.place() == url.place()).then(|| parsed.target.clone())
    };
    let Some(control) = own(&found.control_url) else {
        return Ok(None);
    };
    let service = Service::of(&found.service_type);
    let messaging = service.is_known();
    let actions = Subject::actions_of(scpd, messaging);
    Ok(Some(Subject {
        host: url.authority.clone(),
        description: url.target.clone(),
        control,
        event: own(&found.event_sub_url).unwrap_or_default(),
        service_type: service.spoken_type(&found.service_type),
        udn: found.udn.clone(),
        sessions: actions.iter().any(|one| one.name == action::GET_SESSIONS),
        actions,
        policy: Policy {
            messaging,
            bench: bench && messaging,
            invoke: args.device.invoke.clone(),
            protected: Vec::new(),
        },
        only: only.to_vec(),
        ..Subject::default()
    }))
}

/// What the device says it can, which documents are judged by.
fn with_claims(link: &mut Link, bench: &LiveBench, mut subject: Subject) -> Subject {
    let name = action::GET_MESSAGING_CAPABILITIES;
    if !subject.is_messaging() || subject.action(name).is_none() {
        return subject;
    }
    let call = ctk_fuzzer::call::Call::new(&subject.service_type, name, Vec::new());
    let request = Request::of_call(&subject.control, call);
    let serials = AtomicU64::new(1);
    let judged = Driver {
        wire: link,
        bench,
        subject: &subject,
        standing: std::sync::Arc::default(),
        patience: Duration::from_secs(30),
        serials: &serials,
        known: Known::default(),
    }
    .ask(&request)
    .2;
    let document = judged
        .meaning
        .outputs
        .first()
        .map(|(_, value)| value.clone());
    let read = document.and_then(|text| {
        read_capabilities(
            &text,
            ctk_model::document::Direction::Output,
            &Context::default(),
        )
        .value
    });
    if let Some(claims) = read {
        subject.context = Context {
            message_classes: claims.message_classes,
            session_classes: claims.session_classes,
            folders: claims.folders,
            secure_eventing: false,
        };
    }
    subject
}

/// What `--action` and `--invoke` name is there.
fn check_named(only: &[String], invoke: &[String], subjects: &[Subject]) -> Result<(), Failure> {
    let all: Vec<&str> = subjects
        .iter()
        .flat_map(|subject| subject.actions.iter().map(|action| &*action.name))
        .collect();
    let named = [("--action", only), ("--invoke", invoke)];
    for (flag, names) in named {
        if let Some(name) = names.iter().find(|name| !all.contains(&name.as_str())) {
            let hint = suggestion(name, all.iter().copied());
            return Err(Failure::usage(format!(
                "{flag} {name}: no service under test has this action{hint}; there are {}",
                all.join(", ")
            )));
        }
    }
    Ok(())
}

fn answers_search(link: &mut Link, subject: &Subject) -> bool {
    let text = search(subject);
    (0..2).any(|_| {
        let answer = link.search(text.as_bytes(), 1, Duration::from_millis(2000));
        answer.is_some()
    })
}
