//! One file at one version, with all that follows from its text alone.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node, NodeId, SyntaxError, Tree, Violation};

use crate::config_kind::ConfigKind;
use crate::embedded::{self, Host};
use crate::file_path::FilePath;
use crate::knowledge::Knowledge;
use crate::recognition::{Recognition, recognise};

/// A file, read. Built at once and never changed: a new text makes a new document.
#[derive(Debug)]
pub struct Document {
    /// Its name.
    pub path: FilePath,
    /// Its nodes, over its text; where the configuration is part of a file of code, over that part with white space
    /// around it.
    pub tree: Tree,
    /// What is wrong with it as JSON.
    pub syntax_errors: Vec<SyntaxError>,
    /// What it is as a whole.
    pub recognition: Recognition,
    /// What it has against its schema.
    pub violations: Vec<Violation>,
    /// Where the configuration stands in a file of code; nothing around it may be edited.
    pub(crate) embedded: Option<Range<usize>>,
    /// Where code and comments stand in it.
    pub(crate) foreign: Vec<Range<usize>>,
    source: Arc<str>,
    line_starts: Vec<u32>,
    values: Vec<(NodeId, SubschemaId)>,
    /// Set when nothing was found in the description of the models, which is long and hardly ever changes.
    sound_models: OnceLock<()>,
}

impl Document {
    /// Reads `text`.
    pub fn new(path: FilePath, text: impl Into<Arc<str>>) -> Document {
        Document::read(path, text.into(), None)
    }

    /// The same as [`Document::new`], and quicker where `text` differs little from what `earlier` was made of.
    pub fn after(earlier: &Document, path: FilePath, text: impl Into<Arc<str>>) -> Document {
        Document::read(path, text.into(), Some(earlier))
    }

    fn read(path: FilePath, source: Arc<str>, earlier: Option<&Document>) -> Document {
        let host = embedded::host_of(path.base_name());
        let embedded = host.and_then(|(host, _)| embedded::find(host, &source));
        let mut alone = host.zip(embedded.as_ref()).map(|((host, _), range)| embedded::alone(host, &source, range));
        let read = match &mut alone {
            Some(alone) => std::mem::take(&mut alone.text).into(),
            None => source.clone(),
        };
        let mut parse = match earlier {
            Some(earlier) => amplify_json::parse_after(&earlier.tree, read),
            None => amplify_json::parse(read),
        };
        // Texts of 4 GiB and more are read up to there.
        let source = if embedded.is_some() { source } else { parse.tree.shared_text() };
        // JavaScript is not JSON, and its own tools say what is wrong with it.
        if host.is_some_and(|(host, _)| host == Host::JavaScript) {
            parse.errors.clear();
        }
        let foreign = match alone {
            Some(alone) => {
                parse.tree.accept(&alone.known);
                alone.foreign
            }
            None => Vec::new(),
        };
        let line_starts = line_starts(&source);
        let promised = host.filter(|_| embedded.is_some()).map(|(_, named)| named);
        let recognition = recognise(&path, promised, &parse.tree);
        let knowledge = recognition.kind.map(Knowledge::of);
        let same_kind = earlier.filter(|earlier| earlier.kind() == recognition.kind);
        let violations = match (knowledge, same_kind) {
            (Some(knowledge), Some(earlier)) => {
                knowledge.schema.violations_after(&parse.tree, &earlier.tree, &earlier.violations)
            }
            (Some(knowledge), None) => knowledge.schema.violations(&parse.tree),
            (None, _) => Vec::new(),
        };
        let values = knowledge.map_or_else(Vec::new, |knowledge| values(knowledge, &parse.tree));
        let (tree, syntax_errors) = (parse.tree, parse.errors);
        let sound_models = OnceLock::new();
        let document = Document {
            path,
            tree,
            syntax_errors,
            recognition,
            violations,
            embedded,
            foreign,
            source,
            line_starts,
            values,
            sound_models,
        };
        if let Some(earlier) = same_kind
            && earlier.has_sound_models()
            && document.has_models_of(earlier)
        {
            document.set_sound_models();
        }
        document
    }

    /// Which Amplify file it is; `None` for files that are none of ours.
    pub fn kind(&self) -> Option<ConfigKind> {
        self.recognition.kind
    }

    /// The description of the models: what the tools write of the API into it, unlike all else made for machines alone.
    pub(crate) fn models(&self) -> Option<Node<'_>> {
        let root = self.tree.root();
        match self.kind()? {
            ConfigKind::Outputs => root.get("data").and_then(|data| data.get("model_introspection")),
            ConfigKind::Web => root.get("modelIntrospection"),
            ConfigKind::Mobile => None,
        }
    }

    /// Nothing was found in the description of the models, which then need not be walked through again.
    pub(crate) fn has_sound_models(&self) -> bool {
        self.sound_models.get().is_some()
    }

    /// Takes note that nothing was found in the description of the models.
    pub(crate) fn set_sound_models(&self) {
        // Who was first said the same.
        let _ = self.sound_models.set(());
    }

    fn has_models_of(&self, other: &Document) -> bool {
        self.tree.is_valid() && other.tree.is_valid() && self.models().map(Node::text) == other.models().map(Node::text)
    }

    /// What is known of this kind of file.
    pub fn knowledge(&self) -> Option<&'static Knowledge> {
        self.kind().map(Knowledge::of)
    }

    /// What the schema says of a node.
    pub fn subschema(&self, node: Node<'_>) -> Option<(&'static Knowledge, SubschemaId)> {
        let knowledge = self.knowledge()?;
        Some((knowledge, knowledge.schema.at(node)?))
    }

    /// Visits every value that the schema speaks of, machine-made content too, with what it says, in the order of the
    /// text.
    pub(crate) fn visit_known<'d>(&'d self, mut visit: impl FnMut(Node<'d>, SubschemaId)) {
        if let Some(knowledge) = self.knowledge() {
            visit_known(knowledge, self.tree.root(), knowledge.schema.root(), &mut visit);
        }
    }

    /// Every value that the schema speaks of, with what it says, objects before what they hold. Machine-made content is
    /// left out: nobody writes it, and it may be long.
    pub(crate) fn values(&self) -> impl Iterator<Item = (Node<'_>, SubschemaId)> {
        self.values.iter().map(|&(node, id)| (self.tree.node(node), id))
    }

    /// The JSON Pointer to what stands at a byte.
    pub fn pointer_at(&self, offset: usize) -> String {
        self.tree.node_at(offset).pointer()
    }

    /// The first value that names that kind of AWS resource (a word of `x-amplify.resource`).
    pub(crate) fn resource(&self, name: &str) -> Option<Node<'_>> {
        let knowledge = self.knowledge()?;
        let mut named = self.values().filter(|(_, id)| knowledge.keywords(*id).resource.as_deref() == Some(name));
        named.find(|(node, _)| node.kind() == Kind::String).map(|(node, _)| node)
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.source
    }

    /// Number of lines; a text without line break has one. `\n`, `\r\n` and a lone `\r` end a line.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The line (from 0) that holds the byte `offset`.
    pub fn line_at(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// Bytes of a line (from 0) without its line break; empty and at the end of the text for lines that do not exist.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let text = self.text();
        let Some(&start) = self.line_starts.get(line) else { return text.len()..text.len() };
        let start = start as usize;
        let end = self.line_starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        start..start + text[start..end].trim_end_matches(['\n', '\r']).len()
    }
}

/// Goes no deeper than the schema, which does not recur.
fn visit_known<'d>(
    knowledge: &Knowledge,
    node: Node<'d>,
    id: SubschemaId,
    visit: &mut impl FnMut(Node<'d>, SubschemaId),
) {
    visit(node, id);
    for member in node.members() {
        if let (Some(value), Some(id)) = (member.value(), knowledge.schema.property(id, &member.name())) {
            visit_known(knowledge, value, id, visit);
        }
    }
    if node.kind() == Kind::Array
        && let Some(id) = knowledge.schema.item(id)
    {
        for item in node.items() {
            visit_known(knowledge, item, id, visit);
        }
    }
}

fn values(knowledge: &Knowledge, tree: &Tree) -> Vec<(NodeId, SubschemaId)> {
    let schema = &knowledge.schema;
    let mut found = vec![(tree.root().id(), schema.root())];
    let mut at = 0;
    while let Some(&(node, id)) = found.get(at) {
        at += 1;
        let node = tree.node(node);
        for member in node.members() {
            let property = member.value().zip(schema.property(id, &member.name()));
            let written = property.filter(|(_, property)| !knowledge.keywords(*property).generated);
            found.extend(written.map(|(value, property)| (value.id(), property)));
        }
        if let Some(item) = schema.item(id) {
            found.extend(node.items().map(|value| (value.id(), item)));
        }
    }
    found
}

/// Eight bytes at a time, since nearly all of them end no line.
fn line_starts(text: &str) -> Vec<u32> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let bytes = text.as_bytes();
    let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
    starts.push(0);
    let mut look = |at: usize| {
        if bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
            starts.push(at as u32 + 1);
        }
    };
    let words = bytes.chunks_exact(8);
    let rest = bytes.len() - words.remainder().len();
    for (number, word) in words.enumerate() {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        let (feed, carriage) = (word ^ (ONES * b'\n' as u64), word ^ (ONES * b'\r' as u64));
        // The highest bit of the first byte that is looked for is set, and of later ones perhaps others too.
        let found = (feed.wrapping_sub(ONES) & !feed | carriage.wrapping_sub(ONES) & !carriage) & HIGH;
        if found != 0 {
            let first = number * 8 + found.trailing_zeros() as usize / 8;
            (first..number * 8 + 8).for_each(&mut look);
        }
    }
    (rest..bytes.len()).for_each(&mut look);
    starts
}
