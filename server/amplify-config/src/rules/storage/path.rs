//! Paths that the tools would refuse, and that match nothing.

use amplify_json::edit::Edit;
use amplify_json::string::escape;

use super::rules::{OWNER, Path, paths};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::project::Project;
use crate::rule::{Check, rule};

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("storage", "malformed-path")], run: check };

/// What is wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A word in braces that is not the owner's.
    OtherToken,
    LeadingSlash,
    DoubleSlash,
    /// A star that is not the last part.
    InnerStar,
    /// It does not end with `/*`.
    NoStar,
    /// The owner's identity id stands where no rule can use it.
    OwnerPlace,
    /// The address of a bucket.
    Address,
}

/// The first fault of a path, and the path without any; `None` instead of that when it cannot be told.
pub(super) fn judge(path: &str) -> Option<(Fault, Option<String>)> {
    if path.is_empty() || path.contains('<') {
        return None; // Nothing there yet.
    }
    if path.contains("://") || path.starts_with("arn:") {
        return Some((Fault::Address, None));
    }
    let with_owner = replace_tokens(path);
    let parts: Vec<&str> = with_owner.split('/').collect();
    let inner = parts.len() - 1;
    let is_inner_star = |(at, part): (usize, &&str)| part.contains('*') && at < inner;
    let ends_right = parts.len() > 1 && parts[inner] == "*";
    let owner_parts: Vec<usize> = (0..parts.len()).filter(|&at| parts[at].contains(OWNER)).collect();
    let owner_is_right = match owner_parts.as_slice() {
        [] => true,
        [at] => parts[*at] == OWNER && *at > 0 && (*at + 2 == parts.len() || !ends_right && *at + 1 >= inner),
        _ => false,
    };
    let fault = if with_owner != path {
        Fault::OtherToken
    } else if path.starts_with('/') {
        Fault::LeadingSlash
    } else if path.contains("//") {
        Fault::DoubleSlash
    } else if parts.iter().enumerate().any(is_inner_star) {
        Fault::InnerStar
    } else if !ends_right {
        Fault::NoStar
    } else if !owner_is_right {
        Fault::OwnerPlace
    } else {
        return None;
    };
    // A part that is a star alone says "anything" and goes; inside a name nobody can tell what it stands for.
    let is_inside_name = |(at, part): (usize, &&str)| is_inner_star((at, part)) && !part.trim_matches('*').is_empty();
    let is_mendable = owner_is_right && !parts.iter().enumerate().any(is_inside_name);
    let kept = parts.iter().map(|part| part.trim_end_matches('*')).filter(|part| !part.is_empty());
    let mut right: Vec<&str> = kept.collect();
    right.push("*");
    // The owner alone at a wrong place goes to the end.
    if let ([at], Fault::OwnerPlace) = (owner_parts.as_slice(), fault)
        && parts[*at] == OWNER
        && ends_right
    {
        let others = parts[..inner].iter().filter(|part| **part != OWNER);
        let right: Vec<&str> = others.copied().chain([OWNER, "*"]).collect();
        return Some((fault, (right.len() > 2).then(|| right.join("/"))));
    }
    (is_mendable && right.len() > 1)
        .then(|| right.join("/"))
        .map_or(Some((fault, None)), |right| Some((fault, Some(right))))
}

/// The path with every word in braces replaced by the owner's.
fn replace_tokens(path: &str) -> String {
    let parts: Vec<String> = path
        .split('/')
        .map(|part| {
            let inner = part.strip_prefix('$').unwrap_or(part);
            let is_token = inner.starts_with('{') && inner.ends_with('}') && !inner[1..].contains('{');
            if is_token && part != OWNER { OWNER.to_owned() } else { part.to_owned() }
        })
        .collect();
    parts.join("/")
}

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    for path in paths(document) {
        let name = path.key.string_value();
        let Some((fault, right)) = judge(&name) else { continue };
        let fails = severity(project, document, &[Library::Js]);
        let severity = match fault {
            Fault::LeadingSlash => fails,
            // For others than the owner the place exists, under that very name.
            Fault::OtherToken if path.rule.get("entityidentity").is_some() => fails,
            _ => fails.max(Severity::Warning),
        };
        let diagnostic = Diagnostic::new("malformed-path", severity, path.key.range(), message(fault, &name));
        let is_free = |right: &String| path.paths.member_named(right).is_none();
        let right = right.filter(is_free);
        found.push(match fault {
            Fault::OtherToken => with_token(diagnostic, &path, &name, right),
            _ => diagnostic.with_fix(right.map(|right| rename(&path, &right))),
        });
    }
}

fn message(fault: Fault, name: &str) -> String {
    match fault {
        Fault::OtherToken => {
            format!("In this file the owner of `{name}` is written `{OWNER}`: amplify-js looks for nothing else")
        }
        Fault::LeadingSlash => {
            format!("`{name}` must not begin with a slash: amplify-js refuses paths that do")
        }
        Fault::DoubleSlash => format!("`{name}` has two slashes in a row, so that it matches no usual object"),
        Fault::InnerStar => format!("`{name}` may have a star at its end only: elsewhere it is a letter like others"),
        Fault::NoStar => format!("`{name}` must end with `/*`, or it means one object instead of all below"),
        Fault::OwnerPlace => {
            format!("In `{name}` the owner must be the last part before `/*`, once, and not the first part of the path")
        }
        Fault::Address => format!("`{name}` must be a path inside the bucket, without the bucket itself"),
    }
}

fn rename(path: &Path<'_>, right: &str) -> Fix {
    Fix::likely(format!("Rename to `{right}`"), vec![Edit::replace(path.key.content_range(), escape(right))])
}

/// A path for the owner with the rule for the owner; a path that has rules for others only is one that the tools write
/// without the part of the owner.
fn with_token(diagnostic: Diagnostic, path: &Path<'_>, name: &str, right: Option<String>) -> Diagnostic {
    if path.rule.get("entityidentity").is_some() {
        return diagnostic.with_fix(right.map(|right| rename(path, &right)));
    }
    let shared: Vec<&str> = name.split('/').filter(|part| !part.contains(['{', '*']) && !part.is_empty()).collect();
    let shared = format!("{}/*", shared.join("/"));
    let for_all = (path.paths.member_named(&shared).is_none() && judge(&shared).is_none()).then(|| {
        let edits = vec![Edit::replace(path.key.content_range(), escape(&shared))];
        Fix::possible(format!("Rename to `{shared}`, as the tools write it for others than the owner"), edits)
    });
    let only_role = path.rule.members().next().filter(|_| path.rule.members().count() == 1).and_then(|role| role.key());
    let for_owner = right.zip(only_role).map(|(right, role)| {
        let edits = vec![
            Edit::replace(path.key.content_range(), escape(&right)),
            Edit::replace(role.content_range(), "entityidentity"),
        ];
        Fix::possible(format!("Give `{right}` to its owner"), edits)
    });
    diagnostic.with_fix(for_owner).with_fix(for_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_judged() {
        use Fault::*;
        for (path, fault, right) in [
            ("public/*", None, None),
            ("media/images/*", None, None),
            ("media/${cognito-identity.amazonaws.com:sub}/*", None, None),
            ("a b/ü/*", None, None),
            ("<your-path>/*", None, None),
            ("", None, None),
            ("/public/*", Some(LeadingSlash), Some("public/*")),
            ("//public//x", Some(LeadingSlash), Some("public/x/*")),
            ("public//x/*", Some(DoubleSlash), Some("public/x/*")),
            ("public", Some(NoStar), Some("public/*")),
            ("public/", Some(NoStar), Some("public/*")),
            ("public*", Some(NoStar), Some("public/*")),
            ("public/**", Some(NoStar), Some("public/*")),
            ("*", Some(NoStar), None),
            ("/*", Some(LeadingSlash), None),
            ("a/*/b/*", Some(InnerStar), Some("a/b/*")),
            ("*/a/*", Some(InnerStar), Some("a/*")),
            ("a/b*c/*", Some(InnerStar), None),
            ("media/{entity_id}/*", Some(OtherToken), Some("media/${cognito-identity.amazonaws.com:sub}/*")),
            ("media/{identity_id}", Some(OtherToken), Some("media/${cognito-identity.amazonaws.com:sub}/*")),
            ("media/${sub}/*", Some(OtherToken), Some("media/${cognito-identity.amazonaws.com:sub}/*")),
            (
                "media/${cognito-identity.amazonaws.com:sub}",
                Some(NoStar),
                Some("media/${cognito-identity.amazonaws.com:sub}/*"),
            ),
            ("${cognito-identity.amazonaws.com:sub}/*", Some(OwnerPlace), None),
            ("{entity_id}/*", Some(OtherToken), None),
            (
                "media/${cognito-identity.amazonaws.com:sub}/x/*",
                Some(OwnerPlace),
                Some("media/x/${cognito-identity.amazonaws.com:sub}/*"),
            ),
            (
                "${cognito-identity.amazonaws.com:sub}/media/*",
                Some(OwnerPlace),
                Some("media/${cognito-identity.amazonaws.com:sub}/*"),
            ),
            ("media/u-${cognito-identity.amazonaws.com:sub}/*", Some(OwnerPlace), None),
            ("s3://bucket/public/*", Some(Address), None),
        ] {
            let found = judge(path);
            assert_eq!(found.as_ref().map(|(fault, _)| *fault), fault, "{path}");
            let found_right = found.and_then(|(_, right)| right);
            assert_eq!(found_right.as_deref(), right, "{path}");
            if let Some(right) = found_right {
                assert_eq!(judge(&right), None, "{right}");
            }
        }
    }
}
