//! The schemas, compiled in and ready to be asked. What is known of a field is known from here.

use std::sync::LazyLock;

use amplify_json::schema::{Schema, Subschema, SubschemaId};

use crate::config_kind::ConfigKind;
use crate::keywords::{Keywords, Libraries, Library};
use crate::spelling::{fold, nearest};

const INTROSPECTION: &str = include_str!("../../../schemas/model-introspection.schema.json");

/// The text of the schema that describes model introspection inside the others.
pub fn introspection_schema_text() -> &'static str {
    INTROSPECTION
}

/// A schema with its `x-amplify` keywords read.
#[derive(Debug)]
pub struct Knowledge {
    /// The schema.
    pub schema: Schema,
    keywords: Vec<Keywords>,
}

impl Knowledge {
    fn read(kind: ConfigKind) -> Knowledge {
        let text = kind.schema_text();
        // The schemas are compiled in; a test reads each of them.
        let mut schema =
            Schema::new(text, &[("model-introspection.schema.json", INTROSPECTION)]).expect("the schemas are tested");
        let keywords = schema
            .take_extensions()
            .map(|mut extensions| match extensions.remove("x-amplify") {
                Some(value) => serde_json::from_value(value).expect("the schemas are tested"),
                None => Keywords::default(),
            })
            .collect();
        Knowledge { schema, keywords }
    }

    /// What is known of this kind of file.
    pub fn of(kind: ConfigKind) -> &'static Knowledge {
        static OUTPUTS_KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::read(ConfigKind::Outputs));
        static MOBILE_KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::read(ConfigKind::Mobile));
        static WEB_KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::read(ConfigKind::Web));
        match kind {
            ConfigKind::Outputs => &OUTPUTS_KNOWLEDGE,
            ConfigKind::Mobile => &MOBILE_KNOWLEDGE,
            ConfigKind::Web => &WEB_KNOWLEDGE,
        }
    }

    /// What the schema says of a place.
    pub fn subschema(&self, id: SubschemaId) -> &Subschema {
        self.schema.get(id)
    }

    /// What `x-amplify` says of a place.
    pub fn keywords(&self, id: SubschemaId) -> &Keywords {
        &self.keywords[id.index()]
    }

    /// What the libraries do with a place; nothing is known of some.
    pub fn libraries(&self, id: SubschemaId) -> Option<&Libraries> {
        self.keywords(id).libraries.as_ref()
    }

    /// The one of `known` that is plainly called so: in another case or style, or under a name that people use for it.
    pub(crate) fn field_called<'k>(&self, known: &[(&'k str, SubschemaId)], name: &str) -> Option<&'k str> {
        let is_other_name = |other: &String| !other.starts_with('/') && fold(other) == fold(name);
        let folded = known.iter().find(|(other, _)| fold(other) == fold(name));
        let found =
            folded.or_else(|| known.iter().find(|(_, id)| self.keywords(*id).also_known_as.iter().any(is_other_name)));
        found.map(|(right, _)| *right)
    }

    /// The name is one of the object's fields in another spelling.
    pub(crate) fn is_misspelt_field(&self, object: SubschemaId, name: &str) -> bool {
        let known = self.schema.properties(object);
        self.field_called(&known, name).is_some() || nearest(name, known.iter().map(|(name, _)| *name)).is_some()
    }

    /// The libraries that read this kind of file at all.
    pub fn readers(kind: ConfigKind) -> &'static [Library] {
        match kind {
            ConfigKind::Outputs => &Library::ALL,
            ConfigKind::Mobile => &[Library::Swift, Library::Android, Library::Flutter],
            ConfigKind::Web => &[Library::Js],
        }
    }
}
