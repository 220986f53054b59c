//! Searches whose answers come over TCP.

use ctk_wire::ssdp::{self, Kind, Search};

use super::{LISTEN_MS, Ssdp, Told};
use crate::judging::judgement::Flow;
use crate::lab::{Answer, Ask, ControlPoint, TCP_PORT};
use crate::tester::mismatch;

impl Ssdp<'_, '_> {
    /// The device's answer to a search that asks for it over TCP. Its headers are not judged: there it may name several things
    /// at once.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn answer_by_tcp(&mut self, search: &Search, to: &str) -> Flow<Option<Told>> {
        let user_agent = self.t.user_agent(ControlPoint::First);
        let search = search.clone().header("USER-AGENT", &user_agent);
        let search = search.header("TCPPORT.UPNP.ORG", TCP_PORT);
        let ask = Ask::SearchByTcp {
            datagram: String::from_utf8_lossy(&search.bytes()).into_owned(),
            to: to.to_owned(),
            wait_ms: LISTEN_MS,
        };
        let all = match self.t.ask(&ask)? {
            Answer::Datagrams(all) => all,
            other => return Err(mismatch("the answers over TCP", &other)),
        };
        let ours = all.into_iter().find_map(|datagram| {
            let message = ssdp::parse(&datagram.bytes).ok()?;
            let ours = message.udn().is_some_and(|udn| self.is_udn(udn));
            (ours && message.kind == Kind::SearchResponse).then_some(Told { message, datagram })
        });
        Ok(ours)
    }
}
