//! Addresses of APIs that cannot work, or that are those of another kind of API.

use std::borrow::Cow;
use std::ops::Range;

use amplify_json::edit::{Edit, remove_child};
use amplify_json::string::escape;
use amplify_json::{Kind, Node};

use super::apis::{Api, apis, at};
use super::url::{Fault, Finding, events, gateway, graphql, is_gateway, rest};
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::rule::{Check, rule};
use crate::rules::sound;
use crate::wording;

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("data", "wrong-endpoint")], run: check };

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    for api in apis(document) {
        let Some(node) = api.object.get(api.fields.endpoint) else { continue };
        let Some(text) = sound::text(document, node) else { continue };
        let finding = match api.is_rest(document) {
            _ if api.fields.is_events => events(&text),
            Some(true) => rest(&text),
            Some(false) => graphql(&text),
            None => None,
        };
        let Some(finding) = finding else { continue };
        let type_node = api.fields.kind.and_then(|kind| api.object.get(kind));
        found.push(match (finding.fault, type_node) {
            (Fault::GraphQl, Some(type_node)) => wrong_type(project, document, type_node, "GraphQL", "AppSync"),
            (Fault::Gateway, Some(type_node)) if is_gateway(&text) => {
                wrong_type(project, document, type_node, "REST", "API Gateway")
            }
            _ => {
                let place = Place { project, document, node, text: &text, readers: api.readers(document) };
                place.diagnostic(&finding, Some(&api))
            }
        });
    }
    for node in rest_endpoints(document) {
        if let Some(text) = sound::text(document, node)
            && let Some(finding) = rest(&text)
        {
            let readers = document.kind().map(Knowledge::readers).unwrap_or_default();
            found.push(Place { project, document, node, text: &text, readers }.diagnostic(&finding, None));
        }
    }
    let connect = at(document.tree.root(), &["notifications", "amazon_connect", "endpoint"]);
    if let Some(node) = connect.filter(|_| document.kind() == Some(ConfigKind::Outputs))
        && let Some(text) = sound::text(document, node)
        && let Some(finding) = gateway(&text)
    {
        let readers = if finding.fault == Fault::NoGateway { &[Library::Js][..] } else { &Library::ALL[..] };
        found.push(Place { project, document, node, text: &text, readers }.diagnostic(&finding, None));
    }
}

/// The addresses of the REST APIs of the flat file.
fn rest_endpoints(document: &Document) -> Vec<Node<'_>> {
    let list = document.tree.root().get("aws_cloud_logic_custom");
    let list = list.filter(|_| document.kind() == Some(ConfigKind::Web));
    list.into_iter().flat_map(Node::items).filter_map(|item| item.get("endpoint")).collect()
}

/// The kind of the API is not that of its address.
fn wrong_type(project: &Project, document: &Document, node: Node<'_>, right: &str, server: &str) -> Diagnostic {
    let message = format!("`endpointType` must be `{right}` here: the endpoint is an address of {server}");
    let readers = document.kind().map(Knowledge::readers).unwrap_or_default();
    // Code that uses the API by its wrong kind finds none; code that does not is at peace.
    let severity = severity(project, document, readers).max(Severity::Warning);
    let edit = Edit::replace(node.content_range(), right);
    Diagnostic::new("wrong-endpoint", severity, node.range(), message)
        .with_fix(Fix::likely(format!("Replace with `{right}`"), vec![edit]))
}

/// An address in its file.
struct Place<'d> {
    project: &'d Project,
    document: &'d Document,
    node: Node<'d>,
    text: &'d Cow<'d, str>,
    /// Those that fail over the address.
    readers: &'d [Library],
}

impl Place<'_> {
    fn diagnostic(&self, finding: &Finding, api: Option<&Api<'_>>) -> Diagnostic {
        let severity = self.severity(finding.fault);
        let range = self.range(&finding.part);
        let mut diagnostic = Diagnostic::new("wrong-endpoint", severity, range, self.message(finding));
        if let Some(right) = &finding.right {
            let edits = vec![Edit::replace(self.node.content_range(), escape(right))];
            let title = format!("Replace with `{right}`");
            let fix = if finding.certain { Fix::safe(title, edits) } else { Fix::likely(title, edits) };
            diagnostic.fixes.push(fix);
        }
        if let (Fault::Events, Some(api)) = (finding.fault, api) {
            diagnostic.fixes.extend(self.as_events(api));
        }
        diagnostic
    }

    fn message(&self, finding: &Finding) -> String {
        let field = wording::place_first(self.node);
        match finding.fault {
            Fault::NoAddress => {
                format!("{field} is not an address: it must begin with `https://` and the name of a host")
            }
            Fault::Blank => format!("{field} holds a blank, which no address can"),
            Fault::Scheme => format!("{field} must begin with `https://`: as it is written no library finds the host"),
            Fault::PlainOfAws => format!("{field} must begin with `https://`: AWS does not answer plain http"),
            Fault::Plain if self.document.kind() == Some(ConfigKind::Outputs) && !self.is_events() => {
                format!("{field} should begin with `https://`: amplify-flutter refuses plain http, and phones block it")
            }
            Fault::Plain => format!("{field} should begin with `https://`: phones and secure pages block plain http"),
            Fault::Socket => {
                format!("{field} must be the https address of the API: the libraries derive that of the web socket")
            }
            Fault::RealtimeHost => {
                format!(
                    "{field} has the host for subscriptions: requests go to `appsync-api`, and the libraries derive the other"
                )
            }
            Fault::HostLabel => {
                let right = finding.right.as_deref().and_then(|right| right.split("://").nth(1)?.split('/').next());
                let right = right.unwrap_or("….appsync-api.REGION.amazonaws.com");
                format!(
                    "The host in {} is misspelt, so it does not exist; it should read `{right}`",
                    wording::place(self.node)
                )
            }
            Fault::Events => {
                format!(
                    "{field} is the address of an AppSync Events API: it belongs into `custom.events`, and no GraphQL request works there"
                )
            }
            Fault::Path if self.is_events() => {
                format!(
                    "{field} must end with `/event`: an Events API answers there alone, and the address of its web socket is derived from it"
                )
            }
            Fault::Path => {
                let path = "an AppSync API answers at `/graphql` alone, and subscriptions are derived from it";
                format!("{field} must end with `/graphql`: {path}")
            }
            Fault::NoGateway => {
                format!(
                    "{field} must be an address of API Gateway (`….execute-api.REGION.amazonaws.com`): amplify-js refuses every other host"
                )
            }
            Fault::Gateway if self.is_events() => format!("{field} is an address of API Gateway, not of an Events API"),
            Fault::OtherService if self.is_events() => {
                format!("{field} is an address of another AWS service, not of an Events API")
            }
            Fault::Gateway => {
                format!(
                    "{field} is an address of API Gateway, not of a GraphQL API: code must configure REST APIs itself"
                )
            }
            Fault::OtherService => format!("{field} is an address of another AWS service, not of a GraphQL API"),
            Fault::GraphQl => format!("{field} is an address of AppSync, not of a REST API"),
            Fault::Slash => {
                format!(
                    "{field} ends with a slash: the path of a call begins with one too, and two in a row find nothing"
                )
            }
        }
    }

    fn is_events(&self) -> bool {
        self.node.container().is_some_and(|object| object.name() == "events")
    }

    fn severity(&self, fault: Fault) -> Severity {
        match fault {
            Fault::Slash => Severity::Hint,
            Fault::Gateway | Fault::OtherService | Fault::GraphQl => Severity::Warning,
            Fault::Plain => match self.document.kind() {
                Some(ConfigKind::Outputs) if !self.is_events() => {
                    severity(self.project, self.document, &[Library::Flutter])
                }
                _ => Severity::Warning,
            },
            Fault::Path if !super::url::is_appsync(self.text) => Severity::Warning,
            _ => severity(self.project, self.document, self.readers),
        }
    }

    /// A part of the text in the file; the whole value where the text is written with escapes.
    fn range(&self, part: &Range<usize>) -> Range<usize> {
        let content = self.node.content_range();
        if matches!(self.text, Cow::Borrowed(_)) && !part.is_empty() {
            content.start + part.start..content.start + part.end
        } else {
            self.node.range()
        }
    }

    /// Moves what `data` says into `custom.events`, if it says nothing but that.
    fn as_events(&self, api: &Api<'_>) -> Option<Fix> {
        const MOVED: [&str; 4] = ["url", "aws_region", "default_authorization_type", "api_key"];
        let root = self.document.tree.root();
        let data = api.object.member()?;
        let is_all = api
            .object
            .members()
            .all(|member| MOVED.contains(&&*member.name()) || member.name() == "authorization_types");
        let custom = root.get("custom");
        let is_free = custom.is_none_or(|custom| custom.kind() == Kind::Object && custom.get("events").is_none());
        if self.document.kind() != Some(ConfigKind::Outputs) || !is_all || !is_free {
            return None;
        }
        let field = |name: &&str| Some(format!("  \"{name}\": {}", api.object.get(name)?.text()));
        let fields: Vec<String> = MOVED.iter().filter_map(field).collect();
        let events = format!("{{\n{}\n}}", fields.join(",\n"));
        let mut edits = vec![remove_child(data)];
        edits.push(match custom {
            Some(custom) => amplify_json::edit::add_member(custom, "events", &events),
            None => {
                let events = events.replace('\n', "\n  ");
                amplify_json::edit::add_member(root, "custom", &format!("{{\n  \"events\": {events}\n}}"))
            }
        });
        edits.sort();
        let is_sound = edits[0].end <= edits[1].start;
        is_sound.then(|| Fix::likely("Move to `custom.events`", edits))
    }
}
