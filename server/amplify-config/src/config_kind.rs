//! The kinds of file this program speaks of.

/// Which Amplify file a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConfigKind {
    /// `amplify_outputs.json` (Gen 2).
    Outputs,
    /// `amplifyconfiguration.json` (Gen 1) for Swift, Android and Flutter: the shape with `plugins`.
    Mobile,
    /// `amplifyconfiguration.json` (Gen 1) for JavaScript: the flat shape with `aws_*` keys.
    Web,
}

impl ConfigKind {
    /// All kinds.
    pub const ALL: [ConfigKind; 3] = [ConfigKind::Outputs, ConfigKind::Mobile, ConfigKind::Web];

    /// A short name, for arguments and reports.
    pub fn name(self) -> &'static str {
        match self {
            ConfigKind::Outputs => "gen2",
            ConfigKind::Mobile => "gen1-mobile",
            ConfigKind::Web => "gen1-web",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            ConfigKind::Outputs => "Amplify Gen 2 outputs",
            ConfigKind::Mobile => "Amplify Gen 1 configuration for Swift, Android and Flutter",
            ConfigKind::Web => "Amplify Gen 1 configuration for JavaScript",
        }
    }

    /// The text of its schema.
    pub fn schema_text(self) -> &'static str {
        match self {
            ConfigKind::Outputs => include_str!("../../../schemas/amplify-outputs.schema.json"),
            ConfigKind::Mobile => include_str!("../../../schemas/amplifyconfiguration.mobile.schema.json"),
            ConfigKind::Web => include_str!("../../../schemas/amplifyconfiguration.web.schema.json"),
        }
    }
}

/// What the name of a file promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// `amplify_outputs*.json`
    Gen2,
    /// `amplifyconfiguration*.json`
    Gen1,
}
