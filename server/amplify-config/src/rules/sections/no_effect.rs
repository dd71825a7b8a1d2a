//! Sections and settings that nobody looks at: no library at all, none of those the project uses, or none as long as
//! something else is missing.
//!
//! Only what people write in the hope of an effect: much of what the Amplify tools write into files is read by nobody
//! either, and nobody minds.

use amplify_json::edit::{Edit, add_member, remove_child};
use amplify_json::string::quote;
use amplify_json::{Kind, Node};

use super::at;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::document::Document;
use crate::keywords::{Library, Reading};
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::removal::with_empty_holders;
use crate::rule::{Check, rule};
use crate::spelling::fold;
use crate::wording;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("sections", "no-effect")], run: check };

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(kind) = document.kind() else { return };
    let before = found.len();
    for dead in DEAD.iter().filter(|dead| dead.kind == kind) {
        let Some(node) = at(document, dead.path) else { continue };
        if (dead.unless)(document.tree.root()) {
            continue;
        }
        found.extend(hint(node, dead.message.to_owned(), Severity::Hint));
    }
    match kind {
        ConfigKind::Outputs => {
            custom_sections(document, found);
            found.extend(channels(document));
        }
        ConfigKind::Mobile => categories(document, found),
        ConfigKind::Web => found.extend(analytics(document)),
    }
    let said: Vec<usize> = found[before..].iter().map(|diagnostic| diagnostic.range.start).collect();
    unread(project, document, &said, found);
}

/// The finding at a key, drawn faded, with the way to take the key out.
fn hint(node: Node<'_>, message: String, severity: Severity) -> Option<Diagnostic> {
    let member = node.member()?;
    // What would be left empty goes too.
    let outer = with_empty_holders(member);
    let remove = Fix::possible(format!("Remove `{}`", outer.name()), vec![remove_child(outer)]);
    Some(
        Diagnostic::new("no-effect", severity, member.key()?.range(), message)
            .with_tag(Tag::Unnecessary)
            .with_fix(remove),
    )
}

/// A field that no library looks at any more, or not in this file.
struct Dead {
    kind: ConfigKind,
    path: &'static [&'static str],
    message: &'static str,
    /// Something in the file gives it a meaning all the same.
    unless: fn(Node<'_>) -> bool,
}

const DEAD: [Dead; 5] = [
    Dead {
        kind: ConfigKind::Mobile,
        path: &["logging", "plugins", "awsCloudWatchLoggingPlugin"],
        message: "Logging to CloudWatch is set up in amplifyconfiguration_logging.json, and no library looks for it here",
        unless: |_| false,
    },
    Dead {
        kind: ConfigKind::Web,
        path: &["aws_bots"],
        message: "`aws_bots` does nothing alone: amplify-js reads the bots in `aws_bots_config`",
        unless: |root| root.members().any(|member| fold(&member.name()) == "awsbotsconfig"),
    },
    Dead {
        kind: ConfigKind::Web,
        path: &["graphql_endpoint"],
        message: "amplify-js no longer reads `graphql_endpoint`; the endpoint is `aws_appsync_graphqlEndpoint`",
        unless: |_| false,
    },
    Dead {
        kind: ConfigKind::Web,
        path: &["graphql_endpoint_iam_region"],
        message: "amplify-js no longer reads `graphql_endpoint_iam_region`; the region is `aws_appsync_region`",
        unless: |_| false,
    },
    Dead {
        kind: ConfigKind::Web,
        path: &["Logging"],
        message: "amplify-js reads nothing of `Logging`; log providers are set up in code",
        unless: |_| false,
    },
];

/// Sections of Gen 2 outputs that were put below `custom`, where the libraries do not look for them.
fn custom_sections(document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(custom) = at(document, &["custom"]) else { return };
    let knowledge = Knowledge::of(ConfigKind::Outputs);
    let root = knowledge.schema.root();
    for member in custom.members() {
        let name = member.name();
        let Some(value) = member.value().filter(|_| !matches!(&*name, "custom" | "version")) else { continue };
        let Some(section) = knowledge.schema.property(root, &name) else { continue };
        let known = knowledge.schema.properties(section);
        let is_section = value.members().any(|inner| known.iter().any(|(known, _)| *known == inner.name()));
        if is_section {
            let message = format!("No library looks for `{name}` in `custom`: what stands here is for your own code");
            found.extend(hint(value, message, Severity::Hint));
        }
    }
}

/// Channels for which amplify-js does nothing, and no other one.
fn channels(document: &Document) -> Option<Diagnostic> {
    const WITH_EFFECT: [&str; 3] = ["IN_APP_MESSAGING", "FCM", "APNS"];
    let list = at(document, &["notifications", "channels"]).filter(|list| list.kind() == Kind::Array)?;
    let words: Vec<_> = list.items().map(|item| item.as_str()).collect::<Option<Vec<_>>>()?;
    let has_known = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_ref()));
    if words.is_empty()
        || has_known(&WITH_EFFECT)
        || !words.iter().all(|word| ["EMAIL", "SMS"].contains(&word.as_ref()))
    {
        return None;
    }
    let words = wording::code_list(&words, "and");
    let message = format!("amplify-js sets up nothing for {words}: it knows `IN_APP_MESSAGING`, `APNS` and `FCM`");
    Some(Diagnostic::new("no-effect", Severity::Hint, list.member()?.key()?.range(), message))
}

/// Categories without a plugin.
fn categories(document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(knowledge) = document.knowledge() else { return };
    for category in document.tree.root().members() {
        let is_known =
            knowledge.schema.properties(knowledge.schema.root()).iter().any(|(name, _)| *name == category.name());
        let plugins = category.value().filter(|_| is_known).and_then(|value| value.get("plugins"));
        let is_empty = |plugins: &Node<'_>| plugins.kind() == Kind::Object && plugins.first_child().is_none();
        if plugins.filter(is_empty).is_some_and(|plugins| plugins.is_closed())
            && let Some(value) = category.value()
        {
            let message = format!("`{}` has no plugin in it, so it is not configured", category.name());
            found.extend(hint(value, message, Severity::Hint));
        }
    }
}

/// The Pinpoint project of amplify-js, where older versions of it looked.
fn analytics(document: &Document) -> Option<Diagnostic> {
    let root = document.tree.root();
    let (id, region) = ("aws_mobile_analytics_app_id", "aws_mobile_analytics_app_region");
    let old = ["AWSPinpoint", "Pinpoint"].iter().find_map(|name| root.get("Analytics")?.get(name))?;
    if root.get(id).is_some() || root.get(region).is_some() || old.kind() != Kind::Object {
        return None;
    }
    let message = format!("amplify-js reads the Pinpoint project from `{id}` and `{region}`, not from here");
    let texts = ["appId", "region"].map(|name| old.get(name).and_then(Node::as_str));
    let fix = match texts {
        [Some(app), Some(place)] if root.is_closed() => {
            let first = add_member(root, id, &quote(&app));
            let second = add_member(root, region, &quote(&place));
            let edit = Edit { text: first.text + &second.text, ..first };
            Some(Fix::likely(format!("Add `{id}` and `{region}`"), vec![edit]))
        }
        _ => None,
    };
    let key = root.member_named("Analytics")?.key()?;
    Some(Diagnostic::new("no-effect", Severity::Warning, key.range(), message).with_fix(fix))
}

/// Settings that people write by hand and that one platform alone knows.
const OF_ONE: [&str; 11] = [
    "MigrationEnabled",
    "PinpointAppId",
    "autoFlushEventsInterval",
    "autoSessionTrackingInterval",
    "trackAppSessions",
    "trackAppLifecycleEvents",
    "SignInURI",
    "SignInURIQueryParameters",
    "SignOutURI",
    "SignOutURIQueryParameters",
    "TokenURI",
];

/// Sections, plugins and settings that some library reads, though none of those the project uses.
fn unread(project: &Project, document: &Document, said: &[usize], found: &mut Vec<Diagnostic>) {
    let (Some(knowledge), Some(kind)) = (document.knowledge(), document.kind()) else { return };
    let used = project.libraries(&document.path);
    let readers = Knowledge::readers(kind);
    let used: Vec<Library> = readers.iter().copied().filter(|library| used.contains(library)).collect();
    if used.is_empty() {
        return;
    }
    let mut outermost: Vec<std::ops::Range<usize>> = Vec::new();
    for (node, id) in document.values() {
        let Some(member) = node.member() else { continue };
        let container = member.container();
        let name = member.name();
        // What stands in `custom` is for the app's own code.
        let is_section = node.kind() == Kind::Object
            && name != "custom"
            && container.is_some_and(|object| object.parent().is_none() || object.name() == "plugins");
        let is_setting = kind == ConfigKind::Mobile && OF_ONE.contains(&name.as_ref());
        if !is_section && !is_setting {
            continue;
        }
        let Some(libraries) = knowledge.libraries(id) else { continue };
        let reading = libraries.that(&[Reading::Needs, Reading::Checks, Reading::Reads]);
        let elsewhere: Vec<Library> = reading.into_iter().filter(|library| readers.contains(library)).collect();
        let is_inside = outermost.iter().any(|outer| outer.contains(&node.range().start));
        if elsewhere.is_empty() || elsewhere.iter().any(|library| used.contains(library)) || is_inside {
            continue;
        }
        outermost.push(node.range());
        if member.key().is_some_and(|key| said.contains(&key.range().start)) {
            continue;
        }
        let verb = wording::libraries(&used, "does not look at it", "do not look at it");
        let by = wording::libraries(&elsewhere, "does", "do");
        found.extend(hint(
            node,
            format!("`{name}` has no effect in this project: {verb} here, only {by}"),
            Severity::Hint,
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::Library;
    use crate::rules::drawn::findings;

    #[track_caller]
    fn check(name: &str, text: &str, libraries: &[Library], expected: &[&str]) {
        let found = findings(name, text, libraries);
        let dead = found.iter().filter(|diagnostic| diagnostic.code == "no-effect");
        let said: Vec<&str> = dead.map(|diagnostic| &text[diagnostic.range.clone()]).collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn what_no_library_of_the_project_reads_is_faded() {
        use Library::{Android, Flutter, Swift};
        let geo = r#"{ "UserAgent": "x", "Version": "1.0", "geo": { "plugins": { "awsLocationGeoPlugin": { "region": "us-east-1" } } },
            "dataStore": { "plugins": { "awsDataStorePlugin": { "syncMaxRecords": 5 } } } }"#;
        let gen1 = "amplifyconfiguration.json";
        check(gen1, geo, &[], &[]);
        check(gen1, geo, &[Flutter], &[r#""geo""#, r#""dataStore""#]);
        check(gen1, geo, &[Swift], &[r#""awsDataStorePlugin""#]);
        check(gen1, geo, &[Android, Flutter], &[]);
        let outputs = r#"{ "version": "1.4", "geo": { "aws_region": "us-east-1" }, "custom": { "geo": { "aws_region": "us-east-1" },
            "auth": { "token": 1 }, "data": "mine" } }"#;
        check("amplify_outputs.json", outputs, &[], &[r#""geo""#]);
        check("amplify_outputs.json", outputs, &[Flutter], &[r#""geo""#, r#""geo""#]);
    }

    #[test]
    fn addresses_of_a_proxy_are_for_flutter() {
        use Library::{Android, Flutter, Swift};
        let text = r#"{ "UserAgent": "x", "Version": "1.0", "auth": { "plugins": { "awsCognitoAuthPlugin": { "Auth": { "Default": {
            "OAuth": { "TokenURI": "https://login.acme.dev/oauth2/token" } } } } } } }"#;
        check("amplifyconfiguration.json", text, &[], &[]);
        check("amplifyconfiguration.json", text, &[Swift, Android], &[r#""TokenURI""#]);
        check("amplifyconfiguration.json", text, &[Flutter], &[]);
    }

    #[test]
    fn what_means_something_beside_another_key_is_left_alone() {
        let web = |members: &str| format!("{{ \"aws_project_region\": \"us-east-1\", {members} }}");
        let gen1 = "amplifyconfiguration.json";
        check(gen1, &web(r#""aws_bots": "enable""#), &[], &[r#""aws_bots""#]);
        check(gen1, &web(r#""aws_bots": "enable", "aws_bots_config": []"#), &[], &[]);
        let pinpoint = r#""Analytics": { "AWSPinpoint": { "appId": "a", "region": "us-east-1" } }"#;
        check(gen1, &web(pinpoint), &[], &[r#""Analytics""#]);
        check(gen1, &web(&format!(r#"{pinpoint}, "aws_mobile_analytics_app_id": "a""#)), &[], &[]);
        // What the Amplify tools write for nobody is left alone.
        check(gen1, &web(r#""federationTarget": "COGNITO_USER_POOLS", "aws_cognito_region": "us-east-1""#), &[], &[]);
    }
}
