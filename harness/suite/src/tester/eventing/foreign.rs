//! A notification of another subscription.

use super::*;

/// UDA-EVNT-31: a notification names the subscription that its URL was given for (UUIDs are alike in either case). That
/// it names another is said once. Where all of them do, they are taken as what they are; beside some that name it, they are
/// events of no subscription of this URL, and no other rule of events is broken by them.
pub(super) fn foreign_sid(subscription: &Subscription, event: &mut Event) -> Option<Finding> {
    let sid = event.notify.sid.as_deref()?.trim();
    let own = subscription.sid.trim();
    if own.is_empty() || own.eq_ignore_ascii_case(sid) {
        return None;
    }
    let mut earlier = subscription
        .events
        .iter()
        .filter_map(|earlier| earlier.notify.sid.as_deref().map(str::trim));
    let is_known = earlier.clone().any(|earlier| earlier == sid);
    let finding = Finding::new(
        "UDA-EVNT-31",
        Grade::Fail,
        format!(
            "the notification names the subscription {sid:?}, and came to the callback URL of {own:?}"
        ),
    );
    event.is_foreign = earlier.any(|earlier| earlier.eq_ignore_ascii_case(own));
    (!is_known).then_some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(sid: &str, seq: u32) -> Event {
        Event {
            exchange: seq,
            from: String::new(),
            at_us: 0,
            notify: gena::Notify {
                sid: Some(sid.to_owned()),
                seq: Some(seq),
                properties: vec![("NewMessages".to_owned(), String::new())],
                ..gena::Notify::default()
            },
            head: None,
            new_messages: None,
            session_updates: None,
            is_foreign: false,
        }
    }

    /// What each of the notifications is, in the order in which they come to the URL of `uuid:own`: its number in the
    /// subscription, where it has one, whether it carries the variable, and how many things are odd about it.
    fn taken(all: &[(&str, u32)]) -> Vec<(Option<u32>, bool, usize)> {
        let mut subscription = Subscription {
            who: ControlPoint::First,
            inbox: Inbox {
                id: 1,
                url: String::new(),
            },
            sid: "uuid:own".to_owned(),
            timeout: None,
            exchange: 1,
            events: Vec::new(),
        };
        let take = |(sid, seq): &(&str, u32)| {
            let mut event = event(sid, *seq);
            let odd = oddities(&subscription, &mut event, true);
            let seen = (event.number(), event.carries("NewMessages"), odd.len());
            subscription.events.push(event);
            seen
        };
        all.iter().map(take).collect()
    }

    #[test]
    fn beside_the_events_of_a_subscription_others_are_none_of_it_and_remarked_on_once() {
        let came = [
            ("uuid:OWN", 0),
            ("uuid:nobody", 0),
            ("uuid:nobody", 0),
            ("uuid:own", 1),
        ];
        let seen = [
            (Some(0), true, 0),
            (None, false, 1),
            (None, false, 0),
            (Some(1), true, 0),
        ];
        assert_eq!(taken(&came), seen);
    }

    #[test]
    fn where_all_name_another_subscription_they_are_what_they_are() {
        let came = [("uuid:other", 0), ("uuid:other", 1), ("uuid:other", 2)];
        let seen = [(Some(0), true, 1), (Some(1), true, 0), (Some(2), true, 0)];
        assert_eq!(taken(&came), seen);
    }
}
