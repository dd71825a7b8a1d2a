//! What the client configuration files of AWS Amplify mean.
//!
//! Inputs enter a [`Project`] as [`Change`]s; every feature is one function from the project, a file and a place in it
//! to what is to be shown. Offsets are bytes. Nothing here does IO, reads a clock or fails; nothing knows an editor's
//! protocol.

#[cfg(test)]
mod account_fixture;
mod account_ids;
mod backend;
mod config_kind;
mod console;
mod convert;
mod counterpart;
mod cursor;
mod diagnostic;
mod document;
mod draft;
mod embedded;
mod facts;
mod features;
mod field_doc;
mod file_path;
mod fitting;
mod identity_pool;
mod ids;
mod impact;
mod inventory;
mod keywords;
mod knowledge;
mod known_values;
mod manifests;
mod moments;
mod named_resources;
mod placeholders;
mod pool_settings;
mod project;
mod project_file;
mod recognition;
mod redact;
mod references;
mod regions;
mod removal;
mod rule;
mod rules;
mod secrets;
mod siblings;
mod spelling;
mod twins;
mod versions;
mod wording;

pub use account_ids::{ClientId, DomainName, IdentityPoolId, PoolId, Region};
pub use backend::{BackendCode, BackendForm, backend_code};
pub use config_kind::{ConfigKind, Named};
pub use convert::{
    CognitoResources, Conversion, Difference, Note, NoteKind, convert, differences, file_name, new_file,
};
pub use diagnostic::{Append, Code, Diagnostic, Fix, Related, Severity, Tag};
pub use document::Document;
pub use embedded::code_names;
pub use facts::{
    AccountFacts, ClientEntry, ClientFacts, DomainFacts, Facts, GroupFacts, IdentityPoolEntry, IdentityPoolFacts,
    IdentityProviderFacts, LinkedClient, Listing, MfaFacts, PasswordPolicy, ResourceServerFacts, RoleFacts, ScopeFacts,
    UserPoolEntry, UserPoolFacts,
};
pub use features::account_file::{AccountFile, Choice, Chosen, FileWish, account_file, account_file_lookups};
pub use features::code_actions::{Action, ActionKind, code_actions, fix_all};
pub use features::code_lens::{CodeLens, LensCommand, code_lenses};
pub use features::completion::{Completion, CompletionItem, CompletionKind, completion};
pub use features::definition::{definition, highlights, references};
pub use features::diagnostics::diagnostics;
pub use features::folding::folding;
pub use features::format::{FormatOptions, format};
pub use features::hover::{Hover, hover};
pub use features::import_readiness::{
    ImportReadiness, ImportTool, Met, Requirement, Verdict, import_lookups, import_readiness,
};
pub use features::inlay_hints::{InlayHint, inlay_hints};
pub use features::links::{Link, links};
pub use features::mend::{Done, Mended, Mending, mend};
pub use features::new_files::{NewFile, new_files};
pub use features::remove_cognito::{REMOVE_COGNITO, REMOVE_COGNITO_USERS, remove_cognito, remove_cognito_and_users};
pub use features::replace_pool::by_hand::{ByHand, REPLACE_BY_HAND, replace_pool_by_hand};
pub use features::replace_pool::{lookups_for_pool_at, other_pools, replace_pool, replace_pool_lookups};
pub use features::selection::selection;
pub use features::symbols::{Symbol, SymbolKind, symbols};
pub use features::wanted_lookups::{lookups_at, wanted_lookups};
pub use file_path::FilePath;
pub use inventory::{Answer, Entry, Found, Inventory, Lookup, Moment, Reason};
pub use keywords::{Keywords, Libraries, Library, Reading, Reference};
pub use knowledge::{Knowledge, introspection_schema_text};
pub use manifests::{is_manifest, manifest_names};
pub use project::{Change, Project, Settings};
pub use project_file::PROJECT_FILE;
pub use recognition::{Recognition, Shape, is_config_name};
pub use redact::redact;
pub use regions::region_names;
pub use rule::Rule;
pub use rules::{is_plain_json, rule, rules};
pub use spelling::did_you_mean;
