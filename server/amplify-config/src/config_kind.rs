//! The kinds of file this program speaks of, and how one is recognised.

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
