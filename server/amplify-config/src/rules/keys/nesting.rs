//! Keys that stand one or more levels too high or too low: the object that should hold them is missing, or there is one
//! too many.
//!
//! All that belongs into one missing object is one fault, and the missing object is no second one. What is told here is
//! what else would be told of each key alone.

mod telling;

use std::collections::HashSet;

use amplify_json::schema::{Additional, SubschemaId};
use amplify_json::{Kind, Node, NodeId, ViolationKind};

use super::meaning::{can_be, is_comment};
use crate::document::Document;
use crate::fitting::{fits, fitting};
use crate::knowledge::Knowledge;
use crate::rules::file::mixed::is_foreign_member;
use crate::spelling::nearest;

/// No file of ours goes deeper.
const DEEPEST: usize = 3;

/// Keys at a wrong level.
pub(super) struct Level<'d> {
    /// The object they are in, or that the one too many is in.
    object: Node<'d>,
    /// The members that stand wrong, in the order of the text.
    pub(super) members: Vec<Node<'d>>,
    way: Way<'d>,
    /// What they are called where they belong; those of an object too many are the names of its members.
    names: Vec<Field>,
}

/// A name for an entry that may have any.
const ANY_NAME: &str = "myAPI";

type Field = (&'static str, SubschemaId);

enum Way<'d> {
    /// Into these objects, which are missing.
    Down(Vec<&'static str>),
    /// Out of this object, which is or is in the only member here.
    Up(Node<'d>),
}

/// The levels that are missing or too many. `settled` are members of which it is known what they were meant to be.
pub(super) fn levels<'d>(
    document: &'d Document,
    knowledge: &'static Knowledge,
    settled: &HashSet<NodeId>,
) -> Vec<Level<'d>> {
    let mut objects: Vec<(Node<'d>, &[String])> = Vec::new();
    for violation in document.single_violations() {
        let node = document.tree.node(violation.node);
        match &violation.kind {
            ViolationKind::UnknownProperty(_) => objects.extend(node.container().map(|object| (object, &[][..]))),
            ViolationKind::MissingProperties(names) => objects.push((node, names)),
            ViolationKind::NoAlternative(_) => objects.push((node, &[])),
            // What is no entry of an object of named entries.
            ViolationKind::WrongType(_) => objects.extend(node.container().map(|object| (object, &[][..]))),
            _ => {}
        }
    }
    // Of one object the entry that names what is missing comes first.
    objects.sort_by_key(|(object, names)| (object.id(), std::cmp::Reverse(names.len())));
    objects.dedup_by_key(|(object, _)| *object);
    objects.retain(|(object, _)| object.kind() == Kind::Object && !object.is_doubtful() && object.is_closed());
    let mut found = Vec::new();
    for (object, missing) in objects {
        let Some(id) = knowledge.schema.at(object) else { continue };
        let mut strangers = strangers(knowledge, object, id);
        strangers.retain(|member| !settled.contains(&member.id()) && !is_foreign_member(document, *member));
        match down(knowledge, object, id, &strangers, missing) {
            Some(level) => found.push(level),
            None => found.extend(strangers.iter().filter_map(|&member| up(knowledge, object, id, member))),
        }
    }
    found
}

/// The values that stand at a wrong level although the schema takes their keys for free names: of them nothing else is
/// to be said.
pub(in crate::rules) fn misplaced_entries(document: &Document) -> HashSet<NodeId> {
    let Some(knowledge) = document.knowledge() else { return HashSet::new() };
    let levels = levels(document, knowledge, &HashSet::new());
    levels.iter().flat_map(|level| &level.members).filter_map(|member| member.value()).map(Node::id).collect()
}

/// The members that the object has no field for.
fn strangers<'d>(knowledge: &Knowledge, object: Node<'d>, id: SubschemaId) -> Vec<Node<'d>> {
    let subschema = knowledge.subschema(id);
    let known = knowledge.schema.properties(id);
    // Where any name is allowed for an object, what is no object has no business there.
    let is_entry = |member: Node<'_>| {
        matches!(subschema.additional, Additional::Like(_))
            && member.value().is_none_or(|value| matches!(value.kind(), Kind::Object | Kind::Missing))
    };
    let is_sound = |member: Node<'_>| member.key().is_some_and(|key| !key.is_damaged());
    object
        .members()
        .filter(|&member| {
            let name = member.name();
            let is_known = known.iter().any(|(other, _)| *other == name)
                || subschema.patterns.iter().any(|(pattern, _)| pattern.is_match(&name));
            is_sound(member) && !is_known && !is_entry(member) && !is_comment(&name)
        })
        .filter(|member| match knowledge.field_called(&known, &member.name()) {
            Some(right) => !can_be(knowledge, &known, right, *member),
            None => nearest(&member.name(), known.iter().map(|(name, _)| *name)).is_none(),
        })
        .collect()
}

/// The missing object that knows most of the strangers.
fn down<'d>(
    knowledge: &'static Knowledge,
    object: Node<'d>,
    id: SubschemaId,
    strangers: &[Node<'d>],
    missing: &[String],
) -> Option<Level<'d>> {
    if strangers.is_empty() {
        return None;
    }
    // Where any key is allowed, only what is certainly missing can have been meant.
    let takes_any = knowledge.subschema(id).additional != Additional::Forbidden;
    let is_candidate = |name: &str| !takes_any || missing.iter().any(|missing| missing == name);
    let mut best: Option<(Vec<&'static str>, SubschemaId, usize)> = None;
    let mut is_tied = false;
    let mut open: Vec<(Vec<&'static str>, SubschemaId)> = vec![(Vec::new(), id)];
    let mut at = 0;
    while let Some((path, above)) = open.get(at).cloned() {
        at += 1;
        for (name, below) in knowledge.schema.properties(above) {
            let is_there = path.is_empty() && (object.member_named(name).is_some() || !is_candidate(name));
            let takes_object = knowledge.subschema(below).types.iter().any(|kind| kind == "object");
            if is_there || !takes_object || knowledge.keywords(below).generated {
                continue;
            }
            let path: Vec<&'static str> = path.iter().copied().chain([name]).collect();
            let count: usize = strangers.iter().map(|&member| weight(knowledge, below, member)).sum();
            match &best {
                Some((_, _, most)) if count < *most => {}
                Some((way, _, most)) if count == *most && way.len() < path.len() => {}
                Some((_, _, most)) if count == *most => is_tied = true,
                _ if count == 0 => {}
                _ => {
                    best = Some((path.clone(), below, count));
                    is_tied = false;
                }
            }
            if path.len() < DEEPEST {
                open.push((path, below));
            }
        }
    }
    let best = best.map(|(path, below, _)| (path, below)).filter(|_| !is_tied);
    let (path, below) = best.or_else(|| unnamed_entry(knowledge, id, strangers))?;
    let (members, names) =
        strangers.iter().filter_map(|&member| Some((member, place_in(knowledge, below, member)?))).unzip();
    Some(Level { object, members, way: Way::Down(path), names })
}

/// How well a member fits into an object of that schema: that it has a place there, and then what is known inside it.
fn weight(knowledge: &'static Knowledge, id: SubschemaId, member: Node<'_>) -> usize {
    const PLACE: usize = 1000;
    let Some((_, property)) = place_in(knowledge, id, member) else { return 0 };
    let known = knowledge.schema.properties(property);
    let inner = member.value().into_iter().flat_map(Node::members);
    PLACE + inner.filter(|member| known.iter().any(|(name, _)| *name == member.name())).take(PLACE - 1).count()
}

/// Where every member is an entry with a name, what belongs into one entry, without the entry. Any name will do there:
/// it is the one that code uses.
fn unnamed_entry(
    knowledge: &'static Knowledge,
    id: SubschemaId,
    strangers: &[Node<'_>],
) -> Option<(Vec<&'static str>, SubschemaId)> {
    let Additional::Like(entry) = knowledge.subschema(id).additional else { return None };
    let is_api = knowledge.schema.property(entry, "endpoint").is_some();
    let is_there = strangers.len() > 1 && strangers.iter().all(|&member| place_in(knowledge, entry, member).is_some());
    (is_api && is_there).then(|| (vec![ANY_NAME], entry))
}

/// What the member is called in an object of that schema, if its value fits there.
fn place_in(knowledge: &'static Knowledge, id: SubschemaId, member: Node<'_>) -> Option<Field> {
    let known = knowledge.schema.properties(id);
    let pointer = member.pointer();
    let is_known_from_there = |id: SubschemaId| knowledge.keywords(id).also_known_as.contains(&pointer);
    let name = knowledge
        .field_called(&known, &member.name())
        .or_else(|| known.iter().find(|(_, id)| is_known_from_there(*id)).map(|(name, _)| *name))?;
    let (_, property) = known.into_iter().find(|(other, _)| *other == name)?;
    let value = member.value()?;
    let fits_there = fits(knowledge.subschema(property), value) || fitting(knowledge, property, value).is_some();
    fits_there.then_some((name, property))
}

/// A member that holds nothing but what belongs directly into the object around it.
fn up<'d>(knowledge: &'static Knowledge, object: Node<'d>, id: SubschemaId, member: Node<'d>) -> Option<Level<'d>> {
    let mut inner = member.value()?;
    for _ in 0..DEEPEST {
        if inner.kind() != Kind::Object || inner.is_doubtful() || !inner.is_closed() {
            return None;
        }
        let places: Vec<_> = inner.members().map(|member| place_in(knowledge, id, member)).collect();
        if !places.is_empty() && places.iter().all(Option::is_some) {
            let names: Vec<Field> = places.into_iter().flatten().collect();
            let is_free = |name: &str| object.member_named(name).is_none();
            let is_told_apart = names
                .iter()
                .enumerate()
                .all(|(number, (name, _))| names[..number].iter().all(|(other, _)| other != name));
            let fits = is_told_apart && names.iter().all(|(name, _)| is_free(name));
            return fits.then(|| Level { object, members: vec![member], way: Way::Up(inner), names });
        }
        let mut members = inner.members();
        inner = members.next().filter(|_| members.next().is_none())?.value()?;
    }
    None
}

impl Level<'_> {
    /// The keys of the object that are not missing, only at the wrong level.
    pub(super) fn explains(&self) -> Vec<(NodeId, &'static str)> {
        match &self.way {
            Way::Down(path) => path.first().map(|name| (self.object.id(), *name)).into_iter().collect(),
            Way::Up(_) => self.names.iter().map(|(name, _)| (self.object.id(), *name)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use amplify_json::edit::apply;

    use crate::{Change, FilePath, Project, diagnostics};

    /// What is said of a file, and what the first fix makes of it.
    fn check(name: &str, text: &str, codes: &[&str], mended: &str) {
        let path = FilePath::new(name);
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(text.into())));
        let found = diagnostics(&project, &path);
        // What the section needs besides is said by others.
        let said: Vec<&str> =
            found.iter().map(|diagnostic| diagnostic.code).filter(|code| *code != "missing-identity-pool").collect();
        assert_eq!(said, codes, "{text}");
        let first = found.iter().find(|diagnostic| Some(&diagnostic.code) == codes.first());
        let fix = first.and_then(|diagnostic| diagnostic.fixes.first());
        assert_eq!(fix.map_or_else(String::new, |fix| apply(text, &fix.edits)), mended);
    }

    #[test]
    fn what_stands_at_a_wrong_level_is_one_fault() {
        let mobile = |body: &str| format!("{{ \"UserAgent\": \"x\", \"Version\": \"1.0\", {body} }}");
        let gen1 = "amplifyconfiguration.json";
        // Keys in between stay where they are.
        check(
            gen1,
            &mobile(r#""storage": { "bucket": "b-1", "_comment": 1, "region": "us-east-1" }"#),
            &["wrong-nesting", "comment-key"],
            &mobile(
                r#""storage": { "plugins": { "awsS3StoragePlugin": { "bucket": "b-1", "region": "us-east-1" } }, "_comment": 1 }"#,
            ),
        );
        // Tabs and line ends are those of the file.
        check(
            gen1,
            "{\r\n\t\"UserAgent\": \"x\",\r\n\t\"storage\": {\r\n\t\t\"awsS3StoragePlugin\": {\r\n\t\t\t\"bucket\": \"b-1\",\r\n\t\t\t\"region\": \"us-east-1\"\r\n\t\t}\r\n\t}\r\n}\r\n",
            &["wrong-nesting"],
            "{\r\n\t\"UserAgent\": \"x\",\r\n\t\"storage\": {\r\n\t\t\"plugins\": {\r\n\t\t\t\"awsS3StoragePlugin\": {\r\n\t\t\t\t\"bucket\": \"b-1\",\r\n\t\t\t\t\"region\": \"us-east-1\"\r\n\t\t\t}\r\n\t\t}\r\n\t}\r\n}\r\n",
        );
        // A word that several missing objects know says nothing.
        check(
            gen1,
            &mobile(r#""storage": { "region": "us-east-1", "plugins": { "mine": {} } }"#),
            &["unknown-key"],
            &mobile(r#""storage": { "plugins": { "mine": {} } }"#),
        );
        // What is not closed yet is being typed.
        let open = r#"{ "UserAgent": "x", "storage": { "bucket": "b-1""#;
        check(gen1, open, &["unexpected-end"], &format!("{open}}}}}"));
        check(
            "amplify_outputs.json",
            r#"{ "version": "1.4", "storage": { "s3": { "bucket": "b-1", "region": "us-east-1" } } }"#,
            &["wrong-nesting"],
            r#"{ "version": "1.4", "storage": { "bucket_name": "b-1", "aws_region": "us-east-1" } }"#,
        );
        // Part of what is inside belongs elsewhere: nobody knows what was meant.
        check(
            "amplify_outputs.json",
            r#"{ "version": "1.4", "storage": { "s3": { "bucket": "b-1", "colour": "red" } } }"#,
            &["missing-key", "unknown-key"],
            "",
        );
    }
}
