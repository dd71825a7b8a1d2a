//! Values that name something declared elsewhere in the file.

pub(super) mod dangling;
