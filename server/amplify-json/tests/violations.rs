//! What a document has against its schema: each once, at its place, and nothing beside a mistake of the text.

use amplify_json::schema::Schema;
use amplify_json::{ViolationKind, parse};

/// The violations as `text of the node: what`, one a line.
fn violations(schema: &str, text: &str) -> Vec<String> {
    let schema = Schema::new(schema, &[]).expect("the schema is well formed");
    let parsed = parse(text);
    let show = |violation: amplify_json::Violation| {
        let node = parsed.tree.node(violation.node);
        let kind = match violation.kind {
            ViolationKind::DuplicateItem(first) => format!("DuplicateItem({})", parsed.tree.node(first).range().start),
            other => format!("{other:?}").replace('"', ""),
        };
        format!("{}: {kind}", node.text().replace('"', "").replace('\n', " "))
    };
    schema.violations(&parsed.tree).into_iter().map(show).collect()
}

#[track_caller]
fn check(schema: &str, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(violations(schema, text), *expected, "{text}");
    }
}

const USER: &str = r#"{
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2, "pattern": "^[a-z]+$"},
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
        "kind": {"enum": ["admin", "guest"]},
        "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": true, "minItems": 1},
        "home": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                 "additionalProperties": false},
        "version": {"const": "1"}
    },
    "required": ["name", "age"],
    "additionalProperties": false
}"#;

#[test]
fn each_thing_is_said_once_at_its_place() {
    check(
        USER,
        &[
            (r#"{"name": "bob", "age": 7}"#, &[]),
            (r#"{"age": 7}"#, &["{age: 7}: MissingProperties([name])"]),
            ("{}", &["{}: MissingProperties([name, age])"]),
            (r#"{"name": "bob", "age": "7"}"#, &["7: WrongType([integer])"]),
            (r#"{"name": "bob", "age": 151}"#, &["151: TooLarge(150)"]),
            (r#"{"name": "bob", "age": -1}"#, &["-1: TooSmall(0)"]),
            (r#"{"name": "Bob", "age": 7}"#, &["Bob: PatternMismatch(^[a-z]+$)"]),
            (r#"{"name": "b", "age": 7}"#, &["b: TooShort(2)"]),
            (r#"{"name": "bob", "age": 7, "x": 1}"#, &["x: 1: UnknownProperty(x)"]),
            (r#"{"name": "bob", "age": 7, "kind": "boss"}"#, &["boss: NotInEnum([String(admin), String(guest)])"]),
            (r#"{"name": "bob", "age": 7, "version": 1}"#, &["1: NotInEnum([String(1)])"]),
            (r#"{"name": "bob", "age": 7, "tags": []}"#, &["[]: TooFewItems(1)"]),
            (r#"{"name": "bob", "age": 7, "tags": ["a", 1]}"#, &["1: WrongType([string])"]),
            (r#"{"name": "bob", "age": 7, "tags": ["a", "b", "a"]}"#, &["a: DuplicateItem(35)"]),
            (
                r#"{"name": "bob", "age": 7, "home": {"town": "x"}}"#,
                &["{town: x}: MissingProperties([city])", "town: x: UnknownProperty(town)"],
            ),
            ("[]", &["[]: WrongType([object])"]),
        ],
    );
}

#[test]
fn a_hole_fits_anything() {
    check(
        USER,
        &[
            (r#"{"name": , "age": 7}"#, &[]),
            ("{\"name\":\n\"age\": 7}", &[]),
            (r#"{"name": "bob", "age": 7, "home": }"#, &[]),
            (r#"{"name": "bob", "age": 7, "kind"}"#, &[]),
            (r#"{"name": "bob", "age": undefined}"#, &[]),
            (r#"{"name": "bob", "age": 7, "tags": [, ]}"#, &["[, ]: TooFewItems(1)"]),
            ("", &[]),
            ("// nothing\n", &[]),
        ],
    );
}

/// The mistake in the text is the one thing to say there.
#[test]
fn a_damaged_token_has_no_violation() {
    check(
        USER,
        &[
            (r#"{"name": "bob", "age": 07}"#, &[]),
            (r#"{"name": "bob", "age": seven}"#, &[]),
            (r#"{"name": True, "age": 7}"#, &[]),
            (r#"{"name": bob, "age": 7}"#, &[]),
            (r#"{"name": 'Bob', "age": 7}"#, &[]),
            (r#"{"name": "B\qb", "age": 7}"#, &[]),
            ("{\"name\": \"bob\", \"age\": 7, \"kind\": \"bo\tss\"}", &[]),
            ("{\"name\": \"B,\n\"age\": 7}", &[]),
        ],
    );
}

/// What is missing may stand beside the mistake; what is there is checked all the same.
#[test]
fn a_doubtful_container_lacks_nothing() {
    check(
        USER,
        &[
            // Cut off, or with a bracket that had to be guessed.
            ("{\"name\": \"bob\"", &[]),
            ("{\"name\": \"bob\",\n", &[]),
            ("{\"name\": \"bob\", \"ag", &[]),
            ("{\"name\": \"bob\", \"age\": 7, \"home\": {", &[]),
            ("{\"name\": \"bob\", \"age\": 7, \"tags\": [", &[]),
            ("{\n  \"home\": {\n    \"city\": \"x\"\n  \"name\": \"bob\"\n}", &[]),
            ("{\"name\": \"bob\"}}\n\"age\": 7}", &[]),
            // A key that had to be guessed.
            (r#"{"name": "bob", "a ge" "age": 7}"#, &[]),
            (r#"{"name": "bob", : 7}"#, &[]),
            (r#"{"name": "bob", "a\ge": 7}"#, &[]),
            (r#"{"name": "bob", 7}"#, &[]),
            (r#"{"name": "bob" age}"#, &[]),
            // What is there is known to be wrong.
            ("{\"age\": 151, \"name\": \"bob", &["151: TooLarge(150)"]),
        ],
    );
    // A mistake that hides nothing excuses nothing.
    check(
        USER,
        &[
            (r#"{"age": 7 "kind": "guest"}"#, &["{age: 7 kind: guest}: MissingProperties([name])"]),
            (r#"{"age": 7,}"#, &["{age: 7,}: MissingProperties([name])"]),
            (r#"{'age': 7}"#, &["{'age': 7}: MissingProperties([name])"]),
            (r#"{age: 7}"#, &["{age: 7}: MissingProperties([name])"]),
        ],
    );
}

#[test]
fn both_copies_of_a_duplicate_are_looked_at() {
    check(
        USER,
        &[
            (r#"{"name": "bob", "age": "x", "age": 7}"#, &["x: WrongType([integer])"]),
            (r#"{"name": "bob", "age": 7, "age": "x"}"#, &["x: WrongType([integer])"]),
            (
                r#"{"name": "bob", "age": 7, "home": {"city": 1}, "home": {"city": 2}}"#,
                &["1: WrongType([string])", "2: WrongType([string])"],
            ),
            // A third in the middle is neither the first nor the last.
            (r#"{"name": "bob", "age": 7, "age": "x", "age": 8}"#, &[]),
            (r#"{"name": "bob", "age": 7, "x": 1, "x": 2}"#, &["x: 1: UnknownProperty(x)", "x: 2: UnknownProperty(x)"]),
        ],
    );
}

#[test]
fn of_alternatives_the_nearest_is_meant() {
    let schema = r#"{
        "type": "object",
        "properties": {
            "type": {"anyOf": [
                {"type": "string", "enum": ["ID", "String"]},
                {"type": "object", "properties": {"model": {"type": "string"}}, "required": ["model"],
                 "additionalProperties": false}
            ]}
        },
        "anyOf": [{"required": ["type"]}, {"required": ["kind"]}]
    }"#;
    check(
        schema,
        &[
            (r#"{"type": "ID"}"#, &[]),
            (r#"{"type": "Id"}"#, &["Id: NotInEnum([String(ID), String(String)])"]),
            (r#"{"type": {"model": 1}}"#, &["1: WrongType([string])"]),
            (r#"{"type": {}}"#, &["{}: MissingProperties([model])"]),
            ("{}", &["{}: NoAlternative([[type], [kind]])"]),
            (r#"{"other": "#, &[]),
        ],
    );
}

#[test]
fn keys_with_marks_of_json_pointer_are_found() {
    let schema = r#"{"additionalProperties": {"additionalProperties": {"type": "array", "items": {"enum": ["get"]}}}}"#;
    check(
        schema,
        &[
            (r#"{"a/b": {"c~d": ["get", "put"]}}"#, &["put: NotInEnum([String(get)])"]),
            (r#"{"protected/${x:sub}/*": {"~1": ["put"]}}"#, &["put: NotInEnum([String(get)])"]),
            (
                r#"{"a b": {"é": ["put"]}, "\u0061": {"b": ["got"]}}"#,
                &["put: NotInEnum([String(get)])", "got: NotInEnum([String(get)])"],
            ),
            (r#"{"0": {"1": ["get", "put"]}}"#, &["put: NotInEnum([String(get)])"]),
        ],
    );
}

#[test]
fn numbers_are_compared_by_value() {
    let schema = r#"{"properties": {"a": {"const": 1}, "b": {"type": "integer"}, "c": {"maximum": 10}}}"#;
    check(
        schema,
        &[
            (r#"{"a": 1, "b": 1, "c": 1}"#, &[]),
            (r#"{"a": 1.0, "b": 2.0, "c": 1e1}"#, &[]),
            (r#"{"a": 2}"#, &["2: NotInEnum([Number(1)])"]),
            (r#"{"b": 1.5}"#, &["1.5: WrongType([integer])"]),
            (r#"{"c": 1e400}"#, &["1e400: TooLarge(10)"]),
            (r#"{"c": 123456789012345678901234567890}"#, &["123456789012345678901234567890: TooLarge(10)"]),
        ],
    );
}

#[test]
fn names_of_properties_are_checked() {
    let schema = r#"{"propertyNames": {"pattern": "^[a-z]+$"}}"#;
    check(schema, &[(r#"{"a": 1, "B": 2}"#, &["B: 2: BadName"]), (r#"{"a": 1, "b": 2}"#, &[])]);
}
