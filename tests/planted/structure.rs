//! Mistakes in what holds what and what names what, planted into a clean file one at a time.

use amplify_config::{ConfigKind, Document};
use amplify_json::edit::{Edit, Layout, add_member, indent_at, lay_out};
use amplify_json::schema::{Additional, SubschemaId};
use amplify_json::{Kind, Node};

use crate::plant::{Mistake, Planter, in_free_content};

/// Every mistake at every object and every name that refers to another one.
pub(crate) fn mistakes(document: &Document) -> Vec<Mistake> {
    let knowledge = document.knowledge().unwrap();
    let mut planter = Planter::new(document);
    for node in document.tree.nodes() {
        let Some(id) = knowledge.schema.at(node).filter(|_| !in_free_content(document, node)) else { continue };
        match node.kind() {
            Kind::Object if node.first_child().is_some() => {
                planter.level_left_out(node, id);
                planter.level_too_many(node, id);
                planter.entries_as_list(node, id);
            }
            Kind::String => planter.wrong_reference(node, id),
            _ => {}
        }
    }
    planter.foreign_sections();
    planter.misplaced_plugins();
    planter.found
}

impl Planter<'_> {
    /// The object is one that its own holder names, and the members of which the holder knows none.
    fn level_left_out(&mut self, node: Node<'_>, id: SubschemaId) {
        let Some(holder) = node.member().and_then(Node::container) else { return };
        let Some(holder_id) = self.knowledge.schema.at(holder) else { return };
        let schema = &self.knowledge.schema;
        let known = schema.properties(holder_id);
        let is_named = known.iter().any(|(name, _)| *name == node.name());
        let is_strict = schema.get(holder_id).additional == Additional::Forbidden
            || schema.get(holder_id).required.iter().any(|name| *name == node.name());
        let inner = schema.properties(id);
        // Only a level that has fields of its own can be told from what it holds.
        let mut members = node.members();
        let has_own = members.all(|member| {
            inner.iter().any(|(name, _)| *name == member.name())
                && !known.iter().any(|(name, _)| *name == member.name())
        });
        if !is_named || !is_strict || !has_own {
            return;
        }
        // At the top anything may stand in the flat file.
        if holder.parent().is_none() && self.document.kind() == Some(ConfigKind::Web) {
            return;
        }
        let range = node.range();
        let body = self.document.text()[range.start + 1..range.end - 1].trim().to_owned();
        let member = node.member().unwrap();
        let what = format!("without the level {}", node.name());
        self.plant("level left out", what, vec![Edit::replace(member.range(), body)], true);
    }

    /// All that an object holds, in an object of another name.
    fn level_too_many(&mut self, node: Node<'_>, id: SubschemaId) {
        let subschema = self.knowledge.schema.get(id);
        let is_closed = subschema.additional == Additional::Forbidden && subschema.patterns.is_empty();
        if !is_closed || node.parent().is_none() {
            return;
        }
        let text = format!("{{ \"service\": {} }}", node.text());
        self.plant(
            "level too many",
            format!("{} in service", node.name()),
            vec![Edit::replace(node.range(), text)],
            true,
        );
    }

    /// Named entries as a list of objects with a name.
    fn entries_as_list(&mut self, node: Node<'_>, id: SubschemaId) {
        let subschema = self.knowledge.schema.get(id);
        let is_map = subschema.properties.is_empty()
            && subschema.types == ["object"]
            && (matches!(subschema.additional, Additional::Like(_)) || !subschema.patterns.is_empty());
        let items: Option<Vec<String>> = node
            .members()
            .map(|member| {
                let value = member.value().filter(|value| value.first_child().is_some())?;
                let body = value.text().trim_start_matches('{').trim_start().to_owned();
                Some(format!("{{ \"name\": {}, {body}", member.key()?.text()))
            })
            .collect();
        let is_field = node.member().is_some_and(|member| member.name() == "items");
        if let Some(items) = items.filter(|_| is_map && is_field) {
            let edit = Edit::replace(node.range(), format!("[{}]", items.join(", ")));
            self.plant("entries as list", node.name().into_owned(), vec![edit], true);
        }
    }

    /// A name that refers to another one, and to nothing any more.
    fn wrong_reference(&mut self, node: Node<'_>, id: SubschemaId) {
        let Some(reference) = &self.knowledge.keywords(id).refers_to else { return };
        if !reference.at.ends_with("/items") {
            return;
        }
        let text = node.string_value().into_owned();
        let replace = |text: &str| vec![Edit::replace(node.content_range(), text)];
        let upper = text.to_uppercase();
        if upper != text {
            self.plant("name: other case", format!("{} {upper}", node.name()), replace(&upper), true);
        }
        self.plant("name: of nothing", format!("{} river", node.name()), replace("river"), true);
        self.plant("name: empty", format!("{} empty", node.name()), replace(""), true);
    }

    /// A section of the other shape of Gen 1, and of Gen 2.
    fn foreign_sections(&mut self) {
        let root = self.document.tree.root();
        let sections = [
            ("aws_project_region", "\"us-east-1\""),
            (
                "storage",
                "{ \"plugins\": { \"awsS3StoragePlugin\": { \"bucket\": \"shop-1a2b3c\", \"region\": \"us-east-1\" } } }",
            ),
            ("data", "{ \"url\": \"https://api.shop.dev/graphql\", \"aws_region\": \"us-east-1\" }"),
            ("Storage", "{ \"S3\": { \"bucket\": \"shop-1a2b3c\", \"region\": \"us-east-1\" } }"),
        ];
        for (name, value) in sections {
            let is_own = match self.document.kind() {
                Some(ConfigKind::Outputs) | None => true,
                Some(ConfigKind::Mobile) => name == "storage",
                Some(ConfigKind::Web) => name == "aws_project_region" || self.web_keys() < 4,
            };
            if !is_own && root.member_named(name).is_none() {
                self.plant("foreign section", name.to_owned(), vec![add_member(root, name, value)], true);
            }
        }
    }

    fn web_keys(&self) -> usize {
        self.document.tree.root().members().filter(|member| member.name().starts_with("aws_")).count()
    }

    /// A plugin under another category, and under half its name.
    fn misplaced_plugins(&mut self) {
        if self.document.kind() != Some(ConfigKind::Mobile) {
            return;
        }
        let root = self.document.tree.root();
        for category in root.members() {
            let Some(plugins) = category.value().and_then(|value| value.get("plugins")) else { continue };
            for plugin in plugins.members().filter(|plugin| plugin.name().starts_with("aws")) {
                let (Some(key), Some(value)) = (plugin.key(), plugin.value()) else { continue };
                let name = plugin.name().into_owned();
                if root.member_named("hub").is_none() && plugins.members().count() == 1 {
                    let indent = indent_at(self.document.text(), category.range().start);
                    let layout = Layout::of(self.document.text());
                    let body = format!("\"hub\": {{ \"plugins\": {{ \"{name}\": {} }} }}", value.text());
                    let edits = vec![Edit::replace(category.range(), lay_out(&body, indent, &layout))];
                    self.plant("plugin: other category", name.clone(), edits, true);
                }
                let half = format!("awsAmplify{}Plugin", category.name());
                self.plant("plugin: other name", half.clone(), vec![Edit::replace(key.content_range(), half)], true);
            }
        }
    }
}
