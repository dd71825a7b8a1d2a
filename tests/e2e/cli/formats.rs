//! The reports that other programs read: each is what its own standard says, and tells of the same findings.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use super::{Folder, GOOD, OFF, WARNING, places, repository, run_in};

const COPY: &str = r#"{ "version": "1.4", "auth": { "aws_region": "eu-west-1", "user_pool_id": "eu-west-1_qWeRt6789", "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a" } }"#;

/// A folder with faults of several severities, an empty range, two places in one finding, one of them in another file,
/// fixes, a name that must be escaped, and files that cannot be checked.
fn folder() -> Folder {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        (".gitignore", "*.json"),
        ("app/amplify_outputs.json", OFF),
        ("app/a b, %é/amplify_outputs.json", "{ \"version\": \"1.4\"\n  \"custom\": { \"a\": 1, \"a\": 2 } }"),
        ("app/warning/amplifyconfiguration.json", WARNING),
        ("app/good/amplify_outputs.json", GOOD),
        ("app/empty/amplify_outputs.json", ""),
        ("app/one/amplify_outputs.json", COPY),
        ("app/two/amplify_outputs.json", &COPY.replace("qWeRt6789", "qWeRt6780")),
        ("app/other.json", "{}"),
    ]);
    folder.write("app/bytes/amplify_outputs.json", b"{\"\xFF");
    folder
}

/// Run in `app`, which is not the root of the repository.
const COMMAND: &str = "check . other.json nowhere --format";

fn findings(folder: &Folder) -> Vec<Value> {
    let value = run_in(&folder.path().join("app"), &format!("{COMMAND} json"), "").json();
    value["findings"].as_array().unwrap().clone()
}

fn report(folder: &Folder, format: &str) -> String {
    let output = run_in(&folder.path().join("app"), &format!("{COMMAND} {format}"), "");
    assert_eq!(output.code, 2, "{output:?}");
    assert!(output.err.contains("amplify-ls: nowhere does not exist\n"), "{output:?}");
    output.out
}

#[test]
fn the_folder_of_these_tests_has_what_they_are_about() {
    let folder = folder();
    let findings = findings(&folder);
    for severity in ["error", "warning", "hint"] {
        assert!(findings.iter().any(|finding| finding["severity"] == severity), "{severity}: {findings:#?}");
    }
    assert!(findings.iter().any(|finding| finding["range"]["start"] == finding["range"]["end"]));
    let output = run_in(&folder.path().join("app"), "check --format json", "");
    assert!(places(&output).iter().any(|place| place.starts_with("bytes/")), "{:?}", places(&output));
}

#[test]
fn places_in_other_files_have_their_ranges() {
    let folder = folder();
    let findings = findings(&folder);
    let related = |finding: &Value| finding["related"].as_array().unwrap().clone();
    let elsewhere = |finding: &Value| related(finding).iter().any(|related| related["path"] != finding["path"]);
    assert!(findings.iter().any(elsewhere), "{findings:?}");
    for related in findings.iter().flat_map(related) {
        assert!(related["range"]["start"]["line"].as_u64() >= Some(1), "{related:?}");
    }
}

#[test]
fn sarif_is_as_its_schema_says() {
    let folder = folder();
    let schema = repository().join("tests/official/sarif/sarif-schema-2.1.0.json");
    // Two patterns of the official text have a bracket too many, with which they are no regular expressions.
    let text = fs::read_to_string(schema).unwrap().replace("{2}]?$\"", "{2}$\"");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let ours: Value = serde_json::from_str(&report(&folder, "sarif")).unwrap();
    let examples = run_in(&repository(), "check examples --format sarif", "").json();
    let corpus = run_in(&repository(), "check tests/corpus --format sarif", "").json();
    let clean = folder.run("check app/good --format sarif").json();
    for log in [&ours, &examples, &corpus, &clean] {
        let errors: Vec<String> =
            validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let mut wrong = ours.clone();
    wrong["runs"][0]["results"][0]["level"] = json!("fatal");
    assert!(!validator.is_valid(&wrong), "the check can fail");

    let run = &ours["runs"][0];
    assert_eq!(run["tool"]["driver"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 2);
    assert_eq!(clean["runs"][0]["invocations"][0]["executionSuccessful"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let findings = findings(&folder);
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(&findings) {
        assert_eq!(result["ruleId"], finding["code"]);
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], finding["code"]);
        assert_eq!(rule.get("helpUri").unwrap_or(&Value::Null), &finding["url"]);
        assert!(rule["help"]["text"].as_str().unwrap().contains(rule["shortDescription"]["text"].as_str().unwrap()));
        assert_eq!(result["message"]["text"], finding["message"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for (name, pointer) in [
            ("startLine", "/range/start/line"),
            ("startColumn", "/range/start/column"),
            ("endLine", "/range/end/line"),
            ("endColumn", "/range/end/column"),
            ("byteOffset", "/range/start/offset"),
        ] {
            assert_eq!(region[name], *finding.pointer(pointer).unwrap());
        }
        let fixes = finding["fixes"].as_array().unwrap().iter().filter(|fix| fix.get("append").is_none()).count();
        assert_eq!(result["fixes"].as_array().map_or(0, Vec::len), fixes, "{result}");
        let related = finding["related"].as_array().unwrap().len();
        assert_eq!(result["relatedLocations"].as_array().map_or(0, Vec::len), related, "{result}");
    }
    // From the root of the repository, wherever the program was started.
    let files: BTreeSet<&str> = results
        .iter()
        .map(|result| result.pointer("/locations/0/physicalLocation/artifactLocation/uri").unwrap().as_str().unwrap())
        .collect();
    assert!(files.contains("app/amplify_outputs.json"), "{files:?}");
    assert!(files.contains("app/a%20b%2C%20%25%C3%A9/amplify_outputs.json"), "{files:?}");
}

#[test]
fn a_file_elsewhere_has_its_full_address() {
    let elsewhere = Folder::new(&[("amplify_outputs.json", OFF)]);
    let folder = Folder::new(&[]);
    let log = folder.run(&format!("check {} --format sarif", elsewhere.path().display())).json();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    let uri = place["uri"].as_str().unwrap();
    assert!(uri.starts_with("file:///") && uri.ends_with("/amplify_outputs.json"), "{place}");
    assert_eq!(place.get("uriBaseId"), None);
}

/// The fingerprints of a report, in each of the two formats that have them.
fn fingerprints(folder: &Folder, command: &str) -> [Vec<String>; 2] {
    let sarif = folder.run(&format!("{command} --format sarif")).json();
    let gitlab = folder.run(&format!("{command} --format gitlab")).json();
    let of_result = |result: &Value| result["partialFingerprints"]["amplifyLs/v1"].as_str().unwrap().to_owned();
    let of_issue = |issue: &Value| issue["fingerprint"].as_str().unwrap().to_owned();
    [
        sarif["runs"][0]["results"].as_array().unwrap().iter().map(of_result).collect(),
        gitlab.as_array().unwrap().iter().map(of_issue).collect(),
    ]
}

#[test]
fn a_finding_is_known_again_though_the_file_has_changed_around_it() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        (".gitignore", "*.json"),
        ("a/amplify_outputs.json", OFF),
        ("b/amplify_outputs.json", OFF),
    ]);
    let [sarif, gitlab] = fingerprints(&folder, "check");
    assert_eq!(sarif, gitlab);
    assert_eq!(sarif.iter().collect::<BTreeSet<_>>().len(), 2, "one for each: {sarif:?}");
    let moved = OFF.replace("  \"auth\"", "\n\n  \"custom\": {},\n  \"auth\"").replace("OFF", "off");
    folder.write("a/amplify_outputs.json", moved.as_bytes());
    assert_eq!(fingerprints(&folder, "check")[0], sarif);
    // Also from elsewhere.
    let inside = run_in(&folder.path().join("a"), "check --format gitlab", "").json();
    assert_eq!(inside[0]["fingerprint"], sarif[0].as_str());
    // Two that agree in code and place are two.
    let twice = r#"{ "version": "1.4", "custom": { "a": 1, "a": 2, "a": 3 } }"#;
    folder.write("a/amplify_outputs.json", twice.as_bytes());
    let [all, _] = fingerprints(&folder, "check a");
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (2, 2), "{all:?}");
}

#[test]
fn gitlab_gets_what_it_asks_for() {
    let folder = folder();
    let issues: Vec<Value> = serde_json::from_str(&report(&folder, "gitlab")).unwrap();
    let findings = findings(&folder);
    assert_eq!(issues.len(), findings.len());
    for (issue, finding) in issues.iter().zip(&findings) {
        assert_eq!(issue["description"], finding["message"]);
        assert_eq!(issue["check_name"], finding["code"]);
        let severity = issue["severity"].as_str().unwrap();
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        assert_eq!(issue["location"]["path"], format!("app/{}", finding["path"].as_str().unwrap()));
        let begin = &issue["location"]["positions"]["begin"];
        assert_eq!(begin["line"], finding["range"]["start"]["line"]);
    }
    assert_eq!(folder.run("check app/good --format gitlab").json(), json!([]));
}

#[test]
fn github_gets_one_command_a_line() {
    let folder = folder();
    let report = report(&folder, "github");
    let findings = findings(&folder);
    assert_eq!(report.lines().count(), findings.len() + 2, "{report}");
    for (line, finding) in report.lines().zip(&findings) {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        assert_eq!(message, finding["message"].as_str().unwrap().replace('%', "%25"));
        let (level, properties) = head.split_once(' ').unwrap();
        let expected = match finding["severity"].as_str().unwrap() {
            name @ ("error" | "warning") => name,
            _ => "notice",
        };
        assert_eq!(level, expected);
        let properties: Vec<(&str, &str)> =
            properties.split(',').map(|property| property.split_once('=').unwrap()).collect();
        let path = finding["path"].as_str().unwrap().replace('%', "%25").replace(',', "%2C");
        assert_eq!(properties[0], ("file", format!("app/{path}").as_str()));
        assert_eq!(properties[1], ("line", finding["range"]["start"]["line"].to_string().as_str()));
        let title = format!("amplify-ls ({})", finding["code"].as_str().unwrap());
        assert_eq!(properties.last(), Some(&("title", title.as_str())));
    }
    assert!(report.contains("::error title=amplify-ls::other.json is not recognised as an Amplify configuration\n"));
}

#[test]
fn junit_counts_what_fails() {
    let folder = folder();
    let findings = findings(&folder);
    let count = |severity: &str| findings.iter().filter(|finding| finding["severity"] == severity).count();
    for (format, failures) in [
        ("junit", count("error") + count("warning")),
        ("junit --fail-on error", count("error")),
        ("junit --fail-on hint", findings.len()),
    ] {
        let report = report(&folder, format);
        let document = roxmltree::Document::parse(&report).unwrap();
        let root = document.root_element();
        let named = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
        let number = |name: &str| root.attribute(name).unwrap().parse::<usize>().unwrap();
        assert_eq!((number("failures"), named("failure")), (failures, failures), "{format}");
        assert_eq!((number("errors"), named("error")), (2, 2));
        assert_eq!(number("tests"), named("testcase"));
        assert_eq!(named("testcase"), findings.len() + 2 + 1, "one passes for the file without findings");
        assert_eq!(named("failure") + named("system-out"), findings.len());
        for suite in root.children().filter(|node| node.has_tag_name("testsuite")) {
            let inside = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count();
            for (attribute, name) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
                assert_eq!(suite.attribute(attribute), Some(inside(name).to_string().as_str()), "{report}");
            }
        }
        let cases = document.descendants().filter(|node| node.has_tag_name("testcase") && node.has_children());
        for (case, finding) in cases.zip(&findings) {
            let said = case.children().find_map(|node| node.text().filter(|text| !text.trim().is_empty()));
            assert!(said.unwrap().ends_with(finding["message"].as_str().unwrap()), "{said:?} {finding}");
        }
    }
}

#[test]
fn checkstyle_names_file_line_and_column() {
    let folder = folder();
    let report = report(&folder, "checkstyle");
    let document = roxmltree::Document::parse(&report).unwrap();
    let errors: Vec<_> = document.descendants().filter(|node| node.has_tag_name("error")).collect();
    let findings = findings(&folder);
    assert_eq!(errors.len(), findings.len() + 2);
    for (error, finding) in errors.iter().zip(&findings) {
        assert_eq!(error.parent().unwrap().attribute("name"), finding["path"].as_str());
        assert_eq!(error.attribute("message"), finding["message"].as_str());
        assert_eq!(error.attribute("line"), Some(finding["range"]["start"]["line"].to_string().as_str()));
        assert_eq!(error.attribute("column"), Some(finding["range"]["start"]["column"].to_string().as_str()));
        let code = finding["code"].as_str().unwrap();
        assert_eq!(error.attribute("source"), Some(format!("amplify-ls.{code}").as_str()));
    }
}

/// A configuration inside of code, behind characters of one to four bytes, on its first line and on others.
const CODE: [(&str, &str, &str); 2] = [
    (
        "aws-exports.js",
        "/* é😀 */ const awsmobile = { /* 😀 */ \"aws_cognito_mfa_configuration\": \"NONE\", \"aws_project_region\": \
         \"us-east-1\",\n    \"aws_user_pools_id\": \"us-east-1_Kd8sW3nQz\", \"aws_user_pools_web_client_id\": \
         \"6t2vq8m4n0s5k1r7d3h9j5b2fa\" };\nexport default awsmobile;\n",
        "\"NONE\"",
    ),
    (
        "lib/amplifyconfiguration.dart",
        "// é😀\nconst amplifyconfig = '''{\r\n  \"UserAgent\": \"aws-amplify-cli/2.0\", \"Version\": \"1.0\",\r\n  \
         \"api\": { \"plugins\": { \"awsAPIPlugins\": {} } }\r\n}''';\r\n",
        "\"awsAPIPlugins\"",
    ),
];

/// Where `line` and `column` are in `text`, both counted from 1, columns in characters.
fn place_of(text: &str, line: &Value, column: &Value) -> usize {
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let start = text.split_inclusive('\n').take(number(line) - 1).map(str::len).sum();
    text[start..].char_indices().nth(number(column) - 1).map_or(text.len(), |(at, _)| start + at)
}

/// Every report of a file of code names the place in the code, not that in the configuration.
#[test]
fn places_in_code_are_those_of_the_code() {
    for (name, text, wrong) in CODE {
        let folder = Folder::new(&[(".git/HEAD", ""), (name, text)]);
        let say = |format: &str| folder.run(&format!("check {name} --format {format}"));
        let at = text.find(wrong).unwrap();
        let finding = &say("json").json()["findings"][0];
        for (end, expected) in [("start", at), ("end", at + wrong.len())] {
            let place = &finding["range"][end];
            assert_eq!(place_of(text, &place["line"], &place["column"]), expected, "{name}: {place}");
            assert_eq!(place["offset"], expected, "{name}");
        }
        let (line, column) = (&finding["range"]["start"]["line"], &finding["range"]["start"]["column"]);
        let region = say("sarif").json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].clone();
        assert_eq!((&region["startLine"], &region["startColumn"]), (line, column));
        assert_eq!(say("gitlab").json()[0]["location"]["positions"]["begin"]["line"], *line);
        for (format, shown) in [
            ("human", format!("--> {name}:{line}:{column}\n")),
            ("github", format!("file={name},line={line},col={column},")),
            ("checkstyle", format!("line=\"{line}\" column=\"{column}\"")),
            ("junit", format!("{name}:{line}:{column}")),
        ] {
            let said = say(format);
            assert_eq!(said.code, 1, "{said:?}");
            assert!(said.out.contains(&shown), "{name}: no {shown} in {}", said.out);
        }
    }
}

/// Whoever applies what a SARIF log proposes gets the text that `fix` writes.
#[test]
fn a_fix_in_sarif_is_the_one_that_is_applied_here() {
    let plain = ("amplify_outputs.json", OFF, "");
    for (name, text, _) in CODE.into_iter().chain([plain]) {
        let folder = Folder::new(&[(".git/HEAD", ""), (".gitignore", "*.json"), (name, text)]);
        let log = folder.run(&format!("check {name} --format sarif")).json();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 1, "{log}");
        let mut mended = text.to_owned();
        let changes = &results[0]["fixes"][0]["artifactChanges"];
        assert_eq!(changes.as_array().map(Vec::len), Some(1));
        // From behind, so that the places before stay what they were.
        for replacement in changes[0]["replacements"].as_array().unwrap().iter().rev() {
            let region = &replacement["deletedRegion"];
            let start = place_of(text, &region["startLine"], &region["startColumn"]);
            let end = place_of(text, &region["endLine"], &region["endColumn"]);
            assert_eq!((&region["byteOffset"], &region["byteLength"]), (&json!(start), &json!(end - start)));
            mended.replace_range(start..end, replacement["insertedContent"]["text"].as_str().unwrap_or(""));
        }
        assert_ne!(mended, text);
        assert_eq!(folder.run(&format!("fix {name} --unsafe")).code, 0);
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), mended, "{name}");
    }
}
