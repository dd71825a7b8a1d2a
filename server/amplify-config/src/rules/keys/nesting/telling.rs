//! What is said of keys at a wrong level, and the edit that brings them where they belong.

use amplify_json::Node;
use amplify_json::edit::{Edit, Layout, indent_at, lay_out, remove_child};
use amplify_json::schema::SubschemaId;
use amplify_json::string::quote;

use super::{ANY_NAME, Level, Way};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::fitting::fitting;
use crate::impact::{readers_that, severity};
use crate::keywords::Reading;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::removal::remove_run;
use crate::wording;

/// Longer parts of a file are not moved by a fix: nobody reads such an edit.
const MOVABLE: usize = 20_000;

impl Level<'_> {
    pub(in crate::rules::keys) fn diagnostic(
        &self,
        project: &Project,
        document: &Document,
        knowledge: &Knowledge,
    ) -> Option<Diagnostic> {
        let first = self.members.first()?;
        let id = knowledge.schema.at(self.object)?;
        let (message, severity) = match &self.way {
            Way::Down(path) => {
                let keys: Vec<_> = self.members.iter().map(|member| member.name()).collect();
                let (it, stands) = if keys.len() == 1 { ("it", "it stands") } else { ("them", "they stand") };
                let keys = match keys.as_slice() {
                    few if few.len() <= 3 => wording::code_list(few, "and"),
                    many => format!("`{}` and {} more keys", many[0], many.len() - 1),
                };
                let inside = match path.as_slice() {
                    [ANY_NAME] => format!("an entry with a name of its own, such as `{ANY_NAME}`"),
                    path => format!("`{}`", path.join(".")),
                };
                let message = format!("{keys} must stand inside {inside}: no library finds {it} where {stands} now");
                (message, self.severity_down(project, document, knowledge, id, path))
            }
            Way::Up(_) => {
                let holder = wording::place(self.object);
                let message = format!("`{}` is a level too many in {holder}: no library looks into it", first.name());
                let needs: Vec<_> =
                    self.names.iter().flat_map(|(_, id)| readers_that(document, *id, &[Reading::Needs])).collect();
                let severity = if needs.is_empty() { Severity::Warning } else { severity(project, document, &needs) };
                (message, severity)
            }
        };
        let fix = self.fix(knowledge, document);
        // A key of Gen 1 that got into a Gen 2 file alone is rather too much than at a wrong place.
        let remove = (self.stops_js(document) && self.members.len() == 1)
            .then(|| Fix::possible(format!("Remove `{}`", first.name()), vec![remove_child(*first)]));
        Some(Diagnostic::new("wrong-nesting", severity, first.key()?.range(), message).with_fix(fix).with_fix(remove))
    }

    /// A key for which amplify-js takes a whole Gen 2 file for one of Gen 1.
    fn stops_js(&self, document: &Document) -> bool {
        document.kind() == Some(ConfigKind::Outputs)
            && self.object.parent().is_none()
            && self.members.iter().any(|member| member.name().starts_with("aws_"))
    }

    fn severity_down(
        &self,
        project: &Project,
        document: &Document,
        knowledge: &Knowledge,
        id: SubschemaId,
        path: &[&str],
    ) -> Severity {
        if self.stops_js(document) {
            return Severity::Error;
        }
        let mut ids: Vec<SubschemaId> = vec![id];
        for name in path {
            ids.extend(ids.last().and_then(|&id| knowledge.schema.property(id, name)));
        }
        let that = |id: Option<&SubschemaId>, readings: &[Reading]| {
            id.map(|&id| readers_that(document, id, readings)).unwrap_or_default()
        };
        let needs = that(ids.get(1), &[Reading::Needs]);
        let checks = that(ids.last(), &[Reading::Needs, Reading::Checks]);
        severity(project, document, if needs.is_empty() { &checks } else { &needs })
    }

    fn fix(&self, knowledge: &Knowledge, document: &Document) -> Option<Fix> {
        let length: usize = self.members.iter().map(|member| member.range().len()).sum();
        if length > MOVABLE {
            return None;
        }
        let layout = Layout::of(document.text());
        match &self.way {
            Way::Down(path) => {
                let them = if self.names.len() == 1 { "it" } else { "them" };
                let title = format!("Put {them} inside `{}`", path.join("."));
                Some(Fix::likely(title, self.put_inside(knowledge, &layout, path)))
            }
            Way::Up(inner) => {
                let member = self.members.first()?;
                let texts: Vec<String> = inner
                    .members()
                    .zip(&self.names)
                    .map(|(inner, (name, id))| moved(knowledge, inner, name, *id, &layout))
                    .collect();
                let text = document.text();
                let is_line = !text[self.object.range().start..member.range().start].contains(['\n', '\r']);
                let body = texts.join(if is_line { ", " } else { ",\n" });
                let indent = indent_at(text, member.range().start);
                let edit = Edit::replace(member.range(), lay_out(&body, indent, &layout));
                Some(Fix::likely(format!("Take away the level `{}`", member.name()), vec![edit]))
            }
        }
    }

    /// The first run of the members becomes the missing object, the others are taken out.
    fn put_inside(&self, knowledge: &Knowledge, layout: &Layout, path: &[&str]) -> Vec<Edit> {
        let text = self.object.tree().text();
        let first = self.members[0];
        let is_line = !text[self.object.range().start..first.range().start].contains(['\n', '\r']);
        let mut bodies: Vec<String> = Vec::new();
        for (member, (name, id)) in self.members.iter().zip(&self.names) {
            bodies.push(moved(knowledge, *member, name, *id, layout));
        }
        let mut body = bodies.join(if is_line { ", " } else { ",\n" });
        for name in path.iter().rev() {
            body = if is_line {
                format!("{}: {{ {body} }}", quote(name))
            } else {
                format!("{}: {{\n  {}\n}}", quote(name), body.replace('\n', "\n  "))
            };
        }
        let body = lay_out(&body, indent_at(text, first.range().start), layout);
        let mut edits = Vec::new();
        let mut kept: Option<Node<'_>> = None;
        let mut run: Option<(Node<'_>, Node<'_>)> = None;
        for child in self.object.children() {
            match (self.members.contains(&child), run) {
                (true, Some((start, _))) => run = Some((start, child)),
                (true, None) => run = Some((child, child)),
                (false, _) => {
                    edits.extend(run.take().map(|run| self.cut(run, kept, Some(child), &body)));
                    kept = Some(child);
                }
            }
        }
        edits.extend(run.map(|run| self.cut(run, kept, None, &body)));
        edits
    }

    fn cut(&self, run: (Node<'_>, Node<'_>), before: Option<Node<'_>>, behind: Option<Node<'_>>, body: &str) -> Edit {
        if run.0 == self.members[0] {
            return Edit::replace(run.0.range().start..run.1.range().end, body);
        }
        remove_run(run, before, behind)
    }
}

/// A member under another name, with a value that fits there, as text for column 0 with two blanks a step.
fn moved(knowledge: &Knowledge, member: Node<'_>, name: &str, id: SubschemaId, layout: &Layout) -> String {
    let value = member.value().map(|value| match fitting(knowledge, id, value) {
        Some(fitting) => fitting.text,
        None => unindented(value, layout),
    });
    format!("{}: {}", quote(name), value.unwrap_or_default())
}

/// The text of a value, laid out for column 0 with two blanks a step.
fn unindented(value: Node<'_>, layout: &Layout) -> String {
    let text = value.text();
    let outer = indent_at(value.tree().text(), value.range().start);
    let mut lines = text.lines();
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        let mut rest = line.strip_prefix(outer).unwrap_or(line.trim_start());
        while let Some(shorter) = rest.strip_prefix(layout.indent.as_str()) {
            out.push_str("  ");
            rest = shorter;
        }
        out.push_str(rest.trim_start());
    }
    out
}
