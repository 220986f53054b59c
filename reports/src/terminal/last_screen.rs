//! The last screen: everything a reader needs without scrolling.

use super::Style;
use super::paint::Paint;
use crate::causes::{Cause, causes};
use crate::coverage::{self, Share};
use crate::evidence;
use crate::summary::{self, exit};
use crate::visible::{fit, one_line, width};
use ctk_record::{CaseResult, Record, Verdict, quote};

/// How many lines each list may take, so that the whole fits a terminal of 40 lines.
const FAILED: usize = 8;
const BROKEN: usize = 2;
const OPEN: usize = 4;
const WARNINGS: usize = 3;
const REMARKS: usize = 3;

/// The least room that a text has beside others, in columns.
const LEAST: usize = 12;

/// The last screen of a run. `places` are the reports that were written: kind and path, as `("json", "run.json")`.
pub fn last_screen(record: &Record, style: Style, places: &[(String, String)]) -> String {
    let mut screen = Screen {
        style,
        lines: Vec::new(),
    };
    screen.device(record);
    screen.verdict(record);
    screen.failed(record);
    screen.list_of(record, Verdict::Error, "Broken in the suite itself", BROKEN);
    screen.remarks(record);
    screen.open(record);
    screen.warnings(record);
    screen.coverage(record);
    screen.places(places);
    screen.next(record, places);
    screen.lines.join("\n") + "\n"
}

struct Screen {
    style: Style,
    lines: Vec<String>,
}

impl Screen {
    fn push(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn title(&mut self, paint: Paint, text: &str) {
        let text = self.style.paint(paint, text);
        self.push(text);
    }

    fn device(&mut self, record: &Record) {
        let text = match &record.device {
            Some(device) => {
                let name = format!(
                    "{} ({} {})",
                    device.friendly_name, device.manufacturer, device.model_name
                );
                format!("{name} · UDA {} · {}", device.uda, device.description_url)
            }
            None => format!("no device was reached: {}", record.header.target.join(" ")),
        };
        let text = fit(&text, self.style.width);
        let text = self.style.paint(Paint::Faint, &text);
        self.push(text);
    }

    fn verdict(&mut self, record: &Record) {
        let paint = match summary::exit_code(record, summary::remarks(record)) {
            exit::CLEAN if summary::is_mostly_open(record) => Paint::Of(Verdict::Inconclusive),
            exit::CLEAN => Paint::Of(Verdict::Pass),
            exit::FAILED => Paint::Of(Verdict::Fail),
            exit::BROKEN => Paint::Of(Verdict::Error),
            _ => Paint::Of(Verdict::Inconclusive),
        };
        // Never shortened: it is the one line that has to be whole.
        self.title(
            paint,
            &format!("VERDICT  {}", summary::verdict_line(record)),
        );
        if let Some(company) = &record.company {
            let text = format!("COMPANY  {company}");
            self.title(Paint::Of(Verdict::Error), &one_line(&text));
        }
        if let Some(altered) = summary::alteration(record) {
            let text = format!("WARNING  {altered}");
            self.title(Paint::Of(Verdict::Error), &one_line(&text));
        }
        let counts = summary::counts(record);
        let mut terms = Vec::new();
        for verdict in [
            Verdict::Pass,
            Verdict::Fail,
            Verdict::Inconclusive,
            Verdict::NotApplicable,
            Verdict::Error,
        ] {
            let term = format!("{} {}", counts.of(verdict), verdict.spoken());
            let paint = if counts.of(verdict) == 0 {
                Paint::Faint
            } else {
                Paint::Of(verdict)
            };
            terms.push(self.style.paint(paint, &term));
        }
        let mut sum = format!("{} = {} planned", terms.join(" + "), counts.cases);
        if counts.not_selected > 0 {
            sum.push_str(&format!("; {} not selected", counts.not_selected));
        }
        self.push(sum);
    }

    /// The causes of the failures, a line each, the worst first.
    fn failed(&mut self, record: &Record) {
        let causes = causes(record);
        let failed: Vec<&Cause> = causes
            .iter()
            .filter(|cause| cause.verdict == Verdict::Fail)
            .collect();
        if failed.is_empty() {
            return;
        }
        let title = match failed.len() {
            1 => "Failed, for one cause".to_owned(),
            many => format!("Failed, for {many} causes"),
        };
        self.title(Paint::Of(Verdict::Fail), &title);
        let (shown, rest) = capped(&failed, FAILED);
        let column = shown.iter().map(|cause| width(cause.head())).max();
        let column = column.unwrap_or(0).min(44);
        for cause in shown {
            self.cause(record, cause, column);
        }
        let more = failed[failed.len() - rest..].iter();
        self.more_of(rest, "causes", more.map(|cause| cause.cases.len()).sum());
    }

    fn cause(&mut self, record: &Record, cause: &Cause, column: usize) {
        let room = self.style.width;
        let tail = match (cause.suspect, cause.known) {
            (_, true) => " [known]".to_owned(),
            (Some(suspect), false) => format!(" [{}]", suspect.word()),
            (None, false) => String::new(),
        };
        let size = size(record, cause);
        let fixed = 4 + width(&size) + width(&tail) + LEAST;
        let id = fit(cause.head(), room.saturating_sub(fixed).max(LEAST));
        let column = column.min(room.saturating_sub(fixed));
        let pad = " ".repeat(column.saturating_sub(width(&id)));
        let used = fixed - LEAST + column.max(width(&id));
        let why = fit(&cause.text, room.saturating_sub(used).max(LEAST));
        let id = self.style.paint(Paint::Title, &id);
        let size = self.style.paint(Paint::Title, &size);
        let tail = self.style.paint(Paint::Faint, &tail);
        self.push(format!("  {id}{pad}  {size}{why}{tail}"));
    }

    /// The cases of a verdict, a line each; those that the ledger foresaw come last.
    fn list_of(&mut self, record: &Record, verdict: Verdict, title: &str, most: usize) {
        let mut rows: Vec<_> = record
            .outcomes()
            .filter(|(_, outcome)| outcome.verdict == verdict)
            .collect();
        if rows.is_empty() {
            return;
        }
        rows.sort_by_key(|(_, outcome)| outcome.known_failure.is_some());
        self.title(Paint::Of(verdict), title);
        let (shown, rest) = capped(&rows, most);
        let column = shown
            .iter()
            .map(|(case, _)| width(&case.planned.id))
            .max()
            .unwrap_or(0)
            .min(44);
        for (case, outcome) in shown {
            let id = fit(
                &case.planned.id,
                self.style.width.saturating_sub(24).max(20),
            );
            let pad = " ".repeat(column.saturating_sub(width(&id)));
            let tail = tail(outcome);
            let used = 2 + column.max(width(&id)) + 2 + width(&tail);
            let why = fit(
                &evidence::in_short(record, case),
                self.style.width.saturating_sub(used).max(12),
            );
            let id = self.style.paint(Paint::Title, &id);
            let tail = self.style.paint(Paint::Faint, &tail);
            self.push(format!("  {id}{pad}  {why}{tail}"));
        }
        self.more(rest);
    }

    fn remarks(&mut self, record: &Record) {
        let remarks = summary::remarks(record);
        if remarks.is_empty() {
            return;
        }
        self.title(Paint::Of(Verdict::Fail), "Against the run");
        let (shown, rest) = capped(remarks, REMARKS);
        for remark in shown {
            let remark = fit(remark, self.style.width.saturating_sub(2));
            self.push(format!("  {remark}"));
        }
        self.more(rest);
    }

    fn open(&mut self, record: &Record) {
        let groups = evidence::open_by_cause(record);
        if groups.is_empty() {
            return;
        }
        self.title(Paint::Of(Verdict::Inconclusive), "Not judged");
        let (shown, rest) = capped(&groups, OPEN);
        for (reason, cases) in shown {
            self.group(cases, reason);
        }
        self.more_of(
            rest,
            "kinds",
            groups[groups.len() - rest..]
                .iter()
                .map(|(_, cases)| cases.len())
                .sum(),
        );
    }

    fn warnings(&mut self, record: &Record) {
        let groups = evidence::warnings_by_ruling(record);
        if groups.is_empty() {
            return;
        }
        self.title(Paint::Warning, "Warnings");
        let (shown, rest) = capped(&groups, WARNINGS);
        for (ruling, text, cases) in shown {
            self.group(cases, &format!("{ruling}: {text}"));
        }
        self.more_of(
            rest,
            "kinds",
            groups[groups.len() - rest..]
                .iter()
                .map(|(.., cases)| cases.len())
                .sum(),
        );
    }

    /// A group of cases with what they have in common: their number, the text, and as many names as fit.
    fn group<C: AsRef<str>>(&mut self, cases: &[C], text: &str) {
        let count = format!("{:>4} × ", cases.len());
        let room = self.style.width.saturating_sub(width(&count));
        let names: Vec<&str> = cases.iter().map(AsRef::as_ref).collect();
        let names = names.join(", ");
        let text = fit(
            text,
            (room * 3 / 5)
                .max(room.saturating_sub(width(&names) + 2))
                .max(12),
        );
        let names = fit(&names, room.saturating_sub(width(&text) + 2).max(8));
        let names = self.style.paint(Paint::Faint, &names);
        self.push(format!("{count}{text}  {names}"));
    }

    fn more(&mut self, rest: usize) {
        if rest > 0 {
            let text = self
                .style
                .paint(Paint::Faint, &format!("  … and {rest} more"));
            self.push(text);
        }
    }

    fn more_of(&mut self, rest: usize, what: &str, cases: usize) {
        if rest > 0 {
            let text = self.style.paint(
                Paint::Faint,
                &format!("  … and {rest} more {what}, {cases} in all"),
            );
            self.push(text);
        }
    }

    fn coverage(&mut self, record: &Record) {
        let coverage = coverage::coverage(record);
        let part = |name: &str, share: Share| format!("{name} {}/{}", share.tried, share.of);
        let parts = [
            part("requirements", coverage.requirements_share()),
            part("session cells", coverage.session_share()),
            part("folder cells", coverage.folder_share()),
            part("error codes", coverage.errors_share()),
        ];
        let title = self.style.paint(Paint::Title, "Covered");
        let line = fit(&parts.join(" · "), self.style.width.saturating_sub(9));
        self.push(format!("{title}  {line}"));
    }

    fn places(&mut self, places: &[(String, String)]) {
        if places.is_empty() {
            return;
        }
        self.title(Paint::Title, "Reports");
        for (kind, path) in places {
            self.push(format!("  {kind:<8} {}", one_line(path)));
        }
    }

    fn next(&mut self, record: &Record, places: &[(String, String)]) {
        let place = |kind: &str| {
            places
                .iter()
                .find(|(known, _)| known == kind)
                .map(|(_, path)| path.as_str())
        };
        let mut next = Vec::new();
        let first = |wanted: Verdict| {
            let mut rows = record.outcomes();
            rows.find(|(_, outcome)| outcome.verdict == wanted && outcome.known_failure.is_none())
        };
        let worst = causes(record)
            .into_iter()
            .find(|one| one.verdict == Verdict::Fail && !one.known);
        let told = worst.and_then(|cause| {
            let mut rows = record.outcomes();
            rows.find(|(case, _)| case.planned.id == cause.head())
        });
        if let Some((case, outcome)) = told.or_else(|| first(Verdict::Error)) {
            next.push(one_line(&outcome.reproduce));
            let judged = evidence::decisive(record, case);
            if let Some(judgement) = judged.first() {
                next.push(format!(
                    "messaging-ctk explain {}",
                    one_line(&judgement.requirement)
                ));
            }
        } else if let Some((case, _)) = first(Verdict::Inconclusive) {
            next.push(format!(
                "messaging-ctk explain {}",
                one_line(&case.planned.id)
            ));
        }
        if place("html").is_none()
            && let Some(run) = place("journal").or_else(|| place("json"))
        {
            next.push(format!(
                "messaging-ctk report {} --report html=report.html",
                one_line(&quote(run))
            ));
        }
        if next.is_empty() {
            return;
        }
        self.title(Paint::Title, "Next");
        for command in next {
            self.push(format!("  {command}"));
        }
    }
}

/// How many cases a cause took along, where it is more than the one that tells it.
fn size(record: &Record, cause: &Cause) -> String {
    let is_open = |id: &&String| {
        let case = record.cases.iter().find(|case| case.planned.id == **id);
        case.is_some_and(|case| record.outcome(case).verdict == Verdict::Inconclusive)
    };
    let open = cause.cases.iter().filter(is_open).count();
    match (cause.cases.len() - open, open) {
        (1, 0) => String::new(),
        (failed, 0) => format!("({failed} cases) "),
        (failed, open) => format!("({failed} failed, {open} not judged) "),
    }
}

/// What follows a failed case: the suspect, and that the failure was foreseen.
fn tail(outcome: &CaseResult) -> String {
    let suspect = outcome.suspect.map(|suspect| suspect.word());
    match (suspect, &outcome.known_failure) {
        (_, Some(_)) => " [known]".to_owned(),
        (Some(suspect), None) => format!(" [{suspect}]"),
        (None, None) => String::new(),
    }
}

/// The first of a list, and how many are left out. A list is never cut for the sake of one line.
fn capped<T>(list: &[T], most: usize) -> (&[T], usize) {
    if list.len() <= most + 1 {
        (list, 0)
    } else {
        (&list[..most], list.len() - most)
    }
}
