//! The language server, as an editor speaks to it.
