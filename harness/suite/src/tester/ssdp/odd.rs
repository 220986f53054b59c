//! Searches that lack what everybody reads: they may harm who listens, and are not sent to strangers.

use ctk_record::Suspect;
use ctk_wire::ssdp::{self, Search};

use super::{LISTEN_MS, MX, Sent, Ssdp, Told};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;

/// What came of odd searches.
pub(crate) struct Odd {
    /// The device's answers.
    pub(crate) told: Vec<Told>,
    /// The device's own place, `host:port`, where they went there alone; empty where they were multicast.
    pub(crate) alone: String,
    /// What was sent.
    datagrams: Vec<String>,
}

impl Odd {
    /// What was sent, and where to.
    pub(crate) fn sent(&self) -> [Sent; 1] {
        [(self.datagrams.clone(), self.alone.clone())]
    }

    /// Where they went, behind what was asked.
    pub(crate) fn to(&self) -> String {
        match self.alone.as_str() {
            "" => String::new(),
            place => format!(", to {place} alone, because other devices listen to the group"),
        }
    }
}

impl Ssdp<'_, '_> {
    /// Sends searches that a device has to ignore: to the group where nobody but the device under test is heard there, else
    /// to the device alone, after it was seen to answer an ordinary search that comes so.
    ///
    /// # Errors
    /// Inconclusive where others listen, and the device answers no search that is sent to it alone.
    pub(crate) fn odd_search(
        &mut self,
        searches: &[Search],
        known: &str,
        wait_ms: u64,
    ) -> Flow<Odd> {
        let user_agent = self.t.user_agent(ControlPoint::First);
        let text = |search: &Search| {
            let search = search.clone().header("USER-AGENT", &user_agent);
            String::from_utf8_lossy(&search.bytes()).into_owned()
        };
        let datagrams: Vec<String> = searches.iter().map(text).collect();
        let alone = match self.has_company()? {
            true => self.own_place(known)?,
            false => String::new(),
        };
        let told = self.send(datagrams.clone(), &alone, 0, wait_ms)?;
        Ok(Odd {
            told,
            alone,
            datagrams,
        })
    }

    /// Another device answers searches: what goes to the group is heard by strangers. On the loopback interface nobody is a
    /// stranger.
    fn has_company(&mut self) -> Flow<bool> {
        if self.device_ip().is_some_and(|ip| ip.is_loopback()) {
            return Ok(false);
        }
        let search = Search::multicast("ssdp:all", MX).bytes();
        let datagram = String::from_utf8_lossy(&search).into_owned();
        let all = self.raw_answers(vec![datagram], "", 0, LISTEN_MS)?;
        Ok(all.iter().any(|datagram| {
            self.names_another(datagram)
                || ssdp::parse(&datagram.bytes).is_ok_and(|message| message.udn().is_none())
        }))
    }

    /// `host:1900` of the device, where it answers an ordinary search for this target.
    fn own_place(&mut self, known: &str) -> Flow<String> {
        let ip = self.device_ip().filter(std::net::IpAddr::is_ipv4);
        let Some(ip) = ip else {
            return Err(in_company("its IPv4 address is not known"));
        };
        let place = format!("{ip}:1900");
        let search = Search::multicast(known, MX).bytes();
        let datagram = String::from_utf8_lossy(&search).into_owned();
        for _ in 0..super::TRIES {
            let told = self.send(vec![datagram.clone()], &place, 1, LISTEN_MS)?;
            if !told.is_empty() {
                return Ok(place);
            }
        }
        Err(in_company("it answers no search there"))
    }
}

/// Others would be harmed, and the device alone cannot be asked.
pub(crate) fn in_company(why: &str) -> Stop {
    Stop::Inconclusive {
        reason: format!(
            "other devices listen to the group, and might not bear such a search; it cannot be judged by one to the device alone: {why}. Judge it on a network without them"
        ),
        suspect: Suspect::Operator,
    }
}
