//! The devices of a fleet, judged: so many at a time, each as `run` would, in its own folder.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::thread;

use ctk_reports::fleet::worse;
use ctk_reports::formats::{self, Format};

use super::file::Member;
use super::results::Results;
use super::view::View;
use crate::commands::run;
use crate::exit_code::{BROKEN, Failure, OK};
use crate::interrupt;
use crate::output::report_kind::ReportSpec;
use crate::output::run_folder::JOURNALS;

/// Judges the devices and returns the worst exit code. What goes wrong with one does not keep the others from being
/// judged.
pub fn judge(members: &[Member], results: &Results, at_once: usize, view: &Arc<View>) -> u8 {
    let next = AtomicUsize::new(0);
    let code = AtomicU8::new(OK);
    let work = || {
        while !interrupt::interrupted() {
            let Some(member) = members.get(next.fetch_add(1, Ordering::Relaxed)) else {
                return;
            };
            let one = one(member, results, view);
            let _ = code.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |known| {
                Some(worse(known, one))
            });
        }
    };
    let workers = at_once.min(members.len());
    thread::scope(|scope| {
        let threads = (0..workers).map(|_| thread::Builder::new().spawn_scoped(scope, work));
        // Where the system gives no more threads, fewer devices are judged at the same time.
        if threads.filter(Result::is_ok).count() == 0 {
            work();
        }
    });
    code.load(Ordering::Relaxed)
}

fn one(member: &Member, results: &Results, view: &Arc<View>) -> u8 {
    let mut args = member.args.clone();
    args.output.spectator = Some(view.begins(&member.name));
    let folder = results.of(member);
    args.output.journal = Some(folder.join(JOURNALS[0]));
    let report = |format: Format, name: &str| ReportSpec {
        format,
        path: Some(folder.join(name)),
    };
    args.output.report = vec![report(formats::JSON, "run.json")];
    args.output
        .report
        .extend(Format::named("html").map(|html| report(html, "run.html")));
    let judged = results.set_aside(member).and_then(|()| {
        // A device whose run breaks is one device.
        let run = || run::run(&args, &member.words);
        catch_unwind(AssertUnwindSafe(run))
            .unwrap_or_else(|_| Err(Failure::broken("the kit broke while it was judged")))
    });
    let (code, word) = match judged {
        Ok(code) => (code, format!("exit code {code}")),
        Err(Failure { code, message }) => (code, format!("exit code {code}: {message}")),
    };
    if code == BROKEN {
        view.say(&format!(
            "{}: this says nothing about the device",
            member.name
        ));
    }
    view.ends(&member.name, &word);
    code
}
