//! `amplify-ls generate backend FILE`: backend code for resources that are there.

use std::io;

use amplify_config::backend_code;

use super::Outcome;
use super::arguments::{Form, Generate, GenerateArguments};
use super::output::{complain, tell};
use super::transform;

/// Writes the code.
pub(super) fn run(arguments: &GenerateArguments) -> io::Result<Outcome> {
    let Generate::Backend(arguments) = &arguments.what;
    let Some(document) = transform::read(&arguments.source) else { return Ok(Outcome::Failed) };
    let shown = transform::shown(&arguments.source);
    let Some(code) = backend_code(&document, arguments.form.into()) else {
        let also = if arguments.form == Form::Reference { ", or no identity pool" } else { "" };
        complain(format_args!("{shown} names no user pool with its region and app client{also}"));
        return Ok(Outcome::Failed);
    };
    for missing in &code.missing {
        tell(format_args!("{}: fill in {missing}", code.file));
    }
    transform::write(&code.text, &arguments.target)
}
