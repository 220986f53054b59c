//! Sessions: asked for, created, acted on in every state, modified.

use super::people::peer;
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, field, text};
use crate::walk::step::{By, Value};
use crate::walk::words::TYPE_LISTS;
use crate::walk::world::Session;

/// The actions that name a session and nothing else.
const ACTIONS: [&str; 6] = [
    "AcceptSession",
    "JoinSession",
    "LeaveSession",
    "CloseSession",
    "CancelFileTransfer",
    "GetFileTransferSession",
];

impl Generator {
    /// A session in a state that was tried least.
    pub(super) fn session(
        &mut self,
        about: &str,
        fits: impl Fn(&Session) -> bool,
    ) -> Option<Session> {
        let all: Vec<Session> = self
            .world
            .sessions
            .iter()
            .filter(|it| fits(it))
            .cloned()
            .collect();
        self.rarest(about, &all, |it| format!("{}-{}", it.status, it.class))
    }

    /// A control point.
    pub(super) fn who(&mut self) -> By {
        if self.terrain.second && self.dice.chance(1, 4) {
            By::Second
        } else {
            By::First
        }
    }

    /// A session class with somebody to invite; empty: the first message decides.
    pub(super) fn session_class(&mut self, about: &str) -> Option<String> {
        let all = self.terrain.session_classes.iter();
        let mut classes: Vec<String> = all
            .filter(|class| self.terrain.people(class) > 0)
            .cloned()
            .collect();
        if !classes.is_empty() {
            classes.push(String::new());
        }
        self.rarest(about, &classes, Clone::clone)
    }

    /// CreateSession in the plan; the number of the step.
    pub(super) fn create(&mut self, plan: &mut Plan, class: &str) -> u32 {
        self.create_as(plan, class, class)
    }

    /// The same with people of one class, and the name of another.
    pub(super) fn create_as(&mut self, plan: &mut Plan, class: &str, named: &str) -> u32 {
        let of = if class.is_empty() { "Chat" } else { class };
        let people = self.participants(of);
        let subject = self.text("session-subject", true);
        let types = self.one_of("types", TYPE_LISTS);
        plan.invoke(
            "CreateSession",
            &[
                ("SessionClass", text(named)),
                ("SessionRecipients", Value::Recipients(people)),
                ("Subject", text(&subject)),
                ("SupportedContentType", text(&types)),
            ],
        )
    }

    /// A session that becomes Running in the plan, as far as anybody can tell.
    pub(super) fn running(&mut self, plan: &mut Plan, class: &str) -> u32 {
        let by_peer = self.terrain.has_stimulus("incoming-session")
            && (!self.terrain.has_stimulus("peer-accepts-session") || self.dice.chance(1, 3));
        if by_peer {
            let id = self.ask(plan, class);
            plan.on_session(By::First, "AcceptSession", &format!("{{{id}}}"));
            return id;
        }
        let id = self.create(plan, class);
        let fields = [("session_id", field(&format!("{{{id}}}")))];
        plan.stimulate("peer-accepts-session", &fields);
        id
    }

    /// A peer asks for a session in the plan; the number of the step.
    pub(super) fn ask(&mut self, plan: &mut Plan, class: &str) -> u32 {
        let number = self.dice.below(5);
        let mut fields = vec![
            ("class", field(class)),
            ("from", field(&peer(class, number))),
        ];
        if self.dice.chance(2, 3) {
            let name = self.text("peer-name", true);
            fields.push(("from_name", field(&name)));
        }
        if self.dice.chance(2, 3) {
            let subject = self.text("session-subject", true);
            fields.push(("subject", field(&subject)));
        }
        let types = self.one_of("asked-types", TYPE_LISTS);
        if !types.is_empty() {
            fields.push(("supported_content_type", field(&types)));
        }
        plan.stimulate("incoming-session", &fields)
    }

    /// Looks at a session, among others or by itself.
    fn look_at(&mut self, plan: &mut Plan, session: u32) {
        match self.dice.below(4) {
            0 => plan.sessions(["", "", ""]),
            1 => drop(plan.invoke("GetSessionUpdates", &[])),
            _ => plan.look(session),
        }
    }
}

pub(super) fn asked_for(generator: &mut Generator, plan: &mut Plan) {
    let classes = generator.terrain.session_classes.clone();
    let Some(class) = generator.rarest("asked-for", &classes, Clone::clone) else {
        return;
    };
    let id = generator.ask(plan, &class);
    generator.look_at(plan, id);
    plan.sessions(["", &class, "Pending"]);
}

pub(super) fn created(generator: &mut Generator, plan: &mut Plan) {
    if let Some(class) = generator.session_class("created") {
        let id = generator.create(plan, &class);
        generator.look_at(plan, id);
    }
}

/// A cell of Figure 3, by one of the control points.
pub(super) fn action(generator: &mut Generator, plan: &mut Plan) {
    let mut cells = Vec::new();
    for session in &generator.world.sessions {
        for action in ACTIONS {
            for by in [By::First, By::Second] {
                if generator.terrain.has_action(action)
                    && (by == By::First || generator.terrain.second)
                {
                    cells.push((session.number, session.status, action, by));
                }
            }
        }
    }
    let cell = generator.rarest("cell", &cells, |(_, status, action, by)| {
        format!("{status}-{action}-{by:?}")
    });
    if let Some((session, _, action, by)) = cell {
        plan.on_session(by, action, &format!("{{{session}}}"));
        generator.look_at(plan, session);
    }
}

/// Some parts of a session are modified, the others left alone.
pub(super) fn modify(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = generator.session("modify", |_| true) else {
        return;
    };
    let parts = generator.parts(&session.class);
    let parts: Vec<(&str, Value)> = parts.iter().map(|(name, it)| (*name, it.clone())).collect();
    plan.look(session.number);
    plan.modify(&format!("{{{}}}", session.number), &parts);
    generator.look_at(plan, session.number);
}

impl Generator {
    /// Parts of a session with new values.
    pub(super) fn parts(&mut self, class: &str) -> Vec<(&'static str, Value)> {
        let which = self.one_of(
            "parts",
            &[
                "subject",
                "types",
                "add",
                "remove",
                "class",
                "subject-types",
                "add-remove",
                "all",
            ],
        );
        self.parts_of(&which, class)
    }

    /// The parts of these names.
    pub(super) fn parts_of(&mut self, which: &str, class: &str) -> Vec<(&'static str, Value)> {
        const ADD: &str = "SessionRecipientsToAdd";
        const REMOVE: &str = "SessionRecipientsToRemove";
        let of = if class.is_empty() { "Chat" } else { class };
        let mut parts: Vec<(&'static str, Value)> = Vec::new();
        let all = which == "all";
        if all || which.contains("subject") {
            let subject = self.text("session-subject", true);
            parts.push(("Subject", text(&subject)));
        }
        if all || which.contains("types") {
            let types = self.one_of("new-types", &["image/png", "text/html,text/plain"]);
            parts.push(("SupportedContentType", text(&types)));
        }
        if all || which.contains("add") {
            let mut people = self.some(of, 5, 2);
            if of == "e-Mail" {
                people.cc = self.some(of, 10, 2).to;
            }
            if !people.to.is_empty() {
                parts.push((ADD, Value::Recipients(people)));
            }
        }
        if which.contains("remove") {
            let (number, count) = (1 + self.dice.below(3), 1 + self.dice.below(2));
            let people = self.some(of, number, count);
            if !people.to.is_empty() {
                parts.push((REMOVE, Value::Recipients(people)));
            }
        }
        if all || which == "class" {
            let classes = self.terrain.session_classes.clone();
            if let Some(class) = self.rarest("new-class", &classes, Clone::clone) {
                parts.push(("SessionClass", text(&class)));
            }
        }
        parts
    }
}
