//! `amplify-ls fix`: mends files with the fixes that an editor offers, and says what was done and what is left.
//!
//! The files are mended one after the other, each beside the others as they are by then. A file whose bytes are no UTF-8
//! is left alone: what they were meant to be is not known.

use std::io::{self, Write};
use std::sync::Arc;

use amplify_config::{Change, Done, Mended, Mending, mend, wanted_lookups};
use similar::TextDiff;

use super::Outcome;
use super::arguments::FixArguments;
use super::inputs::{Inputs, ReadFile, on_all_cores};
use super::learning;
use super::output::{complain, tell, to_stdout};
use crate::files::{self, Trouble};
use crate::report::{self, CheckedFile, Format, Limits, Report};

/// Mends what the arguments name.
pub(super) fn run(arguments: &FixArguments) -> io::Result<Outcome> {
    let Some(mut inputs) = Inputs::read(&arguments.files, wanted_lookups) else { return Ok(Outcome::Failed) };
    let which = if arguments.is_unsafe { Mending::Likely } else { Mending::Safe };
    let mut mended: Vec<(ReadFile, Mended)> = Vec::new();
    for number in 0..inputs.files.len() {
        let file = &inputs.files[number];
        let path = file.document.path.clone();
        let result = if file.fault.is_none() { mend(&inputs.project, &path, which) } else { None };
        let Some(result) = result else { continue };
        if !arguments.diff
            && !file.found.is_stdin
            && let Err(message) = files::replace(&file.found.path, file.document.text(), &result.text)
        {
            inputs.troubles.push(Trouble { path: file.found.shown.clone(), message });
            continue;
        }
        inputs.project.apply(Change::Text(path.clone(), Some(Arc::from(result.text.as_str()))));
        let after = inputs.project.document(&path).expect("it was just put there").clone();
        let after = file.of(after);
        let before = std::mem::replace(&mut inputs.files[number], after);
        mended.push((before, result));
    }
    let mut left: Vec<CheckedFile> = on_all_cores(&inputs.files, |file| inputs.judge(file));
    left.sort_by(|left, right| left.shown.cmp(&right.shown));
    let report = Report { files: left, troubles: std::mem::take(&mut inputs.troubles), limits: Limits::default() };

    let stdin = inputs.files.iter().find(|file| file.found.is_stdin);
    to_stdout(|out| match stdin {
        _ if arguments.diff => mended.iter().try_for_each(|(before, after)| write_diff(before, after, out)),
        // Whoever pipes a text through wants it back, whatever was done.
        Some(file) => out.write_all(file.document.text().as_bytes()),
        None => {
            mended.iter().try_for_each(|(file, mended)| write_done(&file.found.shown, &mended.done, out))?;
            if !mended.is_empty() && report.files.iter().any(|file| !file.findings.is_empty()) {
                writeln!(out)?;
            }
            report::write(&report, Format::Human, out)
        }
    })?;
    for trouble in &report.troubles {
        complain(trouble);
    }
    learning::lines(&inputs.unlearned).for_each(complain);
    let count = mended.iter().map(|(_, mended)| mended.done.len()).sum();
    if !report.files.is_empty() {
        tell(format_args!("{}; left: {}", summary(count, mended.len(), arguments.diff), report.summary()));
    }
    Ok(match () {
        () if !report.troubles.is_empty() || learning::has_failed(&inputs.unlearned) => Outcome::Failed,
        () if arguments.diff && !mended.is_empty() => Outcome::Faults,
        () if report.limits.are_broken_by(report.summary()) => Outcome::Faults,
        () => Outcome::Clean,
    })
}

/// `3 mended in 1 file`
fn summary(count: usize, files: usize, is_diff: bool) -> String {
    let done = if is_diff { "can be mended" } else { "mended" };
    match (count, files) {
        (0, _) if is_diff => "nothing can be mended".to_owned(),
        (0, _) => "nothing mended".to_owned(),
        (_, 1) => format!("{count} {done} in 1 file"),
        _ => format!("{count} {done} in {files} files"),
    }
}

/// A line for each fix, with the place it was at.
fn write_done(shown: &str, done: &[Done], out: &mut dyn Write) -> io::Result<()> {
    done.iter().try_for_each(|done| {
        writeln!(out, "mended[{}]: {}:{}: {}", done.code, report::printable(shown), done.line + 1, done.title)
    })
}

/// As `git apply` and `patch -p1` take it.
fn write_diff(before: &ReadFile, after: &Mended, out: &mut dyn Write) -> io::Result<()> {
    let name = report::printable(&before.found.shown);
    let (old, new) = match name.starts_with('/') {
        true => (name.clone(), name),
        false => (format!("a/{name}"), format!("b/{name}")),
    };
    let diff = TextDiff::from_lines(before.document.text(), &after.text);
    write!(out, "{}", diff.unified_diff().header(&old, &new))
}
