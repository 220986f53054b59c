//! The steps of a case, one after the other.

use std::collections::BTreeMap;

use ctk_record::{Judgement, Outcome};
use ctk_vectors::published::{Expected, KnownCase, KnownService, Step, View};
use ctk_wire::scpd::Variable;

use super::{looks, texts};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::reply::Reply;

/// How often a step is taken for a list.
const MOST_OF_EACH: usize = 5;

/// How far the steps have come.
pub(super) struct Course {
    service: &'static KnownService,
    kept: BTreeMap<String, Vec<String>>,
    unique: Option<String>,
    pub(super) subscription: Option<Subscription>,
    /// How many events had come before the last action that takes effect.
    pub(super) mark: usize,
    changed: bool,
}

/// Something to look at: what it is, what it shows, and what it has to show.
pub(super) struct Look {
    what: String,
    pub(super) shown: Result<Vec<String>, String>,
    pub(super) met: bool,
    accepted: String,
}

/// Takes the steps, and undoes them whatever came of them.
pub(super) fn run(
    t: &mut Tester<'_>,
    service: &'static KnownService,
    case: &'static KnownCase,
) -> Flow {
    let mut course = Course {
        service,
        kept: BTreeMap::new(),
        unique: None,
        subscription: None,
        mark: 0,
        changed: false,
    };
    let flow = case.steps.iter().try_for_each(|step| course.step(t, step));
    if course.changed && !matches!(flow, Err(Stop::Lost)) {
        t.lab().clean_up_begins();
        for step in &case.undo {
            // Each is tried: the device may have refused the one before because there was nothing to undo.
            let _ = course.step(t, step);
        }
    }
    flow
}

impl Course {
    pub(super) fn service(&self) -> &'static KnownService {
        self.service
    }

    pub(super) fn kept(&self, name: &str) -> &[String] {
        self.kept.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn unique(&mut self, t: &mut Tester<'_>) -> Flow<String> {
        if let Some(known) = &self.unique {
            return Ok(known.clone());
        }
        let made = t.unique("CtkNone")?;
        Ok(self.unique.insert(made).clone())
    }

    fn step(&mut self, t: &mut Tester<'_>, step: &Step) -> Flow {
        self.conditions(t, step)?;
        if step.subscribe {
            let subscription = t.subscriptions().open(ControlPoint::First)?;
            self.mark = subscription.mark();
            self.subscription = Some(subscription);
            return Ok(());
        }
        if !step.initial.is_empty() || !step.event.is_empty() {
            return self.told(t, step);
        }
        let (Some(action), Some(list)) = (&step.call, &step.each) else {
            return match &step.call {
                Some(action) => self.call(t, action, step),
                None => Ok(()),
            };
        };
        let each: Vec<String> = self.kept(list).iter().take(MOST_OF_EACH).cloned().collect();
        for one in each {
            self.kept.insert("each".to_owned(), vec![one]);
            self.call(t, action, step)?;
        }
        Ok(())
    }

    /// The case does not go on unless what was kept is as the step says.
    fn conditions(&mut self, t: &mut Tester<'_>, step: &Step) -> Flow {
        for (name, expected) in &step.condition {
            let expected = self.filled_in(t, expected)?;
            let texts = self.kept(name).to_vec();
            if !looks::met(&texts, &expected, &Variable::default()) {
                return Err(Stop::NotApplicable(format!(
                    "{name} is {texts:?}; the case is about one that is {expected}"
                )));
            }
        }
        Ok(())
    }

    fn call(&mut self, t: &mut Tester<'_>, action: &str, step: &Step) -> Flow {
        let arguments = self.arguments(t, action, step)?;
        let known = self.service.action(action);
        if known.is_none_or(|known| !known.safe) {
            self.changed = true;
            if let Some(subscription) = &mut self.subscription {
                t.subscriptions().listen(subscription)?;
                self.mark = subscription.mark();
            }
        }
        let arguments: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let reply = t.invoke(action, &arguments)?;
        if step.any {
            return Ok(());
        }
        if !step.faults.is_empty() {
            return refused(t, step, &reply);
        }
        if let (Some(id), true, false) = (&step.judges, step.succeeds, reply.succeeded())
            && reply.is_fault()
        {
            let judgement = Judgement::met(id, false)
                .asked(&reply.asked)
                .accepts(["success"])
                .observed(reply.describe(&reply.observed(None)))
                .exchanges([reply.exchange]);
            return t.record(judgement);
        }
        t.arranged(&reply)?;
        for (name, view) in &step.keep {
            let shown = self
                .shown(&reply, action, view)
                .map_err(|why| Stop::inconclusive(format!("{}: {view}: {why}", reply.asked)))?;
            self.kept.insert(name.clone(), shown);
        }
        let mut all = Vec::new();
        for (view, expected) in &step.expect {
            if self.value(&reply, action, view).is_none() {
                // Whether all out arguments are there is judged by the cases of the architecture.
                return Err(Stop::inconclusive(format!(
                    "{}: the answer has no {}",
                    reply.asked, view.of
                )));
            }
            let shown = self.shown(&reply, action, view);
            all.push(self.look(t, Some(action), view, shown, expected)?);
        }
        conclude(t, step, &all, &reply.asked, reply.exchange)
    }

    /// The in arguments in the order of the device's own description: as the step says, or as is usual.
    fn arguments(
        &mut self,
        t: &mut Tester<'_>,
        action: &str,
        step: &Step,
    ) -> Flow<Vec<(String, String)>> {
        let dut = t.dut();
        let Some(declared) = dut.declared(action) else {
            return Err(Stop::NotApplicable(format!(
                "action {action} is not implemented"
            )));
        };
        let known = self.service.action(action);
        let mut arguments = dut.usual_values(declared);
        for (name, value) in &mut arguments {
            let given = step.with.iter().find(|(given, _)| {
                let spelled = known
                    .into_iter()
                    .flat_map(|it| &it.inputs)
                    .find(|it| it.is_called(name));
                *given == name || spelled.is_some_and(|argument| argument.is_called(given))
            });
            if let Some((_, text)) = given {
                *value = self.filled(t, text)?;
            }
        }
        Ok(arguments)
    }

    /// What a view of an answer shows.
    fn shown(&self, reply: &Reply, action: &str, view: &View) -> Result<Vec<String>, String> {
        let value = self.value(reply, action, view);
        looks::texts(
            view,
            value.ok_or_else(|| format!("the answer has no {}", view.of))?,
        )
    }

    /// The out argument that a view is of, by whichever of its names.
    fn value<'r>(&self, reply: &'r Reply, action: &str, view: &View) -> Option<&'r str> {
        let known = self.service.action(action);
        let mut outputs = known.into_iter().flat_map(|it| &it.outputs);
        match outputs.find(|it| it.is_called(&view.of)) {
            Some(argument) => argument.names.iter().find_map(|name| reply.output(name)),
            None => reply.output(&view.of),
        }
    }

    /// Looks at what a view shows.
    pub(super) fn look(
        &mut self,
        t: &mut Tester<'_>,
        action: Option<&str>,
        view: &View,
        shown: Result<Vec<String>, String>,
        expected: &Expected,
    ) -> Flow<Look> {
        let expected = self.filled_in(t, expected)?;
        let outputs = action
            .and_then(|name| self.service.action(name))
            .map(|it| &it.outputs);
        let argument = outputs
            .into_iter()
            .flatten()
            .find(|it| it.is_called(&view.of));
        let of_argument = argument.map_or(view.of.as_str(), |it| it.variable.as_str());
        // A variable may stand in the document of another, as in LastChange.
        let name = match self.service.variable(&view.inside) {
            Some(inside) => inside.name.as_str(),
            None => of_argument,
        };
        let mut variable = texts::declared(t, name);
        variable.data_type = match view.inside.as_str() {
            "" => texts::data_type(t, self.service, name),
            inside if inside == name => texts::data_type(t, self.service, name),
            _ => String::new(),
        };
        of_its_type(view, &shown, &variable)?;
        let met = shown
            .as_ref()
            .is_ok_and(|texts| looks::met(texts, &expected, &variable));
        Ok(Look {
            what: view.to_string(),
            shown,
            met,
            accepted: format!("{view}: {expected}"),
        })
    }

    /// The expectation with its placeholders filled.
    fn filled_in(&mut self, t: &mut Tester<'_>, expected: &Expected) -> Flow<Expected> {
        let mut filled = expected.clone();
        let single = [
            &mut filled.equals,
            &mut filled.not,
            &mut filled.has,
            &mut filled.count,
            &mut filled.at_most,
            &mut filled.at_least,
        ];
        for text in single.into_iter().flatten().chain(&mut filled.one_of) {
            *text = self.filled(t, text)?;
        }
        Ok(filled)
    }
}

/// Judges what there was to look at, or has it arranged.
pub(super) fn conclude(
    t: &mut Tester<'_>,
    step: &Step,
    looks: &[Look],
    asked: &str,
    exchange: u32,
) -> Flow {
    let observed: Vec<String> = looks
        .iter()
        .map(|look| match &look.shown {
            Ok(texts) => format!("{}: {}", look.what, texts.join(", ")),
            Err(why) => format!("{}: {why}", look.what),
        })
        .collect();
    let met = looks.iter().all(|look| look.met);
    let accepted = looks.iter().map(|look| look.accepted.clone());
    match &step.judges {
        Some(id) => t.record(
            Judgement::met(id, met)
                .asked(asked)
                .accepts(accepted)
                .observed(observed.join("; "))
                .exchanges([exchange]),
        ),
        None if met => Ok(()),
        None => Err(Stop::inconclusive(format!(
            "could not be arranged: {asked} gave {}",
            observed.join("; ")
        ))),
    }
}

/// Judges the answer to what has to be refused.
fn refused(t: &mut Tester<'_>, step: &Step, reply: &Reply) -> Flow {
    let outcome = match reply.fault().and_then(|code| u16::try_from(code).ok()) {
        Some(code) if step.faults.contains(&code) => Outcome::Pass,
        Some(_) => Outcome::Warning,
        None if reply.succeeded() => Outcome::Fail,
        None => return t.arranged(reply).map(drop),
    };
    let Some(id) = &step.judges else {
        return match outcome {
            Outcome::Pass => Ok(()),
            _ => Err(Stop::inconclusive(format!(
                "could not be arranged: {} gave {}",
                reply.asked,
                reply.describe(&reply.observed(None))
            ))),
        };
    };
    let accepted = step.faults.iter().map(|code| format!("fault {code}"));
    t.record(
        Judgement::new(id, outcome)
            .asked(&reply.asked)
            .accepts(accepted.chain(["another fault (as a warning)".to_owned()]))
            .observed(reply.describe(&reply.observed(None)))
            .exchanges([reply.exchange]),
    )
}

/// A value that is none of its variable is judged by the cases of the architecture, and once.
fn of_its_type(view: &View, shown: &Result<Vec<String>, String>, variable: &Variable) -> Flow {
    let plain = Variable {
        range: None,
        ..variable.clone()
    };
    let misfit = match shown.as_deref() {
        Ok([text]) if view.inside.is_empty() => plain.misfit(text),
        _ => None,
    };
    match misfit {
        Some(why) => Err(Stop::inconclusive(format!(
            "{view}: {why} (uda/control/results-as-described and uda/eventing/values-as-described judge that)"
        ))),
        None => Ok(()),
    }
}
