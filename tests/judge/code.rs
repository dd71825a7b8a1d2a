//! A file of code in which something was mended or completed is code as before: Node.js reads it, and what it says is what
//! the tolerant parser of this program takes it to say.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use amplify_config::{Change, CompletionItem, Document, FilePath, Project, completion, diagnostics, fix_all};
use amplify_json::edit::{Edit, apply};
use serde_json::Value;

use crate::documents;

/// As the Amplify CLI writes the file, and as people do, with what JSON does not know.
fn forms(text: &str) -> [String; 3] {
    let people = people(text);
    let code = people.replacen('{', "{ ...(globalThis.base ?? {}), /* { */ // '\n", 1);
    [text.to_owned(), people, code].map(|object| {
        format!("/* eslint-disable */\n// it's generated\nconst awsmobile = {object};\n\nexport default awsmobile;\n")
    })
}

/// Names without quotes where they need none, texts in single quotes, a comma behind the last member.
fn people(text: &str) -> String {
    use amplify_json::Kind;
    let tree = amplify_json::parse(text).tree;
    let mut edits = Vec::new();
    for node in tree.nodes() {
        let inside = &text[node.content_range()];
        let is_plain = !inside.contains(['\'', '"', '\\']);
        let is_name = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        match node.kind() {
            Kind::Key if is_name => edits.push(Edit::replace(node.range(), inside)),
            Kind::String if is_plain => edits.push(Edit::replace(node.range(), format!("'{inside}'"))),
            Kind::Object if node.parent().is_none() => {
                edits.extend(node.last_child().map(|last| Edit::insert(last.range().end, ",")));
            }
            _ => {}
        }
    }
    apply(text, &edits)
}

fn open(text: &str) -> (Project, FilePath) {
    let (mut project, path) = (Project::new(), FilePath::new("/app/src/aws-exports.js"));
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    (project, path)
}

/// The text after each edit that is offered anywhere in it.
fn edited(text: &str) -> Vec<(String, String)> {
    let (project, path) = open(text);
    let mut after = vec![("fix all".to_owned(), apply(text, &fix_all(&project, &path)))];
    for fix in diagnostics(&project, &path).iter().flat_map(|found| &found.fixes) {
        after.push((fix.title.clone(), apply(text, &fix.edits)));
    }
    for offset in (0..text.len()).step_by(text.len() / 16 + 1).filter(|&at| text.is_char_boundary(at)) {
        let accept = |item: CompletionItem| {
            let mut edits = item.additional;
            edits.push(Edit::replace(item.replace, item.text));
            (format!("{} at {offset}", item.label), apply(text, &edits))
        };
        after.extend(completion(&project, &path, offset).items.into_iter().map(accept));
    }
    after
}

/// What Node.js makes of each text: the value of the object, or why it is none.
fn run(texts: &[&str]) -> Vec<Value> {
    const SCRIPT: &str = "
        const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const read = (text) => {
            try { return { value: new Function(text.replace('export default', 'return'))() } }
            catch (error) { return { error: String(error) } }
        };
        console.log(JSON.stringify(texts.map(read)));";
    let mut node = Command::new("node")
        .args(["-e", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js is installed");
    let mut stdin = node.stdin.take().unwrap();
    let input = serde_json::to_vec(texts).unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn edited_code_is_code() {
    let mut all: Vec<(String, String)> = Vec::new();
    for (name, document) in documents() {
        let text = document.text().trim();
        if !text.contains("\"aws_") || text.len() > 5_000 {
            continue;
        }
        let wrong = text.replacen("east", "esat", 1).replacen("_id\"", "_di\"", 1);
        for text in [text.to_owned(), wrong] {
            for form in forms(&text) {
                all.extend(edited(&form).into_iter().map(|(what, after)| (format!("{name}: {what}"), after)));
            }
        }
    }
    all.sort_by(|left, right| left.1.cmp(&right.1));
    all.dedup_by(|left, right| left.1 == right.1);
    let texts: Vec<&str> = all.iter().map(|(_, text)| text.as_str()).collect();
    let mut faults = Vec::new();
    for ((what, text), read) in all.iter().zip(run(&texts)) {
        let document = Document::new(FilePath::new("aws-exports.js"), text.as_str());
        let ours = document.tree.root().to_value(64);
        let told = match read.get("value") {
            None => read["error"].to_string(),
            Some(value) if *value != without_spread(ours.clone()) => format!("{value}\nbut we say\n{ours}"),
            Some(_) => continue,
        };
        faults.push(format!("{what}: {told}\n{text}"));
    }
    let count = faults.len();
    faults.truncate(5);
    assert!(count == 0, "{count} of {}\n{}", all.len(), faults.join("\n\n"));
    assert!(all.len() > 4_000, "{}", all.len());
}

/// A spread is a member without a name to us.
fn without_spread(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.remove("");
    }
    value
}
