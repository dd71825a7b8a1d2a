//! A copy of a file that can be shown to others: what names something in an AWS account or belongs to an owner is
//! replaced, the same by the same, and everything else stays byte for byte.
//!
//! A replacement has the form of what it stands for (letter for letter, digit for digit, the region and the service as
//! they are), so that what is right or wrong with a value can still be seen. It follows from the place in the order of
//! the file alone, so nothing can be told from it. Names of models, groups and paths stay: without them there is
//! nothing to talk about.

mod mask;

use std::collections::BTreeSet;

use amplify_json::edit::{Edit, apply};
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use crate::document::Document;
use crate::placeholders::{is_marked, is_own_name};
use crate::spelling::fold;
use mask::{Mask, is_true_region};

/// The text of the document with everything masked that is not to be shown.
pub fn redact(document: &Document) -> String {
    let mut mask = Mask::default();
    let strings = document.tree.nodes().filter(|node| matches!(node.kind(), Kind::String | Kind::Key));
    let strings: Vec<Node<'_>> = strings.collect();
    let known: BTreeSet<String> = strings
        .iter()
        .filter(|node| node.kind() == Kind::String && is_to_be_masked(document, **node))
        .map(|node| node.string_value().into_owned())
        .collect();
    let mut edits = Vec::new();
    let mut end = 0;
    for node in strings {
        // A text that runs over lines is none of JSON: it is taken as it is written.
        let raw = &document.text()[node.content_range()];
        let is_broken = raw.contains(['\n', '\r']);
        let text = if is_broken { raw.into() } else { node.string_value() };
        let is_field = node.kind() == Kind::Key && is_field(document, node);
        let masked = match known.contains(text.as_ref()) && !is_field {
            true => Some(mask.whole(&text)),
            false if is_field => None,
            false => mask.inside(&text, &known),
        };
        let content = node.content_range();
        edits.extend(between(document.text(), end..content.start, &mut mask, &known));
        end = content.end;
        if let Some(masked) = masked.filter(|masked| **masked != *text) {
            edits.push(Edit::replace(content, if is_broken { masked.into() } else { escape(&masked) }));
        }
    }
    edits.extend(between(document.text(), end..document.text().len(), &mut mask, &known));
    apply(document.text(), &edits)
}

/// A key that the schema knows by its name says what is there, not whose it is.
fn is_field(document: &Document, key: Node<'_>) -> bool {
    let Some((knowledge, id)) = key.container().and_then(|object| document.subschema(object)) else { return false };
    let name = key.string_value();
    knowledge.schema.properties(id).iter().any(|(known, _)| *known == name)
}

/// The value names something of an account, or its form says that it could.
fn is_to_be_masked(document: &Document, node: Node<'_>) -> bool {
    let text = node.string_value();
    if text.is_empty() || is_true_region(&text) || is_marked(&text) || is_own_name(&text) {
        return false;
    }
    let Some((knowledge, id)) = document.subschema(node) else { return looks_owned(&text) || is_private(node) };
    if knowledge.schema.values(id).iter().any(|(value, _)| value.as_str() == Some(&text)) {
        return false;
    }
    let keywords = knowledge.keywords(id);
    let names = keywords.resource.as_deref().is_some_and(|name| name != "region" && name != "user-pool-group");
    names || keywords.secret || looks_owned(&text) || is_private(node)
}

/// Ends of keys whose values name something of somebody, without case and style.
const NAMING: [&str; 14] = [
    "bucket",
    "bucketname",
    "domain",
    "host",
    "hostname",
    "endpoint",
    "url",
    "uri",
    "arn",
    "email",
    "tablename",
    "functionname",
    "accountid",
    "username",
];

/// Below `custom`, and under keys that nobody knows, any text may be somebody's.
fn is_private(node: Node<'_>) -> bool {
    let top = node.ancestors().filter(|above| above.kind() == Kind::Member).last();
    let in_custom = top.is_some_and(|top| top.name() == "custom");
    let is_secret = node.member().is_some_and(|member| crate::secrets::secret_in(member).is_some());
    let key = fold(&node.name());
    let is_named = node.kind() == Kind::String && NAMING.iter().any(|end| key.ends_with(end));
    let has_digit = node.kind() == Kind::String && node.string_value().bytes().any(|byte| byte.is_ascii_digit());
    is_secret || is_named || in_custom && has_digit
}

/// An address, an ARN, an e-mail address, an id of an account, or a long word of letters and digits.
fn looks_owned(text: &str) -> bool {
    let is_host = |text: &str| {
        let labels: Vec<&str> = text.split('.').collect();
        let is_label =
            |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        labels.len() >= 3 && labels.iter().all(is_label) && text.bytes().any(|byte| byte.is_ascii_lowercase())
    };
    let has = |test: fn(&u8) -> bool| text.bytes().any(|byte| test(&byte));
    let is_code = text.len() >= 16
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:+/=".contains(&byte))
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic);
    let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_mail = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let is_url = text.contains("://") && !text.starts_with("https://raw.githubusercontent.com/aws-amplify/");
    is_url || text.starts_with("arn:") || is_mail || is_account || is_code || is_host(text)
}

/// What looks like a host and is code that every browser and bundler knows.
const CODE: [&str; 6] = ["window.", "document.", "location.", "globalThis.", "process.env.", "import.meta."];

/// Comments, and whatever else stands outside of texts: words that look like somebody's are masked there too.
fn between(text: &str, range: std::ops::Range<usize>, mask: &mut Mask, known: &BTreeSet<String>) -> Vec<Edit> {
    let gap = &text[range.clone()];
    let mut edits = Vec::new();
    let mut at = 0;
    for word in gap.split(|letter: char| letter.is_whitespace() || "\"'`,;()<>{}[]".contains(letter)) {
        let start = range.start + at;
        at += word.len();
        at += gap[at..].chars().next().map_or(0, char::len_utf8);
        let is_code = CODE.iter().any(|start| word.starts_with(start));
        let masked = match looks_owned(word) && !is_marked(word) && !is_code {
            true => Some(mask.whole(word)),
            false => mask.inside(word, known),
        };
        if let Some(masked) = masked.filter(|masked| masked != word) {
            edits.push(Edit::replace(start..start + word.len(), masked));
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::features::diagnostics::diagnostics;
    use crate::features::testing::corpus;
    use crate::project::{Change, Project};
    use crate::{FilePath, Severity};

    #[test]
    fn the_same_is_masked_the_same_and_keeps_its_form() {
        let text = r#"{
  // Ask anna@shop.acme.test about us-east-1_aBcD12345
  "auth": { "aws_region": "us-east-1", "user_pool_id": "us-east-1_aBcD12345", "mfa_configuration": "NONE",
    "oauth": { "domain": "shop.auth.us-east-1.amazoncognito.com", "scopes": ["openid"],
      "redirect_sign_in_uri": ["http://localhost:3000/", "https://shop.acme.test/in"] } },
  "custom": { "pool": "us-east-1_aBcD12345", "arn": "arn:aws:s3:::a-bucket-1/x", "mode": "fast" },
  "version": "1.4"
}"#;
        let redacted = redact(&Document::new(FilePath::new("amplify_outputs.json"), text));
        let tree = amplify_json::parse(redacted.as_str()).tree;
        let at = |pointer: &str| {
            let node = crate::references::follow(tree.root(), pointer)[0];
            node.string_value().into_owned()
        };
        let pool = at("auth/user_pool_id");
        assert!(pool.starts_with("us-east-1_") && pool != "us-east-1_aBcD12345", "{pool}");
        assert_eq!(pool.len(), "us-east-1_aBcD12345".len());
        assert_eq!(at("custom/pool"), pool);
        assert!(redacted.contains(&format!("about {pool}\n")) && !redacted.contains("anna"), "{redacted}");
        assert!(at("auth/oauth/domain").ends_with(".auth.us-east-1.amazoncognito.com"));
        assert_eq!(at("auth/oauth/redirect_sign_in_uri/0"), "http://localhost:3000/");
        assert!(at("custom/arn").starts_with("arn:aws:s3:::") && !redacted.contains("bucket"));
        for kept in ["\"openid\"", "\"NONE\"", "\"fast\"", "\"1.4\"", "\"aws_region\": \"us-east-1\""] {
            assert!(redacted.contains(kept), "{kept} in {redacted}");
        }
    }

    fn codes(name: &str, text: &str) -> BTreeMap<String, usize> {
        let mut project = Project::new();
        let path = FilePath::new(name);
        project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
        let mut codes = BTreeMap::new();
        for found in diagnostics(&project, &path).into_iter().filter(|found| found.severity <= Severity::Warning) {
            *codes.entry(found.code.to_owned()).or_default() += 1;
        }
        codes
    }

    #[test]
    fn nothing_of_the_original_remains_in_real_files_and_faults_stay() {
        let mut faults = Vec::new();
        for (name, text) in corpus() {
            let document = Document::new(FilePath::new(name.as_str()), text.as_str());
            let Some(knowledge) = document.knowledge() else { continue };
            let redacted = redact(&document);
            // Told without the code above: what the schema says names a resource, if it is long enough to be a name.
            for (node, id) in document.values() {
                let Some(resource) = knowledge.keywords(id).resource.as_deref() else { continue };
                let value = node.string_value();
                let is_name =
                    node.kind() == Kind::String && value.len() >= 8 && !is_marked(&value) && !is_own_name(&value);
                let is_public = ["oauth-scope", "region", "redirect-sign-in", "redirect-sign-out"].contains(&resource)
                    || value.contains("localhost")
                    // Of these nothing is left that could be somebody's.
                    || value.contains("example") || value == "us-east-1:test" || value.ends_with("-000000000000");
                if is_name && !is_public && redacted.contains(value.as_ref()) {
                    faults.push(format!("{name}: {value} remains"));
                }
            }
            let shape = |text: &str| amplify_json::parse(text).tree.nodes().map(Node::kind).collect::<Vec<_>>();
            if shape(&text) != shape(&redacted) {
                faults.push(format!("{name}: another structure"));
            }
            let (before, after) = (codes(&name, &text), codes(&name, &redacted));
            if before != after {
                faults.push(format!("{name}: {before:?} became {after:?}"));
            }
        }
        assert!(faults.is_empty(), "{} {}", faults.len(), faults.join("\n"));
    }
}
