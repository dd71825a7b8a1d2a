//! The pointers in `x-amplify`: they lead to something that the schema knows.
//!
//! They are followed over the schema as the program reads it, level by level as in a document: an object or a list is
//! one level, and what `propertyNames` says stands where the member's value does.

use amplify_config::Keywords;
use amplify_json::schema::{Additional, Schema, SubschemaId};

use crate::book::{File, check, files};

/// A subschema with those that hold it, the outermost first, itself last.
struct Standing {
    levels: Vec<SubschemaId>,
    /// The way through the document, for messages.
    pointer: String,
}

/// Every place a document can have, with pointers into the document.
fn standings(schema: &Schema) -> Vec<Standing> {
    let mut all = Vec::new();
    let mut open = vec![Standing { levels: vec![schema.root()], pointer: String::new() }];
    while let Some(standing) = open.pop() {
        let id = *standing.levels.last().expect("the root at least");
        let mut push = |step: &str, below: SubschemaId| {
            let levels = standing.levels.iter().copied().chain([below]).collect();
            open.push(Standing { levels, pointer: format!("{}/{step}", standing.pointer) });
        };
        for (step, below) in children(schema, id) {
            push(&step, below);
        }
        if let Some(name) = schema.get(id).property_names {
            push("(key)", name);
        }
        all.push(standing);
    }
    all
}

/// What can stand directly inside: named members, members under patterns, other members, items.
fn children(schema: &Schema, id: SubschemaId) -> Vec<(String, SubschemaId)> {
    let subschema = schema.get(id);
    let mut all: Vec<(String, SubschemaId)> = schema
        .properties(id)
        .into_iter()
        .map(|(name, below)| (name.replace('~', "~0").replace('/', "~1"), below))
        .collect();
    all.extend(subschema.patterns.iter().map(|(pattern, below)| (format!("({pattern})"), *below)));
    if let Additional::Like(below) = subschema.additional {
        all.push(("(other)".into(), below));
    }
    all.extend(schema.item(id).map(|below| ("(item)".into(), below)));
    all
}

/// The subschemas to which a pointer leads that stands at `standing`; none when it leads out of what is known.
fn follow(schema: &Schema, standing: &Standing, pointer: &str) -> Vec<SubschemaId> {
    let (up, path) = pointer.split_once('/').unwrap_or((pointer, ""));
    let path = steps_of(path);
    let starts: Vec<SubschemaId> = match up {
        "" => vec![standing.levels[0]],
        // Of the objects around those count that have such a field by name: a free name may be anything.
        "^" => {
            let has_first =
                |id: &SubschemaId| schema.properties(*id).iter().any(|(name, _)| Some(name) == path.first());
            standing.levels.iter().copied().filter(has_first).collect()
        }
        _ => standing.levels.iter().rev().nth(up.parse().unwrap_or(usize::MAX)).copied().into_iter().collect(),
    };
    path.iter().fold(starts, |reached, step| {
        let step = match step.strip_prefix('{').and_then(|step| step.strip_suffix('}')) {
            // A step that the file names may be any, if there is a text to name it.
            Some(pointer) => {
                let names = follow(schema, standing, pointer);
                let are_texts = !names.is_empty() && names.iter().all(|&id| schema.get(id).types == ["string"]);
                if are_texts { "*" } else { return Vec::new() }
            }
            None => step,
        };
        let down = |id: SubschemaId| match step {
            "*" => children(schema, id).into_iter().map(|(_, below)| below).collect(),
            _ => schema.property(id, &step.replace("~1", "/").replace("~0", "~")).into_iter().collect::<Vec<_>>(),
        };
        reached.into_iter().flat_map(down).collect()
    })
}

/// The steps of a path; slashes in braces divide none.
fn steps_of(path: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let steps = path.split(|character| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == '/' && depth == 0
    });
    steps.filter(|step| !step.is_empty()).collect()
}

fn keywords(schema: &Schema, id: SubschemaId) -> Keywords {
    let said = schema.get(id).extensions.get("x-amplify");
    // Keywords that cannot be read are the matter of another test.
    said.and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

fn check_standings(look: impl Fn(&Schema, &Standing, &Keywords, &mut dyn FnMut(String))) {
    check(|file: &File, found| {
        let schema = file.schema();
        for standing in standings(&schema) {
            let said = keywords(&schema, *standing.levels.last().expect("the root at least"));
            look(&schema, &standing, &said, &mut |what| {
                found("", format!("in a document at {}: {what}", standing.pointer));
            });
        }
    });
}

#[test]
fn every_region_at_leads_to_a_region() {
    check_standings(|schema, standing, said, found| {
        let Some(pointer) = &said.region_at else { return };
        let reached = follow(schema, standing, pointer);
        if reached.is_empty() {
            found(format!("region-at `{pointer}` leads to nothing that the schema knows"));
        }
        if reached.iter().any(|&id| keywords(schema, id).resource.as_deref() != Some("region")) {
            found(format!("region-at `{pointer}` leads to something that is no region"));
        }
    });
}

#[test]
fn every_refers_to_leads_to_names() {
    check_standings(|schema, standing, said, found| {
        let Some(reference) = &said.refers_to else { return };
        let reached = follow(schema, standing, &reference.at);
        if reached.is_empty() {
            found(format!("refers-to `{}` leads to nothing that the schema knows", reference.at));
        }
        for id in reached {
            let types = &schema.get(id).types;
            let holds_names = match types.as_slice() {
                [one] if one == "string" || one == "object" => true,
                [one] if one == "array" => schema.item(id).is_some_and(|item| schema.get(item).types == ["string"]),
                _ => false,
            };
            if !holds_names {
                found(format!("refers-to `{}` leads to {types:?}, which holds no names", reference.at));
            }
        }
    });
}

#[test]
fn no_field_is_known_under_the_pointer_of_a_field() {
    check_standings(|schema, _, said, found| {
        for other in said.also_known_as.iter().filter(|other| other.starts_with('/')) {
            let there = steps(other).iter().try_fold(schema.root(), |id, step| {
                schema.properties(id).into_iter().find(|(name, _)| name == step).map(|(_, below)| below)
            });
            if there.is_some() {
                found(format!("also known as {other}, but that is a field of this file itself"));
            }
        }
    });
}

#[test]
fn what_is_known_under_a_flat_key_is_a_field_of_the_flat_shape() {
    let Some(web) = files().into_iter().find(|file| file.name.contains(".web.")).map(|file| file.schema()) else {
        return;
    };
    check_standings(|_, _, said, found| {
        for other in said.also_known_as.iter().filter(|other| other.starts_with("/aws_")) {
            if steps(other).iter().try_fold(web.root(), |id, step| web.property(id, step)).is_none() {
                found(format!("also known as {other}, which the schema of the flat Gen 1 shape does not know"));
            }
        }
    });
}

/// The steps of an absolute JSON Pointer.
fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}
