//! Mistakes that people make, planted into a clean file one at a time.

use amplify_config::{ConfigKind, Document, Knowledge};
use amplify_json::edit::{Edit, add_member, apply, remove_child};
use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node};

/// A text with one mistake in it.
pub(crate) struct Mistake {
    pub(crate) kind: &'static str,
    /// What was done, for the report.
    pub(crate) what: String,
    pub(crate) text: String,
    /// The right value can be told from the rest of the file.
    pub(crate) knowable: bool,
}

/// Every mistake at every place of a file where it makes sense.
pub(crate) fn mistakes(document: &Document) -> Vec<Mistake> {
    let mut planter = Planter::new(document);
    for node in document.tree.nodes() {
        if in_free_content(document, node) {
            continue;
        }
        match node.kind() {
            Kind::Member => planter.member(node),
            Kind::Key | Kind::Missing => {}
            _ => planter.value(node),
        }
    }
    planter.version();
    planter.sign_in();
    planter.found.extend(crate::services::mistakes(document));
    planter.found
}

/// Content that is the user's own, or that a machine wrote for itself.
pub(crate) fn in_free_content(document: &Document, node: Node<'_>) -> bool {
    let knowledge = document.knowledge().unwrap();
    std::iter::once(node).chain(node.ancestors()).filter(|node| node.kind() == Kind::Member).any(|member| {
        let is_free = ["custom", "model_introspection", "modelIntrospection"].contains(&&*member.name());
        is_free || knowledge.schema.at(member).is_none_or(|id| knowledge.keywords(id).generated)
    })
}

/// What is planted in one file, one mistake at a time.
pub(crate) struct Planter<'d> {
    pub(crate) document: &'d Document,
    pub(crate) knowledge: &'static Knowledge,
    pub(crate) found: Vec<Mistake>,
}

impl<'d> Planter<'d> {
    /// Nothing yet.
    pub(crate) fn new(document: &'d Document) -> Planter<'d> {
        Planter { document, knowledge: document.knowledge().unwrap(), found: Vec::new() }
    }

    /// The file with these edits has a mistake.
    pub(crate) fn plant(&mut self, kind: &'static str, what: String, edits: Vec<Edit>, knowable: bool) {
        let text = apply(self.document.text(), &edits);
        self.found.push(Mistake { kind, what, text, knowable });
    }

    /// The key is one that the schema names, not a free name under a pattern.
    fn is_named(&self, member: Node<'_>) -> bool {
        let object = member.container().unwrap();
        let Some(id) = self.knowledge.schema.at(object) else { return false };
        self.knowledge.schema.properties(id).iter().any(|(name, _)| *name == member.name())
    }

    fn member(&mut self, member: Node<'_>) {
        let key = member.key().unwrap();
        let name = member.name();
        if !self.is_named(member) || name == "$schema" {
            return;
        }
        let object = member.container().unwrap();
        for (kind, wrong) in [
            ("key: letters swapped", swapped(&name)),
            ("key: letter lost", lost(&name)),
            ("key: letter doubled", doubled(&name)),
            ("key: other style", other_style(&name)),
        ] {
            let Some(wrong) = wrong.filter(|wrong| object.member_named(wrong).is_none()) else { continue };
            self.plant(kind, format!("{name} -> {wrong}"), vec![Edit::replace(key.content_range(), wrong)], true);
        }
        let id = self.knowledge.schema.at(object).unwrap();
        if self.knowledge.schema.get(id).required.iter().any(|required| *required == name) {
            let knowable = matches!(&*name, "aws_region" | "version" | "authorization_types" | "Region" | "region");
            self.plant("missing key", format!("without {name}"), vec![remove_child(member)], knowable);
        }
        self.plant(
            "null",
            format!("{name}: null"),
            vec![Edit::replace(member.value().unwrap().range(), "null")],
            false,
        );
    }

    fn value(&mut self, node: Node<'_>) {
        let Some(id) = self.knowledge.schema.at(node) else { return };
        let replace = |text: String| vec![Edit::replace(node.range(), text)];
        let shown = node.text().chars().take(30).collect::<String>();
        match node.kind() {
            Kind::Bool | Kind::Number if !self.knowledge.schema.get(id).allows("string") => {
                let quoted = format!("\"{}\"", node.text());
                self.plant("type: in quotes", format!("{} {quoted}", node.name()), replace(quoted), true);
            }
            Kind::String => {
                self.string(node, id);
                self.login(node, id);
            }
            Kind::Array if self.allows_only(id, "array") => {
                let texts: Option<Vec<String>> =
                    node.items().map(|item| item.as_str().map(|text| text.into_owned())).collect();
                if let Some(texts) = texts.filter(|texts| !texts.is_empty()) {
                    let joined = format!("\"{}\"", texts.join(","));
                    self.plant("type: list as text", format!("{} {joined}", node.name()), replace(joined), true);
                    let last = node.last_child().unwrap();
                    let twice = vec![Edit::insert(last.range().end, format!(", {}", last.text()))];
                    if self.knowledge.schema.get(id).unique_items {
                        self.plant("item twice", format!("{} {}", node.name(), last.text()), twice, true);
                    }
                }
            }
            Kind::Object if node.parent().is_some() && self.allows_only(id, "object") => {
                let list = format!("[{}]", node.text());
                self.plant("type: object in list", format!("{} {shown}", node.name()), replace(list), true);
            }
            _ => {}
        }
    }

    fn allows_only(&self, id: SubschemaId, name: &str) -> bool {
        self.knowledge.schema.get(id).types == [name]
    }

    fn string(&mut self, node: Node<'_>, id: SubschemaId) {
        let text = node.string_value();
        let words = self.knowledge.schema.values(id);
        let content = |text: String| vec![Edit::replace(node.content_range(), text)];
        let is_version = node.name() == "version"
            && node.parent().and_then(Node::container).is_none_or(|object| object.parent().is_none());
        if words.len() > 1 && !is_version {
            for (kind, wrong) in [
                ("value: letters swapped", swapped(&text)),
                ("value: letter lost", lost(&text)),
                ("value: other case", Some(other_case(&text))),
            ] {
                let Some(wrong) = wrong else { continue };
                if words.iter().all(|(word, _)| word.as_str() != Some(&wrong)) {
                    self.plant(kind, format!("{} {wrong}", node.name()), content(wrong), true);
                }
            }
            self.plant(
                "value: unknown word",
                format!("{} SOMETHING_ELSE", node.name()),
                content("SOMETHING_ELSE".into()),
                true,
            );
        }
        if self.allows_only(id, "string") && !is_version {
            self.plant("type: number", format!("{} 42", node.name()), vec![Edit::replace(node.range(), "42")], false);
            let object = format!("{{ \"value\": {} }}", node.text());
            self.plant(
                "type: object",
                format!("{} {object}", node.name()),
                vec![Edit::replace(node.range(), object)],
                false,
            );
        }
    }

    /// Mistakes in the settings of a sign-in through the browser.
    fn login(&mut self, node: Node<'_>, id: SubschemaId) {
        let Some(resource) = self.knowledge.keywords(id).resource.as_deref() else { return };
        let text = node.string_value().into_owned();
        let is_item = node.parent().is_some_and(|list| list.kind() == Kind::Array);
        let other_scopes = node.parent().map_or(0, |list| list.items().count().saturating_sub(1));
        let mut put = |kind, wrong: String, knowable| {
            let edit = vec![Edit::replace(node.content_range(), wrong.clone())];
            self.plant(kind, format!("{} {wrong}", node.name()), edit, knowable);
        };
        match resource {
            "oauth-domain" if text.contains(".auth.") => {
                let (prefix, suffix) = text.split_once('.').unwrap_or((&text, ""));
                put("domain: scheme", format!("https://{text}"), true);
                put("domain: slash", format!("{text}/"), true);
                put("domain: path", format!("https://{text}/oauth2/authorize"), true);
                put("domain: prefix only", prefix.to_owned(), true);
                put("domain: no prefix", format!(".{suffix}"), false);
                put("domain: suffix twice", format!("{text}.{suffix}"), true);
                put("domain: own and suffix", format!("login.acme.dev.{suffix}"), true);
                put("domain: no auth", text.replacen(".auth.", ".", 1), true);
            }
            "redirect-sign-in" | "redirect-sign-out" if text.contains("://") && !text.contains(',') => {
                // The other list holds the same kind of address: it stays so, or that would be a second mistake.
                let second = format!("{}/second", text.trim_end_matches('/'));
                if text.starts_with("http") {
                    put("redirect: one slash", text.replacen("://", ":/", 1), true);
                    put("redirect: three slashes", text.replacen("://", ":///", 1), true);
                    put("redirect: no scheme", text.split_once("://").map_or("", |(_, rest)| rest).into(), true);
                    put("redirect: plain http", "http://shop.acme.dev/".into(), true);
                    put("redirect: blank after comma", format!("{text}, {second}"), true);
                }
                if is_item {
                    put("redirect: comma in item", format!("{text},{second}"), true);
                }
                put("redirect: fragment", format!("{text}#/home"), true);
                put("redirect: blank inside", format!("{text}my app"), false);
                put("redirect: wildcard", "https://*.acme.dev/".into(), false);
                put("redirect: path only", "/callback".into(), false);
            }
            "oauth-scope" => {
                if text == "openid" && other_scopes > 1 {
                    put("scope: misspelt", "opendid".into(), true);
                    put("scope: other case", "OpenID".into(), true);
                    put("scope: unknown", "offline_access".into(), false);
                }
                if text == "email" {
                    put("scope: two in one", "email address/read".into(), true);
                    put("scope: comma", "email,address/read".into(), true);
                }
                if text == "openid" && other_scopes > 0 {
                    self.plant("scope: no openid", "without openid".into(), vec![remove_child(node)], true);
                }
            }
            _ => {}
        }
    }

    /// Settings of sign-in that do not fit each other.
    fn sign_in(&mut self) {
        let root = self.document.tree.root();
        let Some(auth) = root.get("auth").filter(|_| self.document.kind() == Some(ConfigKind::Outputs)) else { return };
        let replace = |node: Node<'_>, text: &str| vec![Edit::replace(node.range(), text)];
        let factors = auth.get("mfa_configuration").zip(auth.get("mfa_methods"));
        if let Some((configuration, methods)) = factors.filter(|(_, methods)| methods.first_child().is_none()) {
            let edits = replace(configuration, "\"OPTIONAL\"");
            self.plant("mfa: no methods", "OPTIONAL".into(), edits, true);
            self.plant("mfa: off with methods", "TOTP".into(), replace(methods, "[\"TOTP\"]"), true);
        }
        let allows_guests = auth.get("unauthenticated_identities_enabled").and_then(Node::as_bool) == Some(true);
        if let Some(pool) = auth.get("identity_pool_id").and_then(Node::member).filter(|_| allows_guests) {
            self.plant("guests without pool", "identity_pool_id".into(), vec![remove_child(pool)], true);
        }
        if let Some(groups) = auth.get("groups").filter(|groups| groups.first_child().is_none()) {
            for (kind, text) in [
                ("group twice", r#"[{"A": {"precedence": 0}}, {"A": {"precedence": 1}}]"#),
                ("group: same rank", r#"[{"A": {"precedence": 0}}, {"B": {"precedence": 0}}]"#),
                ("group: no rank", r#"[{"A": {"precedence": 0}}, {"B": {}}]"#),
                ("group: negative rank", r#"[{"A": {"precedence": -1}}]"#),
            ] {
                self.plant(kind, text.into(), replace(groups, text), true);
            }
        }
        for (kind, text, knowable) in [
            ("challenge not enabled", r#"{"email_otp_enabled": false, "preferred_challenge": "EMAIL_OTP"}"#, true),
            ("challenge not enabled", r#"{"email_otp_enabled": true, "preferred_challenge": "SMS_OTP"}"#, true),
            (
                "relying party: address",
                r#"{"web_authn": {"relying_party_id": "https://acme.dev/", "user_verification": "preferred"}}"#,
                true,
            ),
        ] {
            let version = root.get("version").filter(|version| version.as_str().is_some_and(|text| text == "1.4"));
            if version.is_some() && auth.get("passwordless").is_none() {
                self.plant(kind, text.into(), vec![add_member(auth, "passwordless", text)], knowable);
            }
        }
    }

    fn version(&mut self) {
        let root = self.document.tree.root();
        let Some(version) = root.get("version").filter(|_| self.document.kind() == Some(ConfigKind::Outputs)) else {
            return;
        };
        for wrong in ["\"2\"", "\"0\"", "\"1.0\"", "\"v1.4\"", "\"latest\"", "1.4", "1", "\"1.4.0\""] {
            self.plant("version", wrong.to_owned(), vec![Edit::replace(version.range(), wrong)], true);
        }
    }
}

/// Two neighbours in the middle exchanged.
pub(crate) fn swapped(word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let at = (letters.len() / 2..letters.len().checked_sub(1)?).find(|&at| letters[at] != letters[at + 1])?;
    letters.swap(at, at + 1);
    (letters.len() > 3).then(|| letters.into_iter().collect())
}

pub(crate) fn lost(word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() <= 3 {
        return None;
    }
    letters.remove(letters.len() / 2);
    Some(letters.into_iter().collect())
}

pub(crate) fn doubled(word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let at = letters.len() / 2;
    letters.insert(at, *letters.get(at)?);
    (word.len() > 3).then(|| letters.into_iter().collect())
}

/// `user_pool_id` as `userPoolId`, `userPoolId` as `user_pool_id`.
fn other_style(word: &str) -> Option<String> {
    let mut out = String::new();
    if word.contains('_') {
        for (number, part) in word.split('_').enumerate() {
            let mut letters = part.chars();
            match letters.next() {
                Some(first) if number > 0 => out.extend(first.to_uppercase().chain(letters)),
                Some(first) => out.extend(std::iter::once(first).chain(letters)),
                None => {}
            }
        }
    } else {
        for letter in word.chars() {
            if letter.is_uppercase() && !out.is_empty() {
                out.push('_');
            }
            out.extend(letter.to_lowercase());
        }
    }
    (out != word).then_some(out)
}

fn other_case(word: &str) -> String {
    if word.chars().any(char::is_lowercase) { word.to_uppercase() } else { word.to_lowercase() }
}
