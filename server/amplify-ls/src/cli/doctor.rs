//! `amplify-ls doctor`: what the program sees, for whoever looks for a fault: files and why they are ours, settings and
//! where they come from, where credentials would come from. Never what they are.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use amplify_account::{AccountDirectory, AwsProgram, First, Origin};
use amplify_config::{
    Answer, Change, ConfigKind, Document, Facts, Lookup, Named, PROJECT_FILE, Project, Region, Shape, diagnostics,
    wanted_lookups,
};

use super::Outcome;
use super::arguments::DoctorArguments;
use super::learning;
use super::output::to_stdout;
use crate::files::{self, Found};
use crate::surroundings::{self, IgnoreFiles};

/// Of more files only the first are told.
const MAX_FILES: usize = 50;

/// Prints what there is to see.
pub(super) fn run(arguments: &DoctorArguments) -> io::Result<Outcome> {
    if arguments.iam {
        let policy = serde_json::to_string_pretty(&amplify_account::policy()).expect("it is JSON");
        to_stdout(|out| writeln!(out, "{policy}"))?;
        return Ok(Outcome::Clean);
    }
    let path = arguments.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let (found, troubles) = files::find(std::slice::from_ref(&path), None);
    let (project, seen) = look(&found);
    let account = learning::wait(account(arguments, &project, &seen))??;
    to_stdout(|out| {
        writeln!(out, "amplify-ls {}", env!("CARGO_PKG_VERSION"))?;
        if let Ok(program) = std::env::current_exe() {
            writeln!(out, "  program      {}", program.display())?;
        }
        writeln!(out, "  system       {} {}", std::env::consts::OS, std::env::consts::ARCH)?;
        writeln!(out, "\nFiles")?;
        if seen.is_empty() {
            let message = "holds no amplify_outputs.json and no amplifyconfiguration.json".to_owned();
            writeln!(out, "  none: {}", files::Trouble { path: files::shown(&path), message })?;
        }
        for file in seen.iter().take(MAX_FILES) {
            tell_file(out, &project, file)?;
        }
        if seen.len() > MAX_FILES {
            writeln!(out, "  and {} more", seen.len() - MAX_FILES)?;
        }
        for trouble in &troubles {
            writeln!(out, "  {trouble}")?;
        }
        out.write_all(&account)
    })?;
    Ok(if troubles.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

/// A file that was looked at.
struct Seen {
    shown: String,
    /// Its document, or what is wrong with it.
    document: Result<amplify_config::FilePath, String>,
    ignored: Option<bool>,
    /// The project files above it.
    project_file: Option<String>,
}

/// Reads the files, and what stands around them.
fn look(found: &[Found]) -> (Project, Vec<Seen>) {
    let mut project = Project::new();
    let mut ignore_files = IgnoreFiles::default();
    let mut seen = Vec::new();
    for around in surroundings::around(found.iter().filter_map(|file| file.path.parent())) {
        if let Some(text) = surroundings::read(&around) {
            project.apply(Change::Text(files::full_name(&around), Some(text.into())));
        }
    }
    for file in found {
        let name = files::full_name(&file.path);
        let project_file = name.folders().find_map(|folder| {
            let candidate = Path::new(folder).join(PROJECT_FILE);
            project.document(&files::full_name(&candidate)).map(|_| files::shown(&candidate))
        });
        let document = files::read(file).map(|contents| {
            project.apply(Change::Document(Document::new(name.clone(), contents.text).into()));
            name
        });
        let ignored = ignore_files.is_ignored(&file.path);
        seen.push(Seen { shown: file.shown.clone(), document, ignored, project_file });
    }
    (project, seen)
}

fn tell_file(out: &mut dyn Write, project: &Project, file: &Seen) -> io::Result<()> {
    writeln!(out, "  {}", file.shown)?;
    let name = match &file.document {
        Ok(name) => name,
        Err(message) => return writeln!(out, "    {message}"),
    };
    let Some(document) = project.document(name) else { return Ok(()) };
    writeln!(out, "    is           {}", what(document))?;
    let libraries: Vec<&str> = project.libraries(name).into_iter().map(|library| library.name()).collect();
    let libraries = if libraries.is_empty() { "not known, so all count".to_owned() } else { libraries.join(", ") };
    writeln!(out, "    read by      {libraries}")?;
    writeln!(out, "    settings     {}", file.project_file.as_deref().unwrap_or("none: no amplify-ls.toml above it"))?;
    match file.ignored {
        Some(true) => writeln!(out, "    git          ignored")?,
        Some(false) => writeln!(out, "    git          not ignored")?,
        None => writeln!(out, "    git          no repository")?,
    }
    writeln!(out, "    findings     {}", diagnostics(project, name).len())
}

/// What a file is, and why it is taken for that.
fn what(document: &Document) -> String {
    let recognition = &document.recognition;
    let kind = match recognition.kind {
        Some(ConfigKind::Outputs) => "Gen 2 outputs",
        Some(ConfigKind::Mobile) => "a Gen 1 configuration for Swift, Android and Flutter",
        Some(ConfigKind::Web) => "a Gen 1 configuration for JavaScript",
        None => return "none of ours".to_owned(),
    };
    let why = match (recognition.shape, recognition.named) {
        (Shape::Config(kind), _) if Some(kind) == recognition.kind => "by what it holds",
        (_, Some(Named::Gen2)) => "by its name alone",
        (_, Some(Named::Gen1)) => "by its name and folder alone",
        _ => "by what it holds",
    };
    let template = if recognition.is_template { ", an example to copy" } else { "" };
    format!("{kind}, {why}{template}")
}

/// What is to be told of AWS.
async fn account(arguments: &DoctorArguments, project: &Project, seen: &[Seen]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let settings = learning::typed(arguments.profile.as_deref(), &[]);
    writeln!(out, "\nAWS")?;
    writeln!(out, "  asked        only by `check --aws`, `account snapshot`, or an editor that set account.enabled")?;
    writeln!(out, "  profile      {}", settings.profile_name())?;
    let aws = AwsProgram::new(settings);
    let origin = aws.origin().await;
    writeln!(out, "  credentials  {}", from(&origin))?;
    match aws.endpoint().await {
        Ok(None) => writeln!(out, "  endpoint     AWS")?,
        Ok(Some(endpoint)) => writeln!(out, "  endpoint     {endpoint}, as the environment or the profile says")?,
        Err(reason) => writeln!(out, "  endpoint     {}", reason.sentence())?,
    }
    let home = aws.home_region().await;
    let shown = match &home {
        Ok(region) => region.as_ref().map_or("none: that of each file counts", Region::as_str),
        Err(reason) => reason.sentence(),
    };
    writeln!(out, "  region       {shown}")?;
    writeln!(out, "  cache        in the memory of each editor session; nothing is written to the disk")?;
    if arguments.aws {
        let named = seen.iter().filter_map(|file| file.document.as_ref().ok());
        let region = named.flat_map(|name| wanted_lookups(project, name)).map(|lookup| lookup.region().clone()).next();
        let Some(region) = region.or(home.ok().flatten()) else {
            writeln!(out, "  account      not asked: neither a file nor the environment names a region")?;
            return Ok(out);
        };
        let said = match aws.answer(&Lookup::Account(region.clone()), &|_| ()).await {
            Answer::Known(Facts::Account(account)) => format!("{} (asked in {region})", account.id),
            Answer::Unavailable(reason) => reason.sentence().to_owned(),
            _ => "AWS did not say".to_owned(),
        };
        writeln!(out, "  account      {said}")?;
    }
    Ok(out)
}

/// Where credentials come from.
fn from(origin: &Result<Origin, amplify_config::Reason>) -> String {
    let origin = match origin {
        Ok(origin) => origin,
        Err(reason) => return reason.sentence().to_owned(),
    };
    let first = match origin.first {
        First::Environment => "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment",
        First::Keys => "keys in the AWS configuration",
        First::SignIn => "a sign-in with `aws sso login`",
        First::Process => "the credential_process of the profile",
        First::Machine => "the container or machine this runs on",
    };
    match origin.roles {
        0 => first.to_owned(),
        1 => format!("{first}, then a role"),
        roles => format!("{first}, then {roles} roles"),
    }
}
