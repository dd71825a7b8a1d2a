//! The language server, as an editor speaks to it: the built program over its input and output, with the recorded
//! abilities of real editors.

mod channels;
mod client;
mod code_actions;
mod diagnostics;
mod editor;
mod features;
mod lifecycle;
mod settings;
mod sync;
mod transport;
