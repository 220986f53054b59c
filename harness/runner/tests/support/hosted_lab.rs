//! A lab whose only device is a hosted one in the same process, with a clock that stands still unless something waits.

use std::sync::Arc;

use ctk_device::hosted::{Hosted, Told};
use ctk_model::expectation::RulingOverrides;
use ctk_record::{Finding, Judgement};
use ctk_suite::lab::{Answer, Ask, HttpAnswer, HttpAsk, Lab, LabError, Noticed, Notification};
use ctk_suite::under_test::{DeviceUnderTest, Dut, Ics, ServiceUnderTest};
use ctk_wire::http::{Limits, ResponseReader};
use ctk_wire::{description, scpd};

const HOST: &str = "http://192.0.2.8:80";

/// The lab.
pub(crate) struct HostedLab {
    hosted: Hosted,
    exchange: u32,
    now_ms: u64,
    inboxes: u32,
    told: Vec<Told>,
    drawn: u64,
}

impl HostedLab {
    /// With this device.
    pub(crate) fn new(hosted: Hosted) -> Self {
        Self {
            hosted,
            exchange: 0,
            now_ms: 0,
            inboxes: 0,
            told: Vec::new(),
            drawn: 0,
        }
    }

    /// Another case begins.
    pub(crate) fn next_case(&mut self) {
        self.exchange = 0;
    }

    fn http(&mut self, ask: &HttpAsk) -> HttpAnswer {
        let target = ask.url.strip_prefix(HOST).unwrap_or("/nowhere");
        let (bytes, told) = self
            .hosted
            .answer(&ask.method, target, &ask.headers, &ask.body);
        self.told.extend(told);
        self.exchange += 1;
        HttpAnswer {
            exchange: self.exchange,
            bytes,
            closed: true,
            failure: None,
            at_ms: self.now_ms,
            elapsed_ms: 0,
        }
    }

    fn arrived(
        &mut self,
        inbox: u32,
        from: usize,
        count: usize,
        wait_ms: u64,
    ) -> Vec<Notification> {
        let url = inbox_url(inbox);
        let of_it: Vec<&Told> = self.told.iter().filter(|told| told.to == url).collect();
        if of_it.len() < from + count {
            self.now_ms += wait_ms;
        }
        let mut taken = Vec::new();
        for told in of_it.into_iter().skip(from) {
            self.exchange += 1;
            taken.push(Notification {
                exchange: self.exchange,
                bytes: told.bytes.clone(),
                from: "192.0.2.8:5000".to_owned(),
                at_us: self.now_ms * 1000,
                answered: 200,
                failure: None,
            });
        }
        taken
    }
}

fn inbox_url(inbox: u32) -> String {
    format!("http://192.0.2.7:8000/{inbox}")
}

impl Lab for HostedLab {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        Ok(match ask {
            Ask::Http(ask) => Answer::Http(self.http(ask)),
            Ask::Now => Answer::Number(self.now_ms),
            Ask::Draw => {
                self.drawn += 1;
                Answer::Number(self.drawn)
            }
            Ask::Pause { ms } => {
                self.now_ms += ms;
                Answer::Done
            }
            Ask::OpenInbox { .. } => {
                self.inboxes += 1;
                Answer::Opened {
                    id: self.inboxes,
                    url: inbox_url(self.inboxes),
                }
            }
            Ask::InboxAnswers { .. } | Ask::Window | Ask::Turn { .. } => Answer::Done,
            Ask::Inbox {
                inbox,
                from,
                count,
                wait_ms,
            } => Answer::Notifications(self.arrived(*inbox, *from, *count, *wait_ms)),
            Ask::Noticed { .. } => Answer::Noticed(Noticed {
                checked: 1,
                findings: Vec::new(),
            }),
            other => return Err(LabError::Unavailable(format!("not in this lab: {other:?}"))),
        })
    }

    fn notice(&mut self, _: u32, _: &[String], _: &[Finding]) {}

    fn judged(&mut self, _: &Judgement) {}

    fn clean_up_begins(&mut self) {}
}

/// The device in the lab, with all of its actions allowed.
pub(crate) fn under_test(lab: &mut HostedLab) -> Dut {
    let get = |lab: &mut HostedLab, target: &str| {
        let (bytes, _) = lab.hosted.answer("GET", target, &[], &[]);
        let mut reader = ResponseReader::new(Limits::default(), "GET");
        reader.feed(&bytes).expect("it is HTTP");
        reader.take().expect("it is complete")
    };
    let read = get(lab, "/device.xml");
    let url = format!("{HOST}/device.xml");
    let description = description::read(&read.body, &url, Some(&read.head))
        .expect("a description")
        .value;
    let read = get(lab, "/service.xml");
    let scpd = scpd::read(&read.body, description.claim)
        .expect("a service description")
        .value;
    let found = description.find_services("").remove(0);
    let actions: Vec<String> = scpd
        .actions
        .iter()
        .map(|action| action.name.clone())
        .collect();
    let device = DeviceUnderTest {
        description_url: url,
        resolved: None,
        claim: description.claim,
        server: String::new(),
        stimuli: None,
        upper_tester: false,
        far_side_waits: false,
        stimuli_at_once: false,
        settle_ms: 0,
        delivery_ms: 0,
        two_addresses: false,
        multicast: false,
        rulings: RulingOverrides::default(),
        long: false,
        exhaustive: false,
        model_steps: None,
        invoked: actions.clone(),
        description,
    };
    let service = ServiceUnderTest {
        device: Arc::new(device),
        udn: found.udn,
        service_type: found.service_type,
        control_url: found.control_url,
        event_url: found.event_sub_url,
        scpd_url: found.scpd_url,
        scpd: Some(scpd),
        ics: Ics {
            actions,
            ..Ics::default()
        },
        recipients: std::collections::BTreeMap::new(),
    };
    Dut::new(service, Vec::new())
}
