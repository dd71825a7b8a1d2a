//! Mistakes in what a file says of APIs, storage and models: each at every place where somebody could make it.

use amplify_config::{ConfigKind, Document};
use amplify_json::edit::{Edit, apply, remove_child};
use amplify_json::{Kind, Node};

use crate::plant::{Mistake, doubled, lost, swapped};

pub(crate) fn mistakes(document: &Document) -> Vec<Mistake> {
    let mut planter = Planter { document, found: Vec::new() };
    planter.apis();
    planter.buckets();
    planter.paths();
    planter.models();
    planter.found
}

struct Planter<'d> {
    document: &'d Document,
    found: Vec<Mistake>,
}

fn at<'d>(node: Node<'d>, path: &[&str]) -> Option<Node<'d>> {
    path.iter().try_fold(node, |node, name| node.get(name))
}

fn members(node: Option<Node<'_>>) -> impl Iterator<Item = Node<'_>> {
    node.into_iter().flat_map(Node::members)
}

impl<'d> Planter<'d> {
    fn plant(&mut self, kind: &'static str, what: &str, edits: Vec<Edit>, knowable: bool) {
        let text = apply(self.document.text(), &edits);
        self.found.push(Mistake { kind, what: what.to_owned(), text, knowable });
    }

    fn text(&mut self, kind: &'static str, node: Node<'_>, text: Option<String>, knowable: bool) {
        if let Some(text) = text.filter(|text| *text != node.string_value()) {
            self.plant(kind, &text, vec![Edit::replace(node.content_range(), text.clone())], knowable);
        }
    }

    fn apis(&mut self) {
        let root = self.document.tree.root();
        let key_of = |object: Node<'d>, mode: &str, key: &str| {
            let needs = object.get(mode).is_some_and(|mode| mode.string_value() == "API_KEY");
            object.member_named(key).filter(|_| needs)
        };
        let (mut endpoints, mut keys) = (Vec::new(), Vec::new());
        match self.document.kind() {
            Some(ConfigKind::Outputs) => {
                endpoints.extend(at(root, &["data", "url"]));
                keys.extend(root.get("data").and_then(|data| key_of(data, "default_authorization_type", "api_key")));
            }
            Some(ConfigKind::Web) => {
                endpoints.extend(root.get("aws_appsync_graphqlEndpoint"));
                keys.extend(key_of(root, "aws_appsync_authenticationType", "aws_appsync_apiKey"));
                let rest = root.get("aws_cloud_logic_custom").into_iter().flat_map(Node::items);
                endpoints.extend(rest.filter_map(|item| item.get("endpoint")));
                for name in
                    ["aws_appsync_graphqlEndpoint", "aws_user_files_s3_bucket", "aws_user_files_s3_bucket_region"]
                {
                    if let Some(member) = root.member_named(name) {
                        self.plant("one of a pair", name, vec![remove_child(member)], name.ends_with("region"));
                    }
                }
            }
            _ => {
                for api in members(at(root, &["api", "plugins", "awsAPIPlugin"])).filter_map(Node::value) {
                    endpoints.extend(api.get("endpoint"));
                    keys.extend(key_of(api, "authorizationType", "apiKey"));
                }
            }
        }
        for node in endpoints {
            self.endpoint(node);
        }
        for key in keys {
            self.plant("API key missing", &key.name(), vec![remove_child(key)], false);
        }
    }

    fn endpoint(&mut self, node: Node<'_>) {
        let text = node.string_value().into_owned();
        // A placeholder is to be replaced as a whole.
        let is_real = |bare: &&str| {
            bare.contains(".amazonaws.com") && !["example", "your", "REPLACE"].iter().any(|word| bare.contains(word))
        };
        let Some(bare) = text.strip_prefix("https://").filter(is_real) else { return };
        self.text("endpoint: no scheme", node, Some(bare.to_owned()), true);
        self.text("endpoint: one slash", node, Some(format!("https:/{bare}")), true);
        self.text("endpoint: http", node, Some(format!("http://{bare}")), true);
        self.text("endpoint: scheme misspelt", node, Some(format!("htps://{bare}")), true);
        self.text("endpoint: slash at end", node, Some(format!("{text}/")), true);
        if let Some(host) = text.strip_suffix("/graphql") {
            self.text("endpoint: no path", node, Some(host.to_owned()), true);
            self.text("endpoint: path misspelt", node, Some(format!("{host}/grahpql")), true);
            self.text("endpoint: of events", node, Some(format!("{host}/event")), false);
            self.text("endpoint: real time", node, Some(text.replace("appsync-api", "appsync-realtime-api")), true);
            let socket = format!("wss://{}", bare.replace("appsync-api", "appsync-realtime-api"));
            self.text("endpoint: socket", node, Some(socket), true);
        }
    }

    fn buckets(&mut self) {
        let storage = self.document.tree.root().get("storage").filter(|storage| storage.get("buckets").is_some());
        let Some(storage) = storage else { return };
        if let Some(node) = storage.get("bucket_name") {
            self.text("default bucket: letter lost", node, lost(&node.string_value()), true);
        }
        let buckets: Vec<Node<'_>> = storage.get("buckets").into_iter().flat_map(Node::items).collect();
        if let [first, second, ..] = buckets.as_slice()
            && let (Some(one), Some(two)) = (first.get("name"), second.get("name"))
        {
            self.text("bucket: same name", two, Some(one.string_value().into_owned()), true);
        }
    }

    fn paths(&mut self) {
        const OWNER: &str = "${cognito-identity.amazonaws.com:sub}";
        let buckets = at(self.document.tree.root(), &["storage", "buckets"]).into_iter().flat_map(Node::items);
        for path in buckets.flat_map(|bucket| members(bucket.get("paths"))).collect::<Vec<_>>() {
            let (Some(key), Some(rule)) = (path.key(), path.value()) else { continue };
            let text = key.string_value().into_owned();
            self.text("path: slash first", key, Some(format!("/{text}")), true);
            self.text("path: two slashes", key, Some(text.replacen('/', "//", 1)), true);
            self.text("path: no star", key, text.strip_suffix('*').map(str::to_owned), true);
            if text.contains(OWNER) {
                self.text("path: other owner", key, Some(text.replace(OWNER, "{entity_id}")), true);
                if let Some(role) = rule.member_named("entityidentity") {
                    self.plant("path: owner without rule", &text, vec![remove_child(role)], true);
                }
            }
            for role in rule.members() {
                let (Some(key), Some(list)) = (role.key(), role.value()) else { continue };
                self.plant("role: empty list", &role.name(), vec![Edit::replace(list.range(), "[]")], true);
                if let Some(first) = list.items().next() {
                    self.text("action: letters swapped", first, swapped(&first.string_value()), true);
                    let twice = vec![Edit::insert(first.range().end, format!(", {}", first.text()))];
                    self.plant("action: twice", first.text(), twice, true);
                }
                let group = role.name().strip_prefix("groups").map(str::to_owned);
                if let Some(group) = group {
                    self.text(
                        "group: letter doubled",
                        key,
                        doubled(&group).map(|group| format!("groups{group}")),
                        true,
                    );
                    self.text("group: alone", key, Some(group), true);
                }
            }
        }
    }

    fn models(&mut self) {
        let root = self.document.tree.root();
        let description = at(root, &["data", "model_introspection"]).or_else(|| root.get("modelIntrospection"));
        let Some(description) = description else { return };
        for model in members(description.get("models")).filter_map(Node::value) {
            if let Some(name) = model.get("name") {
                self.text("model: other name", name, doubled(&name.string_value()), true);
            }
            if let Some(name) = at(model, &["primaryKeyInfo", "primaryKeyFieldName"]) {
                self.text("model: other key field", name, Some(format!("{}_", name.string_value())), true);
            }
            for field in members(model.get("fields")).filter_map(Node::value) {
                if let Some(name) = field.get("name") {
                    self.text("field: other name", name, doubled(&name.string_value()), true);
                }
                let Some(kind) = field.get("type") else { continue };
                match kind.kind() {
                    Kind::Object => {
                        for name in kind.members().filter_map(Node::value) {
                            self.text("type: letter lost", name, lost(&name.string_value()), true);
                        }
                    }
                    _ => self.text("type: other case", kind, Some(kind.string_value().to_lowercase()), true),
                }
                let lists =
                    ["associatedWith", "targetNames"].into_iter().filter_map(|list| at(field, &["association", list]));
                for name in lists.flat_map(Node::items).collect::<Vec<_>>() {
                    self.text("relationship: letter doubled", name, doubled(&name.string_value()), true);
                }
            }
        }
    }
}
