//! What an editor can ask, one function a feature. All answer at once from the project; none alters it.

pub(crate) mod code_actions;
pub(crate) mod completion;
pub(crate) mod definition;
pub(crate) mod diagnostics;
pub(crate) mod folding;
pub(crate) mod format;
pub(crate) mod hover;
pub(crate) mod links;
pub(crate) mod selection;
pub(crate) mod symbols;
