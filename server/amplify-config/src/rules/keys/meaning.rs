//! What a key that the schema does not know was meant to be.

use std::borrow::Cow;

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node};

use crate::document::Document;
use crate::keywords::Reading;
use crate::knowledge::Knowledge;
use crate::references::targets;
use crate::spelling::{Nearness, fold, nearest};

/// What an unknown key was meant to be.
pub(super) enum Meant<'d> {
    /// This key of the same object.
    Here(Cow<'d, str>, Nearness),
    /// A field at another place: the object, the key there, and what is known of it.
    There(Node<'d>, &'static str, SubschemaId),
    /// A field at another place, whose object is not in the file: the way to it, and what is known of it.
    Elsewhere(Vec<&'static str>, SubschemaId),
    /// The name of the entry that it is in, whose key is the name already.
    OwnName,
    /// A comment.
    Comment,
    /// Nothing we know.
    Unknown,
}

/// Certain meanings go before near ones: case and style, names the field is known by, the same field at another
/// place, and only then a slip of the keyboard.
pub(super) fn meaning<'d>(document: &'d Document, knowledge: &'static Knowledge, member: Node<'d>) -> Meant<'d> {
    let name = member.name();
    if is_comment(&name) {
        return Meant::Comment;
    }
    let Some(object) = member.container() else { return Meant::Unknown };
    let Some(id) = knowledge.schema.at(object) else { return Meant::Unknown };
    let known = knowledge.schema.properties(id);
    if let Some(right) = knowledge.field_called(&known, &name).filter(|right| can_be(knowledge, &known, right, member))
    {
        return Meant::Here(Cow::Borrowed(right), Nearness::Folded);
    }
    if let Some((right, nearness)) = with_prefix(document, knowledge, id, member) {
        return Meant::Here(Cow::Owned(right), nearness);
    }
    if is_own_name(knowledge, member, object) {
        return Meant::OwnName;
    }
    if let Some((path, id)) = elsewhere(document, knowledge, &name, &member.pointer())
        && let Some((last, above)) = path.split_last()
    {
        let object = above.iter().try_fold(document.tree.root(), |node, name| node.get(name));
        match object.filter(|object| object.kind() == Kind::Object) {
            Some(object) => return Meant::There(object, last, id),
            None if !above.is_empty() => return Meant::Elsewhere(path, id),
            None => {}
        }
    }
    let near = nearest(&name, known.iter().map(|(name, _)| *name));
    let is_section =
        |right: &str| known.iter().any(|(name, id)| *name == right && knowledge.subschema(*id).types == ["object"]);
    // A single value is no section whose name is merely alike: `stage` is not `storage`.
    let is_single =
        member.value().is_some_and(|value| matches!(value.kind(), Kind::String | Kind::Number | Kind::Bool));
    match near.filter(|(right, _)| !(is_single && is_section(right))) {
        Some((right, nearness)) => Meant::Here(Cow::Borrowed(right), nearness),
        None => Meant::Unknown,
    }
}

/// A `name` inside an entry that may have any name, and has it as its key.
fn is_own_name(knowledge: &Knowledge, member: Node<'_>, entry: Node<'_>) -> bool {
    let is_text = member.value().is_some_and(|value| value.kind() == Kind::String && !value.is_damaged());
    let map = entry.member().and_then(Node::container).and_then(|map| knowledge.schema.at(map));
    let is_free =
        map.is_some_and(|map| !knowledge.schema.properties(map).iter().any(|(known, _)| *known == entry.name()));
    member.name() == "name" && is_text && is_free
}

/// The plugin that a key in `plugins` means: one of another category, or the one that this category has and lacks here.
pub(super) fn meant_plugin<'d>(
    document: &'d Document,
    knowledge: &'static Knowledge,
    member: Node<'d>,
) -> Option<Meant<'d>> {
    let name = member.name();
    let plugins = member.container().filter(|plugins| plugins.name() == "plugins")?;
    let category = plugins.member()?.container().filter(|category| category.member().is_some())?;
    let root = document.tree.root();
    if category.member()?.container() != Some(root) || !member.value()?.kind().eq(&Kind::Object) {
        return None;
    }
    let schema = &knowledge.schema;
    // Files before 1.0 have categories with capitals, and other plugins in them.
    if !schema.properties(schema.root()).iter().any(|(known, _)| *known == category.name()) {
        return None;
    }
    let plugins_of = |category: &str| {
        let category = schema.property(schema.root(), category)?;
        Some(schema.properties(schema.property(category, "plugins")?))
    };
    for (other, _) in schema.properties(schema.root()).into_iter().filter(|(other, _)| *other != category.name()) {
        let found = plugins_of(other).and_then(|all| all.into_iter().find(|(known, _)| fold(known) == fold(&name)));
        let Some((right, id)) = found else { continue };
        let place = root.get(other).and_then(|category| category.get("plugins"));
        return Some(match place.filter(|place| place.kind() == Kind::Object) {
            Some(place) => Meant::There(place, right, id),
            None => Meant::Elsewhere(vec![other, "plugins", right], id),
        });
    }
    // Plugins of other makers have other names.
    let folded = fold(&name);
    let is_of_amplify = (folded.starts_with("aws") || folded.starts_with("amazon")) && folded.ends_with("plugin");
    let reads = |id: SubschemaId| {
        knowledge.libraries(id).is_some_and(|libraries| !libraries.that(&[Reading::Checks, Reading::Needs]).is_empty())
    };
    let mut own = plugins_of(&category.name())?.into_iter().filter(|(_, id)| reads(*id));
    let (only, _) = own.next().filter(|_| own.next().is_none())?;
    (is_of_amplify && plugins.member_named(only).is_none()).then_some(Meant::Here(Cow::Borrowed(only), Nearness::Slip))
}

/// Where keys are made of a prefix and a name that is declared elsewhere: the one that is meant, when the name stands
/// there alone, or the prefix is misspelt or missing its name.
fn with_prefix(
    document: &Document,
    knowledge: &Knowledge,
    id: SubschemaId,
    member: Node<'_>,
) -> Option<(String, Nearness)> {
    let object = member.container()?;
    let own = member.name();
    let patterns = knowledge.subschema(id).patterns.iter();
    patterns.filter_map(|(_, id)| knowledge.keywords(*id).refers_to.as_ref()).find_map(|reference| {
        let prefix = reference.key_prefix.as_deref()?;
        let names = targets(document.tree.root(), object, 1, &reference.at);
        let keys: Vec<String> = names.iter().map(|(_, name)| format!("{prefix}{name}")).collect();
        let alone =
            names.iter().position(|(_, name)| fold(name) == fold(&own)).map(|at| (keys[at].clone(), Nearness::Folded));
        // Of several the first that has no rule yet.
        let is_free = |key: &&String| object.member_named(key).is_none();
        let without_name = || {
            let key = keys.iter().find(is_free).or(keys.first()).filter(|_| fold(prefix) == fold(&own))?;
            Some((key.clone(), Nearness::Slip))
        };
        let near = || nearest(&own, keys.iter().map(String::as_str)).map(|(key, nearness)| (key.to_owned(), nearness));
        alone.or_else(without_name).or_else(near)
    })
}

/// The value could be that of the field: one that has nothing of what the field demands and is called exactly as a field
/// of another place is that one, as `Auth` of the AWS Mobile SDK is no `auth`.
pub(super) fn can_be(knowledge: &Knowledge, known: &[(&str, SubschemaId)], right: &str, member: Node<'_>) -> bool {
    let Some((_, id)) = known.iter().find(|(other, _)| *other == right) else { return true };
    let (name, required) = (member.name(), &knowledge.subschema(*id).required);
    let value = member.value().filter(|value| value.kind() == Kind::Object && value.first_child().is_some());
    let Some(value) = value.filter(|_| !required.is_empty()) else { return true };
    let fields = knowledge.schema.properties(*id);
    let has_some = value.members().any(|inner| knowledge.field_called(&fields, &inner.name()).is_some());
    let is_elsewhere = || {
        let mut all = knowledge.schema.subschemas();
        all.any(|(_, subschema)| subschema.properties.iter().any(|(other, other_id)| *other == name && other_id != id))
    };
    has_some || !is_elsewhere()
}

/// People write comments as members, since JSON has none.
pub(super) fn is_comment(name: &str) -> bool {
    name.starts_with(['_', '$', '/', '#']) || ["comment", "comments", "description"].contains(&fold(name).as_str())
}

/// The field that a key at a wrong place means: one that lists that place, or the only one of that very name.
fn elsewhere(
    document: &Document,
    knowledge: &'static Knowledge,
    name: &str,
    pointer: &str,
) -> Option<(Vec<&'static str>, SubschemaId)> {
    let mut same_name: Vec<(Vec<&'static str>, SubschemaId)> = Vec::new();
    let mut open: Vec<(Vec<&'static str>, SubschemaId)> = vec![(Vec::new(), knowledge.schema.root())];
    while let Some((path, id)) = open.pop() {
        for (key, property) in knowledge.schema.properties(id) {
            let keywords = knowledge.keywords(property);
            let mut path = path.clone();
            path.push(key);
            if keywords.also_known_as.iter().any(|other| other == pointer) {
                return Some((path, property));
            }
            if key == name {
                same_name.push((path.clone(), property));
            }
            if !keywords.generated {
                open.push((path, property));
            }
        }
    }
    // Of several places the one whose section is there.
    if same_name.len() > 1 {
        same_name.retain(|(path, _)| path.len() > 1 && document.tree.root().get(path[0]).is_some());
    }
    if same_name.len() == 1 { same_name.pop() } else { None }
}
