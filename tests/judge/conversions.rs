//! A file and what it is converted to are the same configuration for amplify-js.

use amplify_config::{ConfigKind, Note, NoteKind, convert};
use serde_json::Value;

use crate::{documents, reader};

/// Which of the two amplify-js refuses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Source,
    Result,
}

/// The files of which it refuses one, and why that must be so.
const REFUSED: [(&str, Of, &str); 4] = [
    ("gen1/017.amplifyconfiguration.json", Of::Source, "it lacks `aws_project_region`, which Gen 2 does not have"),
    ("gen1/111.amplifyconfiguration.json", Of::Source, "it lacks `aws_project_region`, which Gen 2 does not have"),
    ("gen2/090.amplify_outputs.example.json", Of::Result, "it names no region, which Gen 1 must have"),
    (
        "official-gen2/js-parse-storage-duplicate-bucket-name-THROWS.json",
        Of::Source,
        "two of its buckets have one name, and Gen 1 has one bucket",
    ),
];

#[test]
fn amplify_js_makes_the_same_of_both() {
    let mut texts = Vec::new();
    let mut pairs = Vec::new();
    for (name, document) in documents() {
        let to = match document.kind() {
            Some(ConfigKind::Web) => ConfigKind::Outputs,
            Some(ConfigKind::Outputs) => ConfigKind::Web,
            _ => continue,
        };
        // What the reader does not recognise either it passes on as it is.
        let root = document.tree.root();
        let is_read = root.members().any(|member| member.name().starts_with("aws_"))
            || root.get("version").is_some_and(|version| version.string_value().starts_with('1'));
        if !is_read {
            continue;
        }
        let conversion = convert(&document, to, &[]).unwrap();
        texts.extend([document.text().to_owned(), conversion.text.clone()]);
        pairs.push((name, document, to, conversion));
    }
    let answers = reader::read(&texts);
    let (mut faults, mut same, mut refused) = (Vec::new(), 0, Vec::new());
    for ((name, document, to, conversion), read) in pairs.iter().zip(answers.chunks(2)) {
        let [Ok(source), Ok(result)] = read else {
            refused.push(name.as_str());
            let whose = [read[0].is_err(), read[1].is_err()];
            match REFUSED.iter().find(|(known, ..)| known == name) {
                Some((_, of, why)) => {
                    assert_eq!(whose, [*of == Of::Source, *of == Of::Result], "{name}");
                    let is_said = conversion.notes.iter().any(|note| note.message.contains("names no region"));
                    assert!(*of == Of::Source || is_said, "{name}: {why}, and no note says so");
                }
                None => faults.push(format!("{name}: refused as {whose:?}")),
            }
            continue;
        };
        let mut differences = Vec::new();
        compare(&settled(source), &settled(result), "", &mut |at| differences.push(at));
        // What is lost is noted: by the end of the place in the source, or by the section.
        let noted = |difference: &String| {
            let on_names = |note: &Note| note.message.contains("with user names");
            if difference.starts_with("/Auth/Cognito/loginWith") && conversion.notes.iter().any(on_names) {
                return true;
            }
            let lost = conversion.notes.iter().filter(|note| note.kind != NoteKind::Idle);
            lost.flat_map(|note| &note.pointers).any(|pointer| speaks_of(pointer, difference))
        };
        differences.retain(|difference| !noted(difference));
        same += usize::from(differences.is_empty());
        let kind = document.kind().unwrap().name();
        faults.extend(differences.iter().map(|at| format!("{name} ({kind} → {}): {at}", to.name())));
    }
    println!(
        "{same} of {} conversions are the same to amplify-js, {} sources or results are refused",
        pairs.len(),
        refused.len()
    );
    assert_eq!(refused, REFUSED.map(|(name, ..)| name));
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}

/// The section of the configuration that a value of a file goes into.
fn speaks_of(pointer: &str, difference: &str) -> bool {
    const SECTIONS: &[(&str, &[&str])] = &[
        ("/Auth/Cognito/loginWith/oauth", &["oauth", "social_providers"]),
        ("/Auth/Cognito/passwordFormat", &["password"]),
        ("/Auth/Cognito/mfa", &["mfa"]),
        ("/Auth/Cognito/groups", &["groups"]),
        ("/Auth/Cognito/passwordless", &["passwordless"]),
        ("/Auth/Cognito/userAttributes", &["standard_required_attributes", "signup_attributes", "verification"]),
        ("/Auth/Cognito/loginWith", &["username_attributes"]),
        ("/Storage/S3/buckets", &["buckets"]),
        ("/Storage", &["storage", "s3"]),
        ("/API/Events", &["custom"]),
        ("/API", &["/data", "appsync"]),
        ("/Geo", &["geo"]),
        ("/Notifications", &["otifications"]),
        ("/Analytics", &["analytics"]),
        ("/Auth", &["user_pool"]),
    ];
    SECTIONS
        .iter()
        .any(|(section, words)| difference.starts_with(section) && words.iter().any(|word| pointer.contains(word)))
}

/// The configuration without what both kinds of file cannot say, and with what absence means.
fn settled(config: &Value) -> Value {
    let mut config = config.clone();
    // These have to be handed over in code in Gen 2, which the conversion says.
    for pointer in ["/Predictions", "/Interactions", "/API/REST"] {
        remove(&mut config, pointer);
    }
    let gone = ["signUpVerificationMethod"].map(|name| format!("/Auth/Cognito/{name}"));
    gone.iter().for_each(|pointer| remove(&mut config, pointer));
    remove(&mut config, "/Storage/S3/dangerouslyConnectToHttpEndpointForTesting");
    if let Some(Value::Object(cognito)) = config.pointer_mut("/Auth/Cognito") {
        // Absent means the same for both flags; guests need an identity pool.
        let has_pool = cognito.get("identityPoolId").is_some_and(|id| id.as_str().is_some_and(|id| !id.is_empty()));
        cognito.retain(|name, value| name != "allowGuestAccess" || value == true && has_pool);
        if let Some(Value::Object(mfa)) = cognito.get_mut("mfa") {
            mfa.retain(|_, value| value != false);
        }
    }
    config
}

fn remove(root: &mut Value, pointer: &str) {
    let (above, name) = pointer.rsplit_once('/').unwrap();
    if let Some(Value::Object(members)) = root.pointer_mut(above) {
        members.remove(name);
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_nothing),
        Value::Object(members) => members.values().all(is_nothing),
        _ => false,
    }
}

fn compare(left: &Value, right: &Value, at: &str, tell: &mut impl FnMut(String)) {
    match (left, right) {
        _ if left == right || is_nothing(left) && is_nothing(right) => {}
        (Value::Object(one), Value::Object(other)) => {
            let names: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for name in names {
                compare(&left[name], &right[name], &format!("{at}/{name}"), tell);
            }
        }
        _ => tell(format!("{at}: {} and {}", short(left), short(right))),
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(120).collect()
}
