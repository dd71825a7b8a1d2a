//! APIs: their addresses, how requests to them are authorised, and what those ways need.

mod apis;
pub(in crate::rules) mod credentials;
pub(super) mod endpoint;
pub(super) mod leftover;
pub(super) mod modes;
pub(super) mod names;
pub(super) mod url;
