//! Storage of the Gen 2 file: its buckets, and the paths in them with their rules of access.
//!
//! The rules of access describe what IAM grants; only the JavaScript library reads them, to show a user what the user
//! may do. What Gen 1 files say of storage the schemas can say.

pub(super) mod access;
pub(super) mod buckets;
pub(super) mod groups;
pub(super) mod owners;
pub(super) mod path;
mod rules;
