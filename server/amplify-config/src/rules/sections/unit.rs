//! Numbers in the unit of another library.

use amplify_json::Kind;
use amplify_json::edit::Edit;

use super::at;
use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::impact::severity;
use crate::keywords::Library;
use crate::project::Project;
use crate::rule::{Check, rule};

pub(in crate::rules) static CHECK: Check = Check { rules: &[rule!("sections", "wrong-unit")], run: check };

/// A number of which the unit is often mistaken.
struct Measure {
    path: &'static [&'static str],
    /// Who reads it here.
    library: Library,
    unit: &'static str,
    other: &'static str,
    /// It is certainly meant in the other unit.
    is_other: fn(i64) -> bool,
    /// From the other unit to this one.
    convert: fn(i64) -> Option<i64>,
}

const PLUGIN: &str = "awsPinpointAnalyticsPlugin";

const MEASURES: [Measure; 2] = [
    Measure {
        path: &["analytics", "plugins", PLUGIN, "autoFlushEventsInterval"],
        library: Library::Swift,
        unit: "seconds",
        other: "milliseconds",
        is_other: |value| value >= 1000,
        convert: |value| (value % 1000 == 0).then_some(value / 1000),
    },
    Measure {
        path: &["analytics", "plugins", PLUGIN, "pinpointAnalytics", "autoFlushEventsInterval"],
        library: Library::Android,
        unit: "milliseconds",
        other: "seconds",
        is_other: |value| (1..1000).contains(&value),
        convert: |value| value.checked_mul(1000),
    },
];

fn check(project: &Project, document: &Document, found: &mut Vec<Diagnostic>) {
    if document.kind() != Some(ConfigKind::Mobile) {
        return;
    }
    for measure in &MEASURES {
        let Some(node) = at(document, measure.path).filter(|node| node.kind() == Kind::Number) else { continue };
        let Some(value) = node.text().parse().ok().filter(|value| (measure.is_other)(*value)) else { continue };
        let message = format!(
            "`{}` is in {} here, where {} reads it; {value} looks like {}",
            node.name(),
            measure.unit,
            measure.library.name(),
            measure.other
        );
        let fix = (measure.convert)(value).map(|right| {
            let edits = vec![Edit::replace(node.range(), right.to_string())];
            Fix::likely(format!("Replace with `{right}` {}", measure.unit), edits)
        });
        // Events still come, only at another time.
        let severity = severity(project, document, &[measure.library]).max(Severity::Warning);
        found.push(Diagnostic::new("wrong-unit", severity, node.range(), message).with_fix(fix));
    }
}
