//! The version of `amplify_outputs.json`: which there are, and what came with which.

pub(super) mod newer;
pub(super) mod unknown;
