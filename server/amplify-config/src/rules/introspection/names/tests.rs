use crate::rules::drawn::check;

/// A description in a file, with what is drawn in it.
fn described(models: &str, rest: &str) -> String {
    let head = r#"
{
  "version": "1.4",
  "data": { "model_introspection": {
    "version": 1,
"#;
    format!(
        "{head}    \"models\": {{\n{models}\n    }},\n{rest}\n    \"enums\": {{}}, \"nonModels\": {{}}\n  }} }}\n}}\n"
    )
}

const KEY: &str = r#""pluralName": "As", "primaryKeyInfo": { "isCustomPrimaryKey": false, "primaryKeyFieldName": "id", "sortKeyFieldNames": [] } }"#;

#[test]
fn names_lead_to_what_is_declared() {
    let a = |fields: &str| format!("      \"A\": {{ \"name\": \"A\", \"fields\": {{\n{fields}\n      }}, {KEY}");
    let field = |name: &str, kind: &str, more: &str| {
        format!(
            "        \"{name}\": {{ \"name\": \"{name}\", \"isArray\": false, \"isRequired\": false{more}, \"type\": {kind} }}"
        )
    };
    let id = field("id", "\"ID\"", "");
    let clean = [
        a(&id),
        a(&format!("{id},\n{}", field("b", r#"{ "model": "A" }"#, ""))),
        // What the AI routes bring along.
        a(&format!("{id},\n{}", field("b", r#"{ "nonModel": "AmplifyAIContentBlock" }"#, ""))),
        // The field of a relationship that Gen 1 makes up.
        a(&format!(
            "{id},\n{}",
            field(
                "b",
                r#"{ "model": "A" }"#,
                r#", "association": { "connectionType": "HAS_MANY", "associatedWith": ["aBId"] }"#
            )
        )),
        // Somebody else speaks of these.
        a(&format!("{id},\n{}", field("b", r#"{ "model": 7 }"#, ""))),
        a(&format!("{id},\n{}", field("b", r#"{ "model": }"#, ""))),
    ];
    for models in clean {
        check("introspection", &described(&models, ""));
    }
    let broken = [
        format!(
            "{id},\n{}\n{}",
            field("b", r#"{ "model": "B" }"#, ""),
            mark("\"B\"", &field("b", r#"{ "model": "B" }"#, ""), "error[broken-introspection]")
        ),
        format!(
            "{id},\n{}\n{}",
            field("b", r#"{ "enum": "A" }"#, ""),
            mark("\"A\"", &field("b", r#"{ "enum": "A" }"#, ""), "warning[broken-introspection]")
        ),
    ];
    for fields in broken {
        check("introspection", &described(&a(&fields), ""));
    }
}

/// The line that marks `part` in `line`.
fn mark(part: &str, line: &str, label: &str) -> String {
    let at = line.rfind(part).unwrap();
    format!("{}{} {label}", " ".repeat(at), "^".repeat(part.len()))
}

#[test]
fn a_route_needs_models_of_its_own() {
    let a = format!(
        "      \"A\": {{ \"name\": \"A\", \"fields\": {{ \"id\": {{ \"name\": \"id\", \"isArray\": false, \"isRequired\": true, \"type\": \"ID\" }} }}, {KEY}"
    );
    let send = r#"{ "name": "chat", "isArray": false, "isRequired": false, "type": { "model": "A" } }"#;
    let route = |models: &str, mark: &str| {
        format!(
            r#"    "conversations": {{ "chat": {{ "name": "chat", "models": {models}, "nonModels": {{}},
      "enums": {{ "Role": {{ "name": "AmplifyRole", "values": [] }} }},
      "conversation": {{ "modelName": "A" }},{mark}
      "message": {{ "modelName": "A", "send": {send}, "subscribe": {send} }} }} }},"#
        )
    };
    let line = r#"      "conversation": { "modelName": "A" },"#;
    let none = format!("\n{}", mark("\"A\"", line, "warning[broken-introspection]"));
    check("introspection", &described(&a, &route(&format!("{{\n{a}\n}}"), "")));
    let twice = format!(
        "{}\n{}",
        route("{}", &none),
        mark("\"A\"", r#"      "message": { "modelName": "A""#, "warning[broken-introspection]")
    );
    check("introspection", &described(&a, &twice));
}
