//! Sign-in through the browser: the domain of the login pages, the addresses to come back to, scopes and grant.
//!
//! The three kinds of file hold the same things under other names. What a field is, its schema says (`resource`); so one
//! set of rules serves them all. [`Login`] is one such block, read once; each file beside this one looks at a part of it.

mod block;
pub(super) mod domain;
mod redirects;
mod scopes;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use amplify_json::edit::{Edit, Layout, indent_at};
use amplify_json::schema::SubschemaId;
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::impact::{self, readers_that};
use crate::keywords::{Library, Reading};
use crate::placeholders::is_placeholder;
use crate::project::Project;
use crate::rule::{Check, rule};

pub(in crate::rules) static CHECK: Check = Check {
    rules: &[
        rule!("oauth", "implicit-grant"),
        rule!("oauth", "incomplete-oauth"),
        rule!("oauth", "oauth-domain"),
        rule!("oauth", "oauth-scope"),
        rule!("oauth", "redirect-lists-differ"),
        rule!("oauth", "redirect-platform"),
        rule!("oauth", "redirect-uri"),
        rule!("oauth", "unused-oauth"),
    ],
    run: check,
};

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let spoken_of = spoken_of(found);
    for login in logins(project, document, &spoken_of) {
        domain::check(&login, found);
        redirects::check(&login, found);
        scopes::check(&login, found);
        block::check_grant(&login, found);
    }
    block::check(project, document, found);
}

/// The values of which another rule has said that they are no value at all: placeholders, holes, ids of something else.
pub(in crate::rules) fn spoken_of(found: &[Diagnostic]) -> HashSet<(usize, usize)> {
    let about_values = found.iter().filter(|diagnostic| diagnostic.code != "region-mismatch");
    let ranges = about_values.flat_map(|diagnostic| {
        let related = diagnostic.related.iter().filter(|_| diagnostic.code == "misplaced-id");
        related.map(|related| &related.range).chain([&diagnostic.range])
    });
    ranges.map(|range| (range.start, range.end)).collect()
}

/// The settings of one hosted sign-in: what stands in one object.
pub(in crate::rules) struct Login<'d> {
    pub(in crate::rules) project: &'d Project,
    pub(in crate::rules) document: &'d Document,
    pub(in crate::rules) domain: Option<Text<'d>>,
    pub(in crate::rules) sign_in: Option<List<'d>>,
    pub(in crate::rules) sign_out: Option<List<'d>>,
    pub(in crate::rules) scopes: Option<List<'d>>,
    pub(in crate::rules) grant: Option<Text<'d>>,
    /// The libraries that read it.
    pub(in crate::rules) readers: Vec<Library>,
    /// The libraries that the project is known to use.
    pub(in crate::rules) used: BTreeSet<Library>,
}

/// One text, or one part of a text that holds several.
pub(in crate::rules) struct Text<'d> {
    pub(in crate::rules) node: Node<'d>,
    pub(in crate::rules) id: SubschemaId,
    pub(in crate::rules) text: Cow<'d, str>,
    pub(in crate::rules) range: Range<usize>,
    /// Bytes of `range` are those of `text`: no escape is in it.
    pub(in crate::rules) is_plain: bool,
    /// It is cut out of a text with commas.
    pub(in crate::rules) is_part: bool,
    /// Another rule has said that it is no value at all.
    pub(in crate::rules) is_settled: bool,
}

/// Several texts: the items of a list, or in Gen 1 one text cut at its commas.
pub(in crate::rules) struct List<'d> {
    /// The list, or the text.
    pub(in crate::rules) node: Node<'d>,
    pub(in crate::rules) texts: Vec<Text<'d>>,
    /// All that stands in the list could be read.
    pub(in crate::rules) is_whole: bool,
}

/// Every block of the file that some library reads, in the order of the text.
pub(in crate::rules) fn logins<'d>(
    project: &'d Project,
    document: &'d Document,
    spoken_of: &HashSet<(usize, usize)>,
) -> Vec<Login<'d>> {
    let Some(knowledge) = document.knowledge() else { return Vec::new() };
    let mut found: Vec<(Node<'d>, Login<'d>)> = Vec::new();
    for (node, id) in document.values() {
        let Some(part) = Part::of(knowledge.keywords(id).resource.as_deref(), node) else { continue };
        let Some(block) = node.ancestors().find(|above| above.kind() == Kind::Object) else { continue };
        // The old place of these settings, below the user pool, is parsed by one library and used by none.
        if block.name() == "HostedUI" || node.kind() != Kind::String || node.is_damaged() {
            continue;
        }
        let at = found.iter().rposition(|(other, _)| *other == block).unwrap_or_else(|| {
            found.push((block, Login::new(project, document, node, id)));
            found.len() - 1
        });
        let login = &mut found[at].1;
        let is_settled = spoken_of.contains(&(node.range().start, node.range().end));
        let text = Text { is_settled, ..Text::whole(node, id) };
        match part {
            Part::Domain => login.domain = Some(text),
            Part::SignIn => List::take(&mut login.sign_in, text),
            Part::SignOut => List::take(&mut login.sign_out, text),
            Part::Scope => List::take(&mut login.scopes, text),
            Part::Grant => login.grant = Some(text),
        }
    }
    found.into_iter().map(|(_, login)| login).collect()
}

/// What a block is made of.
#[derive(Clone, Copy)]
enum Part {
    Domain,
    SignIn,
    SignOut,
    Scope,
    Grant,
}

impl Part {
    /// By the word of the schema, or by the name of what is no resource.
    fn of(resource: Option<&str>, node: Node<'_>) -> Option<Part> {
        match resource {
            Some("oauth-domain") => Some(Part::Domain),
            Some("redirect-sign-in") => Some(Part::SignIn),
            Some("redirect-sign-out") => Some(Part::SignOut),
            Some("oauth-scope") => Some(Part::Scope),
            None if ["response_type", "responseType"].contains(&&*node.name()) => Some(Part::Grant),
            _ => None,
        }
    }
}

impl<'d> Login<'d> {
    fn new(project: &'d Project, document: &'d Document, node: Node<'d>, id: SubschemaId) -> Login<'d> {
        let list = node.parent().filter(|parent| parent.kind() == Kind::Array);
        let id = list.and_then(|list| document.subschema(list)).map_or(id, |(_, id)| id);
        let readers = readers_that(document, id, &[Reading::Needs, Reading::Checks, Reading::Reads]);
        let (domain, grant) = (None, None);
        let used = project.libraries(&document.path);
        Login { project, document, domain, sign_in: None, sign_out: None, scopes: None, grant, readers, used }
    }

    /// The object that holds the settings.
    pub(in crate::rules) fn block(&self) -> Option<Node<'d>> {
        let lists = [&self.sign_in, &self.sign_out, &self.scopes].into_iter().flatten().map(|list| list.node);
        let texts = [&self.domain, &self.grant].into_iter().flatten().map(|text| text.node);
        texts.chain(lists).next()?.container()
    }

    /// Those of `libraries` that read the block.
    fn reading(&self, libraries: &[Library]) -> Vec<Library> {
        libraries.iter().copied().filter(|library| self.readers.contains(library)).collect()
    }

    pub(in crate::rules) fn severity(&self, broken: &[Library]) -> Severity {
        impact::severity(self.project, self.document, broken)
    }

    /// The project is known to use the library.
    fn uses(&self, library: Library) -> bool {
        self.used.contains(&library)
    }

    /// The project may use the library: nothing else is known.
    fn may_use(&self, library: Library) -> bool {
        self.readers.contains(&library) && (self.used.is_empty() || self.uses(library))
    }

    fn kind(&self) -> Option<ConfigKind> {
        self.document.kind()
    }
}

impl<'d> Text<'d> {
    fn whole(node: Node<'d>, id: SubschemaId) -> Text<'d> {
        let text = node.string_value();
        let range = node.content_range();
        let is_plain = range.len() == text.len();
        Text { node, id, text, range, is_plain, is_part: false, is_settled: false }
    }

    /// Nothing can be said of it: it is empty, stands for a value, or has white space around, which other rules say.
    pub(in crate::rules) fn is_open(&self) -> bool {
        let text = self.text.trim();
        // `example.com` is a placeholder and yet an address like any other; blanks and stars are faults of their own.
        let lower = text.to_ascii_lowercase().replace("example", "").replace(['*', ' ', '\t'], "");
        // Brackets around a whole address are an address in brackets.
        let lower =
            lower.strip_prefix('<').filter(|inner| inner.contains("://")).unwrap_or(&lower).trim_end_matches('>');
        let is_marked = is_placeholder(lower);
        // What cannot be seen is said to be there by another rule.
        let has_invisible = text.contains(|character: char| !character.is_ascii() && !character.is_alphanumeric());
        text.is_empty()
            || self.is_settled
            || is_marked
            || has_invisible
            || !self.is_part && text.len() < self.text.len()
    }

    /// Writes `text` instead; a part of a text with escapes cannot be written alone.
    pub(in crate::rules) fn replace(&self, text: &str) -> Option<Edit> {
        (!self.is_part || self.is_plain).then(|| Edit::replace(self.range.clone(), escape(text)))
    }

    /// What is marked: the value with its quotes, or the part.
    pub(in crate::rules) fn marked(&self) -> Range<usize> {
        if self.is_part { self.range.clone() } else { self.node.range() }
    }
}

impl<'d> List<'d> {
    /// The key of a list; a text as a whole.
    fn telling_range(&self) -> Range<usize> {
        let key = self.node.member().and_then(Node::key).filter(|_| self.node.kind() == Kind::Array);
        key.map_or_else(|| self.node.range(), Node::range)
    }

    /// Adds an item; a text that is no item is cut at its commas.
    fn take(list: &mut Option<List<'d>>, text: Text<'d>) {
        let above = text.node.parent().filter(|parent| parent.kind() == Kind::Array);
        let node = above.unwrap_or(text.node);
        let list = list.get_or_insert_with(|| List { node, texts: Vec::new(), is_whole: true });
        match above {
            Some(above) => {
                let is_sound = |item: Node<'_>| item.kind() == Kind::String && !item.is_damaged();
                list.is_whole = !above.is_doubtful() && above.items().all(is_sound);
                list.texts.push(text);
            }
            None => list.texts = text.cut(),
        }
    }
}

impl<'d> Text<'d> {
    /// The parts between commas; one part is the text itself. White space around the whole is not theirs. Where the text
    /// has escapes every part is marked as the whole.
    fn cut(self) -> Vec<Text<'d>> {
        if !self.text.contains(',') {
            return vec![self];
        }
        let inner = self.text.trim();
        let mut at = self.range.start + (self.text.len() - self.text.trim_start().len());
        let part = |part: &str| {
            let range = if self.is_plain { at..at + part.len() } else { self.range.clone() };
            at += part.len() + 1;
            let text = Cow::Owned(part.to_owned());
            Text {
                node: self.node,
                id: self.id,
                text,
                range,
                is_plain: self.is_plain,
                is_part: true,
                is_settled: self.is_settled,
            }
        };
        inner.split(',').map(part).collect()
    }
}

/// What stands between two items of a list that is laid out like the one of `item`.
fn separator(item: Node<'_>) -> String {
    let text = item.tree().text();
    let start = item.range().start;
    let indent = indent_at(text, start);
    let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    if line_start + indent.len() == start { format!(",{}{indent}", Layout::of(text).line_end) } else { ", ".to_owned() }
}
