//! Mistakes in ids, regions and other plain values, planted into a clean file one at a time.

use amplify_config::{Document, Keywords, Knowledge};
use amplify_json::edit::{Edit, add_member, apply};
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use crate::plant::Mistake;

/// A text with what the schema says of it.
struct Value<'d> {
    node: Node<'d>,
    text: String,
    keywords: &'static Keywords,
}

impl Value<'_> {
    fn resource(&self) -> &str {
        self.keywords.resource.as_deref().unwrap_or_default()
    }

    fn is_needed(&self) -> bool {
        use amplify_config::Reading::Needs;
        self.keywords.libraries.is_some_and(|libraries| !libraries.that(&[Needs]).is_empty())
    }
}

/// Every mistake at every value whose resource is known.
pub(crate) fn mistakes(document: &Document) -> Vec<Mistake> {
    let knowledge = document.knowledge().unwrap();
    let values = values(document, knowledge);
    let mut found = Vec::new();
    let mut plant = |kind: &'static str, what: String, edits: Vec<Edit>, knowable: bool| {
        found.push(Mistake { kind, what, text: apply(document.text(), &edits), knowable });
    };
    for value in &values {
        for (kind, wrong, knowable) in wrong_texts(value, &values) {
            if wrong != value.text {
                let edits = vec![Edit::replace(value.node.content_range(), escape(&wrong))];
                plant(kind, format!("{} {wrong:?}", value.node.name()), edits, knowable);
            }
        }
    }
    for (at, one) in values.iter().enumerate() {
        for other in &values[at + 1..] {
            let are_ids = [one, other].iter().all(|value| DISTINCT.contains(&value.resource()));
            if are_ids && one.resource() != other.resource() && is_real(one) && is_real(other) {
                let exchanged = |value: &Value<'_>, text: &str| Edit::replace(value.node.content_range(), text);
                let edits = vec![exchanged(one, &other.text), exchanged(other, &one.text)];
                plant("id: exchanged", format!("{} and {}", one.node.name(), other.node.name()), edits, true);
            }
        }
    }
    let root = document.tree.root();
    if let Some(custom) = root.get("custom").filter(|custom| custom.kind() == Kind::Object) {
        for (name, value) in [
            ("clientSecret", "0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p"),
            ("AWS_SECRET_ACCESS_KEY", "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T"),
            ("dbPassword", "correct-horse-battery"),
            ("signer", "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADAN\\n-----END PRIVATE KEY-----"),
        ] {
            plant("secret", name.to_owned(), vec![add_member(custom, name, &format!("\"{value}\""))], true);
        }
    }
    found
}

const DISTINCT: [&str; 4] = ["user-pool", "identity-pool", "user-pool-client", "appsync-api-key"];

fn values<'d>(document: &'d Document, knowledge: &'static Knowledge) -> Vec<Value<'d>> {
    let strings = document.tree.nodes().filter(|node| node.kind() == Kind::String);
    strings
        .filter_map(|node| {
            let keywords = knowledge.keywords(knowledge.schema.at(node)?);
            keywords.resource.as_ref()?;
            Some(Value { node, text: node.as_str()?.into_owned(), keywords })
        })
        .filter(|value| !value.text.is_empty())
        .collect()
}

/// The value has the form that AWS gives it: in the test data of the libraries many have not.
fn is_real(value: &Value<'_>) -> bool {
    let text = &value.text;
    let is_small = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let invented = ["example", "xxxx", "0000-0000", "your-", "placeholder"];
    let is_invented = invented.iter().any(|word| text.to_lowercase().contains(word));
    !is_invented
        && match value.resource() {
            "user-pool" => text.split_once('_').is_some_and(|(region, rest)| is_region(region) && rest.len() == 9),
            "identity-pool" => text.split_once(':').is_some_and(|(region, rest)| is_region(region) && rest.len() == 36),
            "user-pool-client" => (24..=26).contains(&text.len()) && is_small(text),
            "appsync-api-key" => text.strip_prefix("da2-").is_some_and(|rest| rest.len() == 26 && is_small(rest)),
            "region" => is_region(text),
            "bucket" => text.len() > 8 && !["mock", "fake", "test"].iter().any(|word| text.contains(word)),
            "appsync-api" | "rest-api" => text.contains(".amazonaws.com"),
            "oauth-domain" => text.contains(".amazoncognito.com"),
            _ => false,
        }
}

fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [area, _, number] if area.len() == 2 && number.len() == 1)
}

/// The mistakes that this value can have, with what they make of it and whether the right text can be told.
fn wrong_texts(value: &Value<'_>, values: &[Value<'_>]) -> Vec<(&'static str, String, bool)> {
    let text = value.text.as_str();
    let mut wrong = Vec::new();
    let mut add = |kind, text: String, knowable| wrong.push((kind, text, knowable));
    let is_name = value.resource().starts_with("location-");
    let is_odd_id = DISTINCT.contains(&value.resource()) && !is_real(value);
    if !value.resource().starts_with("redirect-") && value.resource() != "oauth-scope" && !is_odd_id {
        for around in [format!(" {text}"), format!("{text} "), format!("{text}\n"), format!("\u{a0}{text}\u{200b}")] {
            add("white space", around, true);
        }
        for placeholder in ["<your-value>", "YOUR_VALUE", "REPLACE_ME", "PLACEHOLDER", "xxxxxxxx", "${VALUE}", "TODO"] {
            add("placeholder", placeholder.to_owned(), false);
        }
    }
    if value.is_needed() && !is_name {
        add("empty", String::new(), false);
    }
    if !is_real(value) {
        return wrong;
    }
    let region_stands = values.iter().any(|other| other.resource() == "region" && text.starts_with(&other.text));
    let all_one = {
        let mut regions = values.iter().filter(|other| other.resource() == "region").map(|other| &other.text);
        let first = regions.next();
        regions.all(|other| Some(other) == first)
    };
    match value.resource() {
        "user-pool" => {
            let (region, pool) = text.split_once('_').unwrap();
            add("id: in an ARN", format!("arn:aws:cognito-idp:{region}:111122223333:userpool/{text}"), true);
            add("id: in an address", format!("https://cognito-idp.{region}.amazonaws.com/{text}"), true);
            add("id: capitals", format!("{}_{pool}", region.to_uppercase()), true);
            add("id: separator", format!("{region}-{pool}"), true);
            add("id: separator", format!("{region}:{pool}"), true);
            add("id: separator", format!("{}_{pool}", region.replace('-', "_")), true);
            add("id: beginning lost", pool.to_owned(), region_stands && all_one);
            add("id: cut", text[..text.len() - 2].to_owned(), false);
            add("id: placeholder", format!("{region}_XXXXXXXXX"), false);
            add("id: placeholder", format!("{region}_EXAMPLE"), false);
        }
        "identity-pool" => {
            let (region, uuid) = text.split_once(':').unwrap();
            add("id: in an ARN", format!("arn:aws:cognito-identity:{region}:111122223333:identitypool/{text}"), true);
            add("id: capitals", text.to_uppercase(), true);
            add("id: separator", format!("{region}_{uuid}"), true);
            add("id: separator", format!("{region}:{}", uuid.replace('-', "")), true);
            add("id: beginning lost", uuid.to_owned(), region_stands && all_one);
            add("id: cut", text[..text.len() - 2].to_owned(), false);
            add("id: placeholder", format!("{region}:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"), false);
            add("id: placeholder", format!("{region}:00000000-0000-0000-0000-000000000000"), false);
        }
        "user-pool-client" => {
            add("id: capitals", text.to_uppercase(), true);
            add("id: quotes", format!("\"{text}\""), true);
            add("id: cut", text[..12].to_owned(), false);
        }
        "appsync-api-key" => {
            add("id: capitals", text.to_uppercase(), true);
            add("id: separator", text.replace('-', "_"), true);
            add("id: beginning lost", text[4..].to_owned(), true);
            add("id: cut", text[..20].to_owned(), false);
        }
        "bucket" => {
            add("id: in an ARN", format!("arn:aws:s3:::{text}"), true);
            add("id: in an address", format!("s3://{text}/"), true);
            add("id: in an address", format!("https://{text}.s3.us-east-1.amazonaws.com"), true);
            add("id: capitals", text.to_uppercase(), true);
        }
        "appsync-api" => {
            let at = text.find("://").unwrap() + 3;
            add("id: host cut", format!("{}{}", &text[..at], &text[at + 1..]), false);
        }
        "region" => {
            add("region: style", text.replace('-', "_"), true);
            add("region: style", text.to_uppercase(), true);
            add("region: style", format!("{text}a"), true);
            add("region: style", text.replace('-', ""), true);
            let mut letters: Vec<char> = text.chars().collect();
            letters.swap(4, 5);
            add("region: letters swapped", letters.into_iter().collect(), true);
        }
        _ => {}
    }
    add_other_regions(value, values, &mut wrong);
    wrong
}

/// The value with another region inside, where the file has another value that tells the difference.
fn add_other_regions(value: &Value<'_>, values: &[Value<'_>], wrong: &mut Vec<(&'static str, String, bool)>) {
    let other = |region: &str| if region == "sa-east-1" { "ap-south-1" } else { "sa-east-1" };
    let beside = |value: &Value<'_>| value.node.container().map(Node::id);
    let has_inside = ["user-pool", "identity-pool", "appsync-api"];
    let is_of = |id: &Value<'_>, region: &Value<'_>| {
        let pointer = format!("1/{}", region.node.name());
        beside(id) == beside(region) && is_real(id) && id.keywords.region_at.as_deref() == Some(&pointer)
    };
    match value.resource() {
        "region" if values.iter().any(|id| has_inside.contains(&id.resource()) && is_of(id, value)) => {
            wrong.push(("region: another", other(&value.text).to_owned(), true));
        }
        id if has_inside.contains(&id) => {
            let inside = values.iter().filter(|other| other.resource() == "region" && is_of(value, other));
            for region in inside.filter(|region| value.text.contains(&region.text)) {
                let text = value.text.replace(&region.text, other(&region.text));
                wrong.push(("region: another", text, true));
            }
        }
        _ => {}
    }
}
