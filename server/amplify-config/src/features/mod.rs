//! What an editor can ask, one function a feature. All answer at once from the project; none alters it.

pub mod code_actions;
pub mod completion;
pub mod definition;
pub mod diagnostics;
pub mod folding;
pub mod format;
pub mod hover;
pub mod links;
pub mod selection;
pub mod symbols;
