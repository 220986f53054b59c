//! Eventing as a subscriber sees it: SUBSCRIBE, renewal, cancellation, and waiting for notifications.
//!
//! SessionUpdates and NewMessages belong to the whole device: other cases, and other people, change them too. A case
//! looks for its own sessions and messages, and draws nothing from what is said of others.

mod first;
mod foreign;
mod grant;
mod numbers;
mod short;
mod told;

use ctk_record::{Finding, Grade, Suspect};
use ctk_wire::gena::{self, Timeout};
use ctk_wire::uri::HttpUrl;

use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, ControlPoint, HttpAnswer, HttpAsk, InboxManner, Wire};
use crate::passive::readings;
use crate::tester::notification::{Event, SeenUpdate};
use crate::tester::{Tester, mismatch, response_of};
use numbers::oddities;

pub(crate) use first::no_initial_event;
pub use grant::Grant;
pub(crate) use short::Short;

/// What every notification that arrives is checked for.
const NOTIFIED: &str = "UDA-EVNT-31";

/// A callback URL of this case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbox {
    /// Its number in the lab.
    pub id: u32,
    /// Its URL.
    pub url: String,
}

/// A subscription of this case, and what it has brought.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// Whose.
    pub who: ControlPoint,
    /// Where its notifications arrive.
    pub inbox: Inbox,
    /// Its id.
    pub sid: String,
    /// For how long it was granted.
    pub timeout: Option<Timeout>,
    /// The exchange of the SUBSCRIBE.
    pub exchange: u32,
    /// The notifications taken so far, in the order of arrival.
    pub events: Vec<Event>,
}

impl Subscription {
    /// How many notifications have been taken: what comes later is news.
    pub fn mark(&self) -> usize {
        self.events.len()
    }
}

/// Subscriptions: made, renewed, cancelled, and listened to.
pub struct Subscriptions<'t, 'a> {
    t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// Subscriptions: made, renewed, cancelled, and listened to.
    pub fn subscriptions(&mut self) -> Subscriptions<'_, 'a> {
        Subscriptions { t: self }
    }
}

impl Subscriptions<'_, '_> {
    /// A callback URL for the control point.
    ///
    /// # Errors
    /// Inconclusive when the kit cannot listen.
    pub fn open_inbox(&mut self, who: ControlPoint) -> Flow<Inbox> {
        self.open_inbox_at(who, "")
    }

    /// A callback URL with this path and query.
    ///
    /// # Errors
    /// As [`Subscriptions::open_inbox`].
    pub fn open_inbox_at(&mut self, control_point: ControlPoint, path: &str) -> Flow<Inbox> {
        let ask = Ask::OpenInbox {
            control_point,
            path: path.to_owned(),
        };
        match self.t.ask(&ask)? {
            Answer::Opened { id, url } => Ok(Inbox { id, url }),
            other => Err(mismatch("a callback URL", &other)),
        }
    }

    /// How the inbox answers the notifications to come.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn inbox_answers(&mut self, inbox: &Inbox, manner: InboxManner) -> Flow {
        if manner != InboxManner::Accept {
            self.t.odd_inboxes.insert(inbox.id);
        }
        let ask = Ask::InboxAnswers {
            inbox: inbox.id,
            manner,
        };
        self.t.ask(&ask).map(drop)
    }

    /// A request to the eventing URL with these headers after HOST and USER-AGENT.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn request(
        &mut self,
        who: ControlPoint,
        method: &str,
        headers: &[(&str, &str)],
    ) -> Flow<HttpAnswer> {
        let user_agent = self.t.user_agent(who);
        let headers = std::iter::once(("USER-AGENT", user_agent.as_str()))
            .chain(headers.iter().copied())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        self.t.http(HttpAsk {
            wire: Wire::Event,
            control_point: who,
            url: self.t.dut().event_url.clone(),
            method: method.to_owned(),
            headers,
            body: Vec::new(),
            about: String::new(),
        })
    }

    /// The service has an eventing URL, and something to tell there.
    ///
    /// # Errors
    /// Not applicable when it has none, or when no variable of a service other than Messaging is declared as evented.
    pub(crate) fn offered(&self) -> Flow {
        let dut = self.t.dut();
        let why = if dut.event_url.is_empty() {
            "the description gives the service no eventing URL"
        } else if !dut.service().has_evented()
            && dut.scpd.is_some()
            && dut.evented_variables().is_empty()
        {
            "the service description declares no variable as evented"
        } else {
            return Ok(());
        };
        Err(Stop::NotApplicable(why.to_owned()))
    }

    /// SUBSCRIBE for the callback URL, for so many seconds. A subscription that came of it is cancelled when the case
    /// is over.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform); whatever the device answers is a [`Grant`].
    pub fn subscribe(&mut self, who: ControlPoint, inbox: &Inbox, seconds: u32) -> Flow<Grant> {
        let callback = format!("<{}>", inbox.url);
        let timeout = format!("Second-{seconds}");
        let headers = [
            ("CALLBACK", callback.as_str()),
            ("NT", "upnp:event"),
            ("TIMEOUT", &timeout),
        ];
        let answer = self.request(who, "SUBSCRIBE", &headers)?;
        Ok(self.read_grant(who, &answer))
    }

    /// The renewal of a subscription.
    ///
    /// # Errors
    /// As [`Subscriptions::subscribe`](crate::tester::eventing::Subscriptions::subscribe).
    pub fn renew(&mut self, who: ControlPoint, sid: &str, seconds: u32) -> Flow<Grant> {
        let timeout = format!("Second-{seconds}");
        let headers = [("SID", sid), ("TIMEOUT", timeout.as_str())];
        let answer = self.request(who, "SUBSCRIBE", &headers)?;
        Ok(self.read_grant(who, &answer))
    }

    /// The cancellation of a subscription; the HTTP status, 0 without answer.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn cancel(&mut self, who: ControlPoint, sid: &str) -> Flow<(u32, u16)> {
        self.t.cleanup().forget_subscription(sid);
        let answer = self.request(who, "UNSUBSCRIBE", &[("SID", sid)])?;
        let status = response_of(&answer, "UNSUBSCRIBE").map_or(0, |response| response.head.status);
        Ok((answer.exchange, status))
    }

    /// Reads the answer to a SUBSCRIBE, and files what there is to remark on it.
    pub fn read_grant(&mut self, who: ControlPoint, answer: &HttpAnswer) -> Grant {
        let mut grant = Grant {
            exchange: answer.exchange,
            status: 0,
            failure: None,
            sid: None,
            timeout: None,
            answered_ms: answer.at_ms + answer.elapsed_ms,
        };
        let response = match response_of(answer, "SUBSCRIBE") {
            Ok(response) => response,
            Err(why) => {
                grant.failure = Some(why);
                return grant;
            }
        };
        grant.status = response.head.status;
        let claim = self.t.dut().claim;
        let reading = gena::read_subscribe_response(&response, claim, answer.closed);
        readings::file(self.t.lab(), answer.exchange, "SUBSCRIBE", &reading);
        if let Some(granted) = reading.value {
            self.t.cleanup().subscription(who, &granted.sid);
            grant.sid = Some(granted.sid);
            grant.timeout = granted.timeout;
        }
        self.note_short(who, &grant, answer);
        grant
    }

    /// A subscription whose initial event has come. Where it has not come within the time that is prompt, the
    /// subscription is used all the same: that the event is missing is judged elsewhere.
    ///
    /// # Errors
    /// Inconclusive when the device refuses, not applicable when the service has no eventing URL.
    pub fn open(&mut self, who: ControlPoint) -> Flow<Subscription> {
        self.offered()?;
        let inbox = self.open_inbox(who)?;
        let grant = self.subscribe(who, &inbox, short::ASKED)?;
        let Some(sid) = grant.sid.clone() else {
            return Err(Stop::inconclusive(format!(
                "no subscription could be made: SUBSCRIBE gave {}",
                grant.in_words()
            )));
        };
        let mut subscription = Subscription {
            who,
            inbox,
            sid,
            timeout: grant.timeout,
            exchange: grant.exchange,
            events: Vec::new(),
        };
        self.await_initial(&mut subscription)?;
        Ok(subscription)
    }

    /// The device can reach the subscription's callback URL: a notification has arrived there, or, for the first control
    /// point, whose callbacks share an address and a port, anywhere in this run.
    ///
    /// # Errors
    /// Inconclusive when none has: then it is more likely that the network holds the notifications back than that the
    /// device forgets to send them.
    pub fn heard(&mut self, subscription: &Subscription) -> Flow {
        subscription.readable()?;
        if !subscription.events.is_empty()
            || (subscription.who == ControlPoint::First && self.t.has_noticed(NOTIFIED)?)
        {
            return Ok(());
        }
        let silent = self.t.unspoken()?;
        if silent > 0 {
            return Err(Stop::Inconclusive {
                reason: format!(
                    "the device opened {silent} connections to {} and sent nothing on them (uda/eventing/initial-event)",
                    self.callback_port(subscription)
                ),
                suspect: Suspect::Device,
            });
        }
        Err(Stop::Inconclusive {
            reason: format!(
                "no NOTIFY at all arrived at {}: can the device open a connection to this address and port? Give --interface the address that the device reaches, and look for a firewall in between",
                subscription.inbox.url
            ),
            suspect: Suspect::Network,
        })
    }

    fn callback_port(&self, subscription: &Subscription) -> String {
        HttpUrl::parse(&subscription.inbox.url).map_or_else(
            |_| subscription.inbox.url.clone(),
            |url| format!("{}:{}", url.host, url.port),
        )
    }

    /// Takes the notifications that have arrived.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn listen(&mut self, subscription: &mut Subscription) -> Flow {
        self.take(subscription, 0, 0)
    }

    fn take(&mut self, subscription: &mut Subscription, count: usize, wait_ms: u64) -> Flow {
        let from = subscription.events.len();
        let ask = Ask::Inbox {
            inbox: subscription.inbox.id,
            from,
            count,
            wait_ms,
        };
        let taken = match self.t.ask(&ask)? {
            Answer::Notifications(taken) => taken,
            other => return Err(mismatch("the notifications of an inbox", &other)),
        };
        let dut = self.t.dut();
        for notification in &taken {
            let mut event = Event::read(self.t.lab(), dut, notification);
            let accepted = !self.t.odd_inboxes.contains(&subscription.inbox.id);
            for (row, finding) in oddities(subscription, &mut event, accepted) {
                let row = [row.to_owned()];
                self.t.lab().notice(event.exchange, &row, &[finding]);
            }
            if let (true, Some(why)) = (event.notify.beyond, &event.notify.unreadable) {
                return Err(Stop::beyond_bounds(format!("a notification: {why}")));
            }
            subscription.events.push(event);
        }
        Ok(())
    }

    /// Waits for a notification after the mark that shows what is waited for; its place among the subscription's
    /// events, or nothing when the time is over.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn await_event(
        &mut self,
        subscription: &mut Subscription,
        mark: usize,
        within_ms: u64,
        shows: impl Fn(&Event) -> bool,
    ) -> Flow<Option<usize>> {
        let deadline = self.t.now()? + within_ms;
        let mut looked = mark;
        loop {
            let found = (looked..subscription.events.len())
                .find(|&place| subscription.events.get(place).is_some_and(&shows));
            if found.is_some() {
                return Ok(found);
            }
            looked = subscription.events.len().max(mark);
            let left = deadline.saturating_sub(self.t.now()?);
            let before = subscription.events.len();
            self.take(subscription, 1, left)?;
            if left == 0 && subscription.events.len() == before {
                return Ok(None);
            }
        }
    }

    /// Waits for an update of the session after the mark that shows what is waited for.
    ///
    /// # Errors
    /// As [`Subscriptions::await_event`].
    pub fn await_update(
        &mut self,
        subscription: &mut Subscription,
        session: &str,
        mark: usize,
        within_ms: u64,
        shows: impl Fn(&SeenUpdate) -> bool,
    ) -> Flow<Option<SeenUpdate>> {
        let place = self.await_event(subscription, mark, within_ms, |event| {
            event.updates_of(session).iter().any(&shows)
        })?;
        Ok(place
            .and_then(|place| subscription.events.get(place))
            .and_then(|event| event.updates_of(session).into_iter().find(&shows)))
    }

    /// Waits for an event of Table 2 in the session.
    ///
    /// # Errors
    /// As [`Subscriptions::await_event`].
    pub(crate) fn await_slug(
        &mut self,
        subscription: &mut Subscription,
        session: &str,
        slug: &str,
        within_ms: u64,
    ) -> Flow<Option<SeenUpdate>> {
        self.await_update(subscription, session, 0, within_ms, |update| {
            update.event(slug).is_some()
        })
    }
}
