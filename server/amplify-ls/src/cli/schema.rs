//! `amplify-ls schema KIND`: the schemas this program was built with.

use std::io;

use amplify_config::{ConfigKind, introspection_schema_text};

use super::Outcome;
use super::arguments::{SchemaArguments, SchemaKind};
use super::output::to_stdout;

/// Prints the schema.
pub(super) fn run(arguments: &SchemaArguments) -> io::Result<Outcome> {
    let text = match arguments.kind {
        SchemaKind::Gen2 => ConfigKind::Outputs.schema_text(),
        SchemaKind::Gen1Mobile => ConfigKind::Mobile.schema_text(),
        SchemaKind::Gen1Web => ConfigKind::Web.schema_text(),
        SchemaKind::ModelIntrospection => introspection_schema_text(),
        SchemaKind::CheckOutput => crate::report::OUTPUT_SCHEMA,
    };
    to_stdout(|out| writeln!(out, "{}", text.trim_end()))?;
    Ok(Outcome::Clean)
}
