//! Holds the files in `schemas/` to what `schemas/README.md` says of them, and compares what they assert with the
//! official schemas in `tests/official/`.
//!
//! Every test collects all that it finds, with the file and the JSON Pointer of the place, and fails once. It is not
//! here that the schemas are tried on configuration files: the tests of the rules and of the corpus do that.

mod book;
mod form;
mod names;
mod official;
mod pointers;
mod values;
