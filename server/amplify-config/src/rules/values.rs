//! Values that the schema does not allow: of the wrong type, outside the list, out of range.

use amplify_json::edit::{Edit, remove_child};
use amplify_json::schema::SubschemaId;
use amplify_json::string::{escape, quote};
use amplify_json::{Kind, Node, NodeId, ViolationKind};
use serde_json::Value;

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity, Tag};
use crate::document::Document;
use crate::keywords::Reading;
use crate::knowledge::Knowledge;
use crate::project::Project;
use crate::rules::{broken, severity};
use crate::spelling::{Nearness, fold, nearest};
use crate::{versions, wording};

/// Every value that does not fit. One value is said to be wrong once.
pub(crate) fn check(_: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(knowledge) = document.knowledge() else { return };
    let mut wrong_type: Vec<NodeId> = Vec::new();
    let violations = document.single_violations();
    for violation in &violations {
        if let ViolationKind::WrongType(_) = violation.kind {
            wrong_type.push(violation.node);
        }
    }
    for violation in &violations {
        let node = document.tree.node(violation.node);
        let Some(id) = knowledge.schema.at(node) else { continue };
        let place = Place { document, knowledge, node, id };
        let spoken_for = wrong_type.binary_search(&violation.node).is_ok();
        let diagnostic = match &violation.kind {
            ViolationKind::WrongType(types) => place.wrong_type(types),
            _ if spoken_for => continue,
            ViolationKind::NotInEnum(options) => place.not_in_enum(options),
            ViolationKind::TooSmall(limit) => place.out_of_range(*limit, "at least"),
            ViolationKind::TooLarge(limit) => place.out_of_range(*limit, "at most"),
            ViolationKind::DuplicateItem(first) => place.duplicate_item(document.tree.node(*first)),
            ViolationKind::TooFewItems(limit) => {
                let items = if *limit == 1 { "one item".to_owned() } else { format!("{limit} items") };
                place.diagnostic("too-few-items", format!("{} needs at least {items}", wording::place_first(node)))
            }
            ViolationKind::TooManyItems(limit) => place
                .diagnostic("too-many-items", format!("{} holds more than {limit} items", wording::place_first(node))),
            ViolationKind::TooShort(limit) => place.diagnostic(
                "wrong-length",
                format!("{} needs at least {limit} characters", wording::place_first(node)),
            ),
            ViolationKind::TooLong(limit) => place.diagnostic(
                "wrong-length",
                format!("{} may have at most {limit} characters", wording::place_first(node)),
            ),
            ViolationKind::PatternMismatch(_) | ViolationKind::BadName => {
                let what =
                    wording::excerpt(if node.kind() == Kind::Member { node.key().unwrap_or(node) } else { node });
                place.diagnostic(
                    "wrong-form",
                    format!("`{what}` does not have the form that {} needs", wording::place(node)),
                )
            }
            _ => continue,
        };
        found.push(diagnostic);
    }
}

struct Place<'d> {
    document: &'d Document,
    knowledge: &'static Knowledge,
    node: Node<'d>,
    id: SubschemaId,
}

impl Place<'_> {
    fn diagnostic(&self, code: &'static str, message: String) -> Diagnostic {
        let breaks = broken(self.knowledge, self.document, self.id, &[Reading::Needs, Reading::Checks]);
        let message = match breaks.as_slice() {
            [] => message,
            some if some.len() == Knowledge::readers(self.document.kind().unwrap_or(ConfigKind::Outputs)).len() => {
                message
            }
            some => format!("{message}; {} the file", wording::libraries(some, "refuses", "refuse")),
        };
        let range = match self.node.kind() {
            // Of a whole object or list its key is marked.
            Kind::Object | Kind::Array => match self.node.member().and_then(Node::key) {
                Some(key) => key.range(),
                None => self.node.range().start..self.node.range().start + 1,
            },
            _ => self.node.range(),
        };
        let severity = severity(self.document, &breaks);
        Diagnostic { code, severity, range, message, related: Vec::new(), tags: Vec::new(), fixes: Vec::new() }
    }

    fn replace(&self, title_value: &str, text: String, safe: bool, preferred: bool) -> Fix {
        Fix {
            title: format!("Replace with `{title_value}`"),
            edits: vec![Edit::replace(self.node.range(), text)],
            safe,
            preferred,
        }
    }

    fn wrong_type(&self, types: &[String]) -> Diagnostic {
        let node = self.node;
        let wanted: Vec<&str> = types.iter().map(|name| wording::type_name(name)).collect();
        let wanted = wording::list(&wanted, "or");
        if node.kind() == Kind::Null {
            return self.null(&wanted);
        }
        let is_item = node.parent().is_some_and(|parent| parent.kind() == Kind::Array);
        let subject = if is_item { format!("An item of {}", wording::place(node)) } else { wording::place_first(node) };
        let message = match (node.kind(), types) {
            (Kind::String, [one]) if one == "boolean" || one == "integer" || one == "number" => {
                format!("{subject} must be {wanted}, not the text \"{}\"", wording::excerpt(node))
            }
            _ => format!("{subject} must be {wanted}, not {}", wording::kind_of(node)),
        };
        let mut diagnostic = self.diagnostic("wrong-type", message);
        diagnostic.fixes = types.iter().filter_map(|name| self.convert(name)).collect();
        for (number, fix) in diagnostic.fixes.iter_mut().enumerate() {
            fix.preferred = number == 0;
        }
        diagnostic
    }

    fn null(&self, wanted: &str) -> Diagnostic {
        let node = self.node;
        let member = node.member();
        let required = member.and_then(|member| member.container()).and_then(|object| {
            let id = self.knowledge.schema.at(object)?;
            Some(self.knowledge.subschema(id).required.iter().any(|name| *name == node.name()))
        });
        if required == Some(true) {
            return self.diagnostic("null-value", format!("{} must be {wanted}, not null", wording::place_first(node)));
        }
        let mut diagnostic =
            self.diagnostic("null-value", format!("{} is null; leave it out instead", wording::place_first(node)));
        diagnostic.severity = Severity::Warning;
        diagnostic.message = format!("{} is null; leave it out instead", wording::place_first(node));
        let child = member.unwrap_or(node);
        diagnostic.fixes.push(Fix {
            title: format!("Remove {}", wording::place(node)),
            edits: vec![remove_child(child)],
            safe: true,
            preferred: true,
        });
        diagnostic
    }

    /// The same value as another type, where that is plain.
    fn convert(&self, wanted: &str) -> Option<Fix> {
        let node = self.node;
        let text = node.as_str();
        match (wanted, node.kind()) {
            ("boolean", Kind::String) => {
                let word = match fold(&text?).as_str() {
                    "true" | "yes" | "on" | "enabled" | "1" => "true",
                    "false" | "no" | "off" | "disabled" | "0" => "false",
                    _ => return None,
                };
                Some(self.replace(word, word.into(), true, true))
            }
            ("boolean", Kind::Number) => {
                let word = match node.text() {
                    "1" => "true",
                    "0" => "false",
                    _ => return None,
                };
                Some(self.replace(word, word.into(), true, true))
            }
            ("integer" | "number", Kind::String) => {
                let text = text?;
                let number = text.trim();
                let whole = number.trim_end_matches('0').strip_suffix('.').unwrap_or(number);
                whole.parse::<i64>().is_ok().then(|| self.replace(whole, whole.into(), true, true))
            }
            ("integer", Kind::Number) => {
                let rounded = node.text().parse::<f64>().ok().filter(|number| number.abs() < 1e9)?.round();
                Some(self.replace(&format!("{rounded}"), format!("{rounded}"), false, true))
            }
            ("string", Kind::Number | Kind::Bool) => {
                let mut word = node.text().to_owned();
                if node.parent().is_some_and(|member| member.name() == "version") && word.ends_with(".0") {
                    word.truncate(word.len() - 2);
                }
                Some(self.replace(&quote(&word), quote(&word), true, true))
            }
            ("string", Kind::Array) => {
                let items: Option<Vec<_>> = node.items().map(Node::as_str).collect();
                let joined = quote(&items?.join(","));
                Some(self.replace(&joined, joined.clone(), false, true))
            }
            ("array", Kind::String) => {
                let text = text?;
                let parts: Vec<String> =
                    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(quote).collect();
                let list = format!("[{}]", parts.join(", "));
                Some(self.replace(&list, list.clone(), true, true))
            }
            ("array", Kind::Object) if self.items_are_objects() => {
                let items: Vec<String> = node.members().map(|member| format!("{{{}}}", member.text())).collect();
                Some(Fix {
                    title: "Turn into a list of objects with one key each".into(),
                    edits: vec![Edit::replace(node.range(), format!("[{}]", items.join(", ")))],
                    safe: false,
                    preferred: true,
                })
            }
            ("array", Kind::Object) => None,
            ("array", _) => {
                Some(self.replace(&format!("[{}]", node.text()), format!("[{}]", node.text()), false, true))
            }
            ("object", Kind::Array) => {
                let mut items = node.items();
                let only = items.next().filter(|item| item.kind() == Kind::Object && items.next().is_none())?;
                Some(self.replace("the object in the list", only.text().to_owned(), false, true))
            }
            _ => None,
        }
    }

    fn items_are_objects(&self) -> bool {
        let item = self.knowledge.schema.item(self.id);
        item.is_some_and(|item| self.knowledge.subschema(item).allows("object")) && self.node.first_child().is_some()
    }

    fn not_in_enum(&self, options: &[Value]) -> Diagnostic {
        let node = self.node;
        if node.parent().is_some_and(|member| {
            member.kind() == Kind::Member && member.container().is_some_and(|object| object.parent().is_none())
        }) && self.document.kind() == Some(ConfigKind::Outputs)
            && node.name() == "version"
        {
            return self.version();
        }
        let words: Vec<&str> = options.iter().filter_map(Value::as_str).collect();
        let text = node.as_str().unwrap_or_default();
        let shown = wording::excerpt(node);
        let aliases = &self.knowledge.keywords(self.id).aliases;
        let alias = aliases
            .iter()
            .find(|(wrong, _)| **wrong == text)
            .or_else(|| aliases.iter().find(|(wrong, _)| fold(wrong) == fold(&text)));
        let meant = match alias {
            Some((_, right)) => right
                .as_str()
                .and_then(|right| words.iter().find(|word| **word == right))
                .map(|word| (*word, Nearness::Folded)),
            None => nearest(text.trim(), words.iter().copied()),
        };
        let place = wording::place(node);
        let message = match (meant, words.as_slice()) {
            (Some((right, _)), _) => format!("`{shown}` is not a value of {place}; it is written `{right}` here"),
            (None, []) => {
                let options: Vec<String> = options.iter().map(Value::to_string).collect();
                format!("`{shown}` is not a value of {place}; it can be {}", wording::code_list(&options, "or"))
            }
            (None, some) if some.len() <= 8 => {
                format!("`{shown}` is not a value of {place}; it can be {}", wording::code_list(some, "or"))
            }
            (None, _) => format!("`{shown}` is not a value of {place}"),
        };
        let mut diagnostic = self.diagnostic("unknown-value", message);
        let already = |word: &str| {
            node.parent().filter(|parent| parent.kind() == Kind::Array).is_some_and(|list| {
                list.items().any(|item| item != node && item.as_str().is_some_and(|text| text == word))
            })
        };
        match meant {
            Some((right, _)) if already(right) => diagnostic.fixes.push(Fix {
                title: format!("Remove `{shown}`, since `{right}` is in the list"),
                edits: vec![remove_child(node)],
                safe: false,
                preferred: true,
            }),
            Some((right, nearness)) => {
                diagnostic.fixes.push(self.replace_content(right, nearness == Nearness::Folded, true))
            }
            None if options.len() == 1 => {
                diagnostic.fixes.push(self.replace(&options[0].to_string(), options[0].to_string(), false, true))
            }
            None if words.len() <= 6 => {
                if node.parent().is_some_and(|parent| parent.kind() == Kind::Array) {
                    let edits = vec![remove_child(node)];
                    diagnostic.fixes.push(Fix {
                        title: format!("Remove `{shown}`"),
                        edits,
                        safe: false,
                        preferred: false,
                    });
                }
                diagnostic.fixes.extend(
                    words.iter().filter(|word| !already(word)).map(|word| self.replace_content(word, false, false)),
                );
            }
            None => {}
        }
        diagnostic
    }

    /// Writes another text between the quotes, or a text in quotes instead of anything else.
    fn replace_content(&self, word: &str, safe: bool, preferred: bool) -> Fix {
        let node = self.node;
        if node.kind() == Kind::String {
            let edits = vec![Edit::replace(node.content_range(), escape(word))];
            return Fix { title: format!("Replace with `{word}`"), edits, safe, preferred };
        }
        self.replace(word, quote(word), safe, preferred)
    }

    fn version(&self) -> Diagnostic {
        let node = self.node;
        let text = node.as_str().unwrap_or_default();
        let shown = wording::excerpt(node);
        let newest = versions::newest();
        let known = versions::all();
        let parsed = versions::parse(text.trim());
        let right = match parsed {
            Some((1, 0)) => "1".to_owned(),
            Some((1, minor)) => {
                let same = format!("1.{minor}");
                if known.contains(&same.as_str()) { same } else { newest.to_owned() }
            }
            _ => newest.to_owned(),
        };
        let starts_right = text.starts_with('1');
        let newer = starts_right && parsed.is_some_and(|version| Some(version) > versions::parse(newest));
        let (severity, message) = if newer {
            (
                Severity::Information,
                format!(
                    "Version `{shown}` is newer than any that amplify-ls knows ({newest}); new fields are reported as unknown"
                ),
            )
        } else if starts_right {
            (Severity::Warning, format!("There is no version `{shown}` of this file; did you mean `{right}`?"))
        } else {
            (
                Severity::Error,
                format!(
                    "Version `{shown}` does not begin with `1`, so amplify-js does not recognise the file and configures nothing"
                ),
            )
        };
        let mut diagnostic = self.diagnostic("unknown-version", String::new());
        diagnostic.severity = severity;
        diagnostic.message = message;
        if !newer {
            diagnostic.fixes.push(self.replace_content(&right, starts_right, true));
        }
        diagnostic
    }

    fn out_of_range(&self, limit: i64, word: &str) -> Diagnostic {
        let message =
            format!("{} must be {word} {limit}, not {}", wording::place_first(self.node), wording::excerpt(self.node));
        let mut diagnostic = self.diagnostic("out-of-range", message);
        diagnostic.fixes.push(self.replace(&limit.to_string(), limit.to_string(), false, true));
        diagnostic
    }

    fn duplicate_item(&self, first: Node<'_>) -> Diagnostic {
        let node = self.node;
        let message = format!("`{}` is already in {}", wording::excerpt(node), wording::place(node));
        let mut diagnostic = self.diagnostic("duplicate-item", message);
        diagnostic.severity = Severity::Warning;
        diagnostic.message = format!("`{}` is already in {}", wording::excerpt(node), wording::place(node));
        diagnostic.tags.push(Tag::Unnecessary);
        diagnostic.related.push(crate::diagnostic::Related {
            path: self.document.path.clone(),
            range: first.range(),
            message: "the first one is here".into(),
        });
        diagnostic.fixes.push(Fix {
            title: format!("Remove the second `{}`", wording::excerpt(node)),
            edits: vec![remove_child(node)],
            safe: true,
            preferred: true,
        });
        diagnostic
    }
}
