//! The language server, as an editor speaks to it: the built program over its input and output, with the recorded
//! abilities of real editors.

mod channels;
pub(crate) mod client;
mod code_actions;
mod diagnostics;
pub(crate) mod editor;
mod features;
mod hostile;
mod lifecycle;
mod promises;
mod settings;
pub(crate) mod surroundings;
mod sync;
mod transport;
