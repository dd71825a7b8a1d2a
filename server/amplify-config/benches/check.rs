//! What a key stroke costs: `cargo bench -p amplify-config`.
//!
//! Each figure is the median of many runs beside one of `serde_json` parsing the same text into a `Value` in the same
//! process: machines differ, ratios hold.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program that prints a table")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use amplify_config::{Change, Document, FilePath, Project, completion, diagnostics, hover, symbols};
use serde_json::{Value, json};

/// A file as the Amplify tools write it, with as many models as its size needs.
fn outputs(size: usize) -> String {
    let mut models = serde_json::Map::new();
    let text = |models: &serde_json::Map<String, Value>| {
        let outputs = json!({
            "auth": {
                "user_pool_id": "us-east-1_aBcD12345",
                "aws_region": "us-east-1",
                "user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m",
                "identity_pool_id": "us-east-1:11111111-2222-3333-4444-555555555555",
                "mfa_methods": [],
                "standard_required_attributes": ["email"],
                "username_attributes": ["email"],
                "user_verification_types": ["email"],
                "groups": [],
                "mfa_configuration": "NONE",
                "unauthenticated_identities_enabled": true
            },
            "data": {
                "url": "https://abcdefghijklmnopqrstuvwxyz.appsync-api.us-east-1.amazonaws.com/graphql",
                "aws_region": "us-east-1",
                "default_authorization_type": "AMAZON_COGNITO_USER_POOLS",
                "authorization_types": ["AWS_IAM"],
                "model_introspection": { "version": 1, "models": models, "enums": {}, "nonModels": {} }
            },
            "version": "1.4"
        });
        serde_json::to_string_pretty(&outputs).unwrap()
    };
    let one = model("Model0", "Model0").to_string().len() * 2;
    for number in 0..size.saturating_sub(1500) / one {
        let name = format!("Model{number}");
        models.insert(name.clone(), model(&name, "Model0"));
    }
    while text(&models).len() < size && size > 4000 {
        let name = format!("More{}", models.len());
        for extra in 0..1 + size / 50_000 {
            let name = format!("{name}x{extra}");
            models.insert(name.clone(), model(&name, "Model0"));
        }
    }
    text(&models)
}

fn model(name: &str, related: &str) -> Value {
    let field = |name: &str, kind: Value| json!({ "name": name, "isArray": false, "type": kind, "isRequired": true, "attributes": [] });
    json!({
        "name": name,
        "fields": {
            "id": field("id", json!("ID")),
            "title": field("title", json!("String")),
            "done": field("done", json!("Boolean")),
            "parentId": field("parentId", json!("ID")),
            "parent": {
                "name": "parent", "isArray": false, "type": { "model": related }, "isRequired": false, "attributes": [],
                "association": { "connectionType": "BELONGS_TO", "targetNames": ["parentId"] }
            },
            "createdAt": { "name": "createdAt", "isArray": false, "type": "AWSDateTime", "isRequired": false, "attributes": [], "isReadOnly": true }
        },
        "syncable": true,
        "pluralName": format!("{name}s"),
        "attributes": [
            { "type": "model", "properties": {} },
            { "type": "auth", "properties": { "rules": [{ "provider": "userPools", "ownerField": "owner", "allow": "owner", "identityClaim": "cognito:username", "operations": ["create", "update", "delete", "read"] }] } }
        ],
        "primaryKeyInfo": { "isCustomPrimaryKey": false, "primaryKeyFieldName": "id", "sortKeyFieldNames": [] }
    })
}

/// The median time of one run.
fn time(mut run: impl FnMut()) -> Duration {
    run();
    let start = Instant::now();
    run();
    let rounds = (Duration::from_millis(400).as_nanos() / start.elapsed().as_nanos().max(1)).clamp(5, 400);
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let path = FilePath::new("amplify_outputs.json");
    println!("{:>9} {:24} {:>12} {:>10}", "bytes", "what", "median", "of serde");
    for size in [2_000, 100_000, 1_000_000, 10_000_000] {
        let text: Arc<str> = outputs(size).into();
        let broken: Arc<str> = text.replacen("\"us-east-1\",", "\"us-east-1\"", 1).into();
        // As `from_str` does, in code of that crate, which is compiled for speed; this one is not.
        let serde = time(|| drop(black_box(text.parse::<Value>().unwrap())));
        let row = |what: &str, time: Duration| {
            let ratio = time.as_secs_f64() / serde.as_secs_f64();
            println!("{:9} {what:24} {time:>12.1?} {ratio:>9.2}x", text.len());
        };
        row("serde_json::from_str", serde);
        row("parse", time(|| drop(black_box(amplify_json::parse(text.clone())))));
        row("parse, broken", time(|| drop(black_box(amplify_json::parse(broken.clone())))));
        row("parse and validate", time(|| drop(black_box(Document::new(path.clone(), text.clone())))));
        let mut project = Project::new();
        row(
            "text -> diagnostics",
            time(|| {
                project.apply(Change::Document(Document::new(path.clone(), text.clone()).into()));
                black_box(diagnostics(&project, &path));
            }),
        );
        // A letter comes and goes: a text that differs a little from the one before.
        let edited: Arc<str> = text.replacen("\"NONE\"", "\"NONEX\"", 1).into();
        let mut texts = [&edited, &text].into_iter().cycle();
        row(
            "edit -> diagnostics",
            time(|| {
                project.apply(Change::Text(path.clone(), texts.next().cloned()));
                black_box(diagnostics(&project, &path));
            }),
        );
        let mut damaged = Project::new();
        row(
            "the same, broken",
            time(|| {
                damaged.apply(Change::Text(path.clone(), Some(broken.clone())));
                black_box(diagnostics(&damaged, &path));
            }),
        );
        let at = text.find("\"NONE\"").unwrap() + 1;
        row("completion", time(|| drop(black_box(completion(&project, &path, at)))));
        row("hover", time(|| drop(black_box(hover(&project, &path, at)))));
        row("outline", time(|| drop(black_box(symbols(&project, &path)))));
    }
}
