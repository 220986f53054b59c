//! The verbs of discovery: searching, and listening to what the device tells everybody.

mod answered;
mod by_tcp;
mod in_vain;
mod odd;

use std::net::{IpAddr, SocketAddr};

use ctk_record::Suspect;
use ctk_vectors::{stimulus, waits};
use ctk_wire::ssdp::{self, Kind, Message, Search, SsdpError};
use ctk_wire::uri::HttpUrl;
use serde_json::json;

use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, ControlPoint, Datagram};
use crate::passive::readings;
use crate::tester::{Tester, mismatch};

/// MX of an ordinary search, in seconds.
pub(crate) const MX: u32 = waits::SEARCH.seconds() as u32;

/// How long an ordinary search is listened for: MX, and a second for the network.
pub(crate) const LISTEN_MS: u64 = waits::SEARCH.milliseconds + waits::SEARCH_GRACE.milliseconds;

/// A search is repeated so often before its answer counts as missing: datagrams get lost.
const TRIES: u32 = 3;

/// How long a device may take to announce itself after it was told to restart.
const COME_BACK_MS: u64 = waits::COME_BACK.milliseconds;

/// A datagram of the device under test.
#[derive(Debug, Clone)]
pub struct Told {
    /// What it says.
    pub message: Message,
    /// Its bytes, when and from where it came.
    pub datagram: Datagram,
}

impl Told {
    /// NT or ST; empty where there is none.
    pub fn target(&self) -> &str {
        self.message.target().unwrap_or_default()
    }

    /// USN; empty where there is none.
    pub fn usn(&self) -> &str {
        self.message.usn().unwrap_or_default()
    }
}

/// Why nothing follows from the silence of a device on the kit's own host.
pub(crate) fn out_of_earshot() -> Stop {
    Stop::Inconclusive {
        reason: "nothing that the device multicasts is heard on the host that it shares with the kit; judge it from another host".to_owned(),
        suspect: Suspect::Network,
    }
}

pub(crate) use answered::Sent;
pub(crate) use in_vain::no_return;
pub(crate) use odd::in_company;

/// Discovery: searches, and what the device multicasts.
pub(crate) struct Ssdp<'t, 'a> {
    t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// Discovery: searches, and what the device multicasts.
    pub(crate) fn ssdp(&mut self) -> Ssdp<'_, 'a> {
        Ssdp { t: self }
    }
}

impl Ssdp<'_, '_> {
    /// Sends searches from one socket, and takes the device's answers.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn search(
        &mut self,
        searches: &[Search],
        enough: usize,
        wait_ms: u64,
    ) -> Flow<Vec<Told>> {
        let user_agent = self.t.user_agent(ControlPoint::First);
        let datagrams = searches
            .iter()
            .map(|search| {
                let search = search.clone().header("USER-AGENT", &user_agent);
                String::from_utf8_lossy(&search.bytes()).into_owned()
            })
            .collect();
        self.send(datagrams, "", enough, wait_ms)
    }

    /// Sends datagrams to the group, or to `host:port`, and takes the device's answers.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn send(
        &mut self,
        datagrams: Vec<String>,
        to: &str,
        enough: usize,
        wait_ms: u64,
    ) -> Flow<Vec<Told>> {
        let all = self.raw_answers(datagrams, to, enough, wait_ms)?;
        Ok(all
            .into_iter()
            .filter_map(|datagram| self.read(datagram))
            .collect())
    }

    /// Sends datagrams, and takes everybody's answers.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn raw_answers(
        &mut self,
        datagrams: Vec<String>,
        to: &str,
        enough: usize,
        wait_ms: u64,
    ) -> Flow<Vec<Datagram>> {
        let to = to.to_owned();
        match self.t.ask(&Ask::Search {
            datagrams,
            to,
            enough,
            wait_ms,
        })? {
            Answer::Datagrams(all) => Ok(all),
            other => Err(mismatch("the answers to a search", &other)),
        }
    }

    /// Whether a datagram says that it is of another device: others on the device's host may share its port 1900.
    pub(crate) fn names_another(&self, datagram: &Datagram) -> bool {
        ssdp::parse(&datagram.bytes)
            .is_ok_and(|message| message.udn().is_some_and(|udn| !self.is_udn(udn)))
    }

    /// Repeats searches up to three times until the answers satisfy; where some came and others did not, as datagrams that
    /// are lost leave it, three times more.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn search_until(
        &mut self,
        searches: &[Search],
        enough: usize,
        satisfied: impl Fn(&[Told]) -> bool,
    ) -> Flow<Vec<Told>> {
        self.search_until_within(searches, enough, LISTEN_MS, satisfied)
    }

    /// As [`Ssdp::search_until`](crate::tester::ssdp::Ssdp::search_until), listening for this long each time.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn search_until_within(
        &mut self,
        searches: &[Search],
        enough: usize,
        wait_ms: u64,
        satisfied: impl Fn(&[Told]) -> bool,
    ) -> Flow<Vec<Told>> {
        let mut told = Vec::new();
        for tried in 0..2 * TRIES {
            if tried == TRIES && told.is_empty() {
                break;
            }
            told.extend(self.search(searches, enough, wait_ms)?);
            if satisfied(&told) {
                break;
            }
        }
        Ok(told)
    }

    /// An answer that a test of another kind of search rests on: the device answers an ordinary one.
    ///
    /// # Errors
    /// Inconclusive when it does not: another case judges that.
    pub(crate) fn answer(&mut self) -> Flow<Told> {
        let udn = self.t.dut().udn.clone();
        let root = self.t.dut().description.root.udn.clone();
        let searches = [
            Search::multicast(&udn, MX),
            Search::multicast(&root, MX),
            Search::multicast("upnp:rootdevice", MX),
        ];
        let told = self.search_until(&searches, 1, |told| !told.is_empty())?;
        match told.into_iter().next() {
            Some(first) => Ok(first),
            None => Err(self.never_answers()?),
        }
    }

    /// What the device has told the group since the run began, after listening on for a while.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn heard(&mut self, wait_ms: u64) -> Flow<Vec<Told>> {
        match self.t.ask(&Ask::Heard { wait_ms })? {
            Answer::Datagrams(all) => Ok(all
                .into_iter()
                .filter_map(|datagram| self.read(datagram))
                .collect()),
            other => Err(mismatch("what the group heard", &other)),
        }
    }

    /// The announcements heard so far; with none, the device is told to restart where that is possible.
    ///
    /// # Errors
    /// Inconclusive when there is none.
    pub(crate) fn announcements(&mut self) -> Flow<Vec<Told>> {
        let alive = |told: Vec<Told>| -> Vec<Told> {
            told.into_iter()
                .filter(|it| it.message.kind == Kind::Alive)
                .collect()
        };
        let heard = alive(self.heard(0)?);
        if !heard.is_empty() {
            return Ok(heard);
        }
        if self.vain_restarts()? > 0 {
            return Err(no_return());
        }
        if self.t.upper_tester().offers(stimulus::RESTART) {
            self.restart()?;
            let heard = alive(self.heard(0)?);
            return match heard.is_empty() {
                true => Err(no_return()),
                false => Ok(heard),
            };
        }
        Err(Stop::Inconclusive {
            reason: "no announcement was heard in this run; stimulus `restart` would bring some"
                .to_owned(),
            suspect: Suspect::Operator,
        })
    }

    /// Makes the device leave the network and come back; waits until a set has been announced, or could have been, and
    /// returns what was heard from the stimulus on.
    ///
    /// # Errors
    /// As [`UpperTester::stimulate`](crate::tester::UpperTester::stimulate).
    pub(crate) fn restart(&mut self) -> Flow<Vec<Told>> {
        let since = self.t.now()?;
        let restarted = self
            .t
            .upper_tester()
            .stimulate(stimulus::RESTART, json!({}))?;
        let exchange = restarted.exchange;
        let due = self.t.dut().description.advertisements().len();
        let heard = self.t.await_until(
            COME_BACK_MS,
            |t| {
                Ok(t.ssdp()
                    .heard(100)?
                    .into_iter()
                    .filter(|it| it.datagram.at_ms >= since)
                    .collect::<Vec<_>>())
            },
            |heard| {
                let alive = |it: &&Told| it.message.kind == Kind::Alive;
                heard.iter().filter(alive).count() >= due
            },
        )?;
        let alive = |it: &&Told| it.message.kind == Kind::Alive;
        let announcements = heard.iter().filter(alive).count();
        if announcements < due.max(1) {
            self.note_restart(exchange, announcements);
        }
        Ok(heard)
    }

    /// Whether multicast demonstrably works between the kit and the device: they are on one host, or somebody else's
    /// answers arrive. Only then is silence the device's.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn multicast_works(&mut self) -> Flow<bool> {
        if self.device_ip().is_some_and(|ip| ip.is_loopback()) {
            return Ok(true);
        }
        let user_agent = self.t.user_agent(ControlPoint::First);
        let search = ssdp::search("ssdp:all", MX, &user_agent);
        let datagram = String::from_utf8_lossy(&search).into_owned();
        Ok(!self
            .raw_answers(vec![datagram], "", 0, LISTEN_MS)?
            .is_empty())
    }

    /// Whether what the device multicasts has to come by here. A device on the kit's own host need not let its system
    /// loop it back (IP_MULTICAST_LOOP), unless it sends it over the loopback interface.
    ///
    /// # Errors
    /// As [`Subscriptions::open_inbox`](crate::tester::eventing::Subscriptions::open_inbox).
    pub(crate) fn is_in_earshot(&mut self) -> Flow<bool> {
        let Some(device) = self.device_ip().filter(|ip| !ip.is_loopback()) else {
            return Ok(true);
        };
        let inbox = self.t.subscriptions().open_inbox(ControlPoint::First)?;
        Ok(address_in(&inbox.url) != Some(device))
    }

    /// The device's address, where its URL names one.
    pub(crate) fn device_ip(&self) -> Option<IpAddr> {
        address_in(&self.t.dut().description_url).or(self.t.dut().resolved)
    }

    /// Reads a datagram if it is of the device under test, and files what there is to remark.
    fn read(&mut self, datagram: Datagram) -> Option<Told> {
        let message = match ssdp::parse(&datagram.bytes) {
            Ok(message) => message,
            Err(error) => {
                // Others on the device's host may send anything.
                let names_it = self.names_device(&String::from_utf8_lossy(&datagram.bytes));
                if names_it && self.may_be_from_device(&datagram) {
                    self.unreadable(&datagram, &error);
                }
                return None;
            }
        };
        let ours = match message.udn() {
            Some(udn) => self.is_udn(udn),
            None => message.location() == Some(self.t.dut().description_url.as_str()),
        };
        if !ours || message.kind == Kind::Search {
            return None;
        }
        let claim = self.t.dut().claim;
        let what = match message.kind {
            Kind::SearchResponse => "answer to a search for",
            Kind::ByeBye => "byebye of",
            Kind::Update => "update of",
            _ => "announcement of",
        };
        let asked = format!("{what} {}", message.target().unwrap_or("no type"));
        if self.t.first_look(datagram.exchange) {
            readings::file(
                self.t.lab(),
                datagram.exchange,
                &asked,
                &message.check(claim),
            );
        }
        Some(Told { message, datagram })
    }

    fn unreadable(&mut self, datagram: &Datagram, error: &SsdpError) {
        let row = match error {
            SsdpError::Nts(_) => "UDA-DISC-12",
            _ => "UDA-DISC-02",
        };
        if self.t.first_look(datagram.exchange) {
            readings::file_nothing(self.t.lab(), datagram.exchange, row, error.to_string());
        }
    }

    /// The UDN is that of the root device, or of a device in it.
    pub(crate) fn is_udn(&self, udn: &str) -> bool {
        self.t
            .dut()
            .udns()
            .iter()
            .any(|ours| ours.eq_ignore_ascii_case(udn))
    }

    fn names_device(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        self.t
            .dut()
            .udns()
            .iter()
            .any(|udn| text.contains(&udn.to_ascii_lowercase()))
    }

    /// The datagram came from the device's address, as far as the description's URL tells it.
    fn may_be_from_device(&self, datagram: &Datagram) -> bool {
        let from: Option<SocketAddr> = datagram.from.parse().ok();
        match (self.device_ip(), from) {
            (Some(device), Some(from)) => device == from.ip(),
            _ => true,
        }
    }
}

/// The address of a URL, where it names one.
fn address_in(url: &str) -> Option<IpAddr> {
    HttpUrl::parse(url).ok()?.host.parse().ok()
}
