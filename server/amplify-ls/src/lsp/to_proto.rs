//! From our words to the protocol's, leaving out what the editor cannot show. Nothing is found out here.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use amplify_config::{Code, Diagnostic, InlayHint, Link, Severity, Symbol, SymbolKind, Tag, rule};
use amplify_json::edit::Edit;
use serde_json::json;

use super::lsp_types as lsp;
use super::view::{View, range_in};

/// The name under which our diagnostics stand.
pub(crate) const SOURCE: &str = "amplify";

/// Where the page of a rule can be read.
fn page(code: Code) -> Option<lsp::CodeDescription> {
    Some(lsp::CodeDescription { href: rule(code)?.address().into() })
}

/// A diagnostic with everything the editor can show of it.
pub(crate) fn diagnostic(view: &View<'_>, diagnostic: &Diagnostic) -> lsp::Diagnostic {
    let profile = view.profile;
    let related = diagnostic.related.iter().filter_map(|related| {
        let document = view.project.document(&related.path)?;
        let uri = view.uri_of(&related.path);
        let range = range_in(document, &related.range, profile);
        Some(lsp::DiagnosticRelatedInformation {
            location: lsp::Location { uri, range },
            message: related.message.clone(),
        })
    });
    let tags = diagnostic.tags.iter().filter_map(|tag| match tag {
        Tag::Unnecessary => profile.unnecessary_tag.then_some(lsp::DiagnosticTag::Unnecessary),
        Tag::Deprecated => profile.deprecated_tag.then_some(lsp::DiagnosticTag::Deprecated),
    });
    let titles: Vec<&str> = diagnostic.fixes.iter().map(|fix| fix.title.as_str()).collect();
    lsp::Diagnostic {
        range: view.range(&diagnostic.range),
        severity: Some(match diagnostic.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
            Severity::Information => lsp::DiagnosticSeverity::Information,
            Severity::Hint => lsp::DiagnosticSeverity::Hint,
        }),
        code: Some(diagnostic.code.into()),
        code_description: profile.code_description.then(|| page(diagnostic.code)).flatten(),
        source: Some(SOURCE.to_owned()),
        message: diagnostic.message.clone().into(),
        tags: some(tags.collect()),
        related_information: some(if profile.related_information { related.collect() } else { Vec::new() }),
        data: (profile.diagnostic_data && !titles.is_empty()).then(|| json!({ "fixes": titles })),
    }
}

/// A member that would be empty is left out.
fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}

/// Edits of the viewed document.
pub(crate) fn text_edits(view: &View<'_>, edits: &[Edit]) -> Vec<lsp::TextEdit> {
    edits.iter().map(|edit| lsp::TextEdit { range: view.range(&edit.range()), new_text: edit.text.clone() }).collect()
}

/// The outline: a tree where the editor draws one, else a list.
pub(crate) fn symbols(view: &View<'_>, symbols: &[Symbol]) -> lsp::DocumentSymbolResponse {
    if view.profile.hierarchical_symbols {
        return symbols.iter().map(|symbol| document_symbol(view, symbol)).collect::<Vec<_>>().into();
    }
    let mut list = Vec::new();
    flatten(view, symbols, None, &mut list);
    list.into()
}

#[expect(deprecated, reason = "the member must be named to make the value")]
fn document_symbol(view: &View<'_>, symbol: &Symbol) -> lsp::DocumentSymbol {
    lsp::DocumentSymbol {
        name: symbol_name(symbol),
        detail: Some(symbol.detail.clone()).filter(|detail| !detail.is_empty()),
        kind: symbol_kind(view, symbol.kind),
        tags: None,
        deprecated: None,
        range: view.range(&symbol.range),
        selection_range: view.range(&symbol.selection),
        children: some(symbol.children.iter().map(|child| document_symbol(view, child)).collect()),
    }
}

#[expect(deprecated, reason = "the member must be named to make the value")]
fn flatten(view: &View<'_>, symbols: &[Symbol], container: Option<&str>, list: &mut Vec<lsp::SymbolInformation>) {
    for symbol in symbols {
        let name = symbol_name(symbol);
        list.push(lsp::SymbolInformation {
            deprecated: None,
            location: lsp::Location { uri: view.uri.clone(), range: view.range(&symbol.range) },
            base_symbol_information: lsp::BaseSymbolInformation {
                name: name.clone(),
                kind: symbol_kind(view, symbol.kind),
                tags: None,
                container_name: container.map(str::to_owned),
            },
        });
        flatten(view, &symbol.children, Some(&name), list);
    }
}

/// Editors refuse a symbol whose name is empty or blank, and a key may be that.
fn symbol_name(symbol: &Symbol) -> String {
    if symbol.name.trim().is_empty() { format!("\"{}\"", symbol.name) } else { symbol.name.clone() }
}

fn symbol_kind(view: &View<'_>, kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Object if view.profile.all_symbol_kinds => lsp::SymbolKind::Object,
        SymbolKind::Null if view.profile.all_symbol_kinds => lsp::SymbolKind::Null,
        SymbolKind::Object => lsp::SymbolKind::Module,
        SymbolKind::Null => lsp::SymbolKind::Variable,
        SymbolKind::Array => lsp::SymbolKind::Array,
        SymbolKind::String => lsp::SymbolKind::String,
        SymbolKind::Number => lsp::SymbolKind::Number,
        SymbolKind::Boolean => lsp::SymbolKind::Boolean,
    }
}

/// Folds, each of at least one hidden line, at most one from each line; when the editor takes only so many, those
/// inside others go first.
pub(crate) fn folding(view: &View<'_>, ranges: &[Range<usize>]) -> Vec<lsp::FoldingRange> {
    let mut ranges = ranges.to_vec();
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut open: Vec<usize> = Vec::new();
    let mut folds: Vec<(usize, lsp::FoldingRange)> = Vec::new();
    for bytes in &ranges {
        open.retain(|&end| end >= bytes.end);
        let depth = open.len();
        open.push(bytes.end);
        let range = view.range(bytes);
        // The line of the closing bracket stays in sight.
        let last = if view.profile.whole_line_folding { range.end.line.saturating_sub(1) } else { range.end.line };
        let starts_alike = folds.last().is_some_and(|(_, fold)| fold.start_line == range.start.line);
        if last <= range.start.line || starts_alike {
            continue;
        }
        let columns = (!view.profile.whole_line_folding).then(|| view.range(&(bytes.start + 1..bytes.end - 1)));
        let fold = lsp::FoldingRange {
            start_line: range.start.line,
            start_character: columns.map(|inner| inner.start.character),
            end_line: last,
            end_character: columns.map(|inner| inner.end.character),
            ..lsp::FoldingRange::default()
        };
        folds.push((depth, fold));
    }
    if let Some(limit) = view.profile.folding_limit.filter(|limit| folds.len() > *limit) {
        let mut depths: Vec<usize> = folds.iter().map(|(depth, _)| *depth).collect();
        depths.sort_unstable();
        let deepest = depths.get(limit).copied().unwrap_or(usize::MAX);
        let mut room = limit - depths.iter().filter(|depth| **depth < deepest).count();
        folds.retain(|(depth, _)| {
            let fits = *depth < deepest || *depth == deepest && room > 0;
            room -= usize::from(fits && *depth == deepest);
            fits
        });
    }
    folds.into_iter().map(|(_, fold)| fold).collect()
}

/// A chain of ranges, innermost first, as the protocol nests them; at least the place itself.
pub(crate) fn selection(view: &View<'_>, offset: usize, ranges: &[Range<usize>]) -> lsp::SelectionRange {
    let mut chain: Option<lsp::SelectionRange> = None;
    for bytes in ranges.iter().rev() {
        let range = view.range(bytes);
        if chain.as_ref().is_none_or(|outer| outer.range != range) {
            chain = Some(lsp::SelectionRange { range, parent: chain.map(Box::new) });
        }
    }
    chain.unwrap_or_else(|| lsp::SelectionRange { range: view.range(&(offset..offset)), parent: None })
}

/// Diagnostics for a client that asks for them: all, or that they are what it was told under `previous`.
pub(crate) fn diagnostic_report(items: Vec<lsp::Diagnostic>, previous: Option<&str>) -> lsp::DocumentDiagnosticReport {
    let mut hasher = DefaultHasher::new();
    // The name of a result follows from what it says alone: settings, other files and versions need no counting.
    serde_json::to_string(&items).unwrap_or_default().hash(&mut hasher);
    let result_id = format!("{:016x}", hasher.finish());
    if previous == Some(result_id.as_str()) {
        return lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id },
        }
        .into();
    }
    lsp::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id: Some(result_id), items },
    }
    .into()
}

/// A link, with its words where the editor shows them.
pub(crate) fn link(view: &View<'_>, link: Link) -> lsp::DocumentLink {
    lsp::DocumentLink {
        range: view.range(&link.range),
        target: Some(link.target.into()),
        tooltip: view.profile.link_tooltips.then_some(link.tooltip),
        data: None,
    }
}

/// Words behind a value.
pub(crate) fn inlay_hint(view: &View<'_>, hint: InlayHint) -> lsp::InlayHint {
    lsp::InlayHint {
        position: view.range(&(hint.offset..hint.offset)).start,
        label: hint.label.into(),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}

/// A place of the viewed document.
pub(crate) fn location(view: &View<'_>, bytes: &Range<usize>) -> lsp::Location {
    lsp::Location { uri: view.uri.clone(), range: view.range(bytes) }
}

/// Where the name at `name` is declared; with the name itself for editors that underline it.
pub(crate) fn definition(view: &View<'_>, name: &Range<usize>, places: &[Range<usize>]) -> lsp::DefinitionResponse {
    if !view.profile.definition_links {
        return lsp::Definition::from(places.iter().map(|place| location(view, place)).collect::<Vec<_>>()).into();
    }
    let link = |place: &Range<usize>| lsp::LocationLink {
        origin_selection_range: Some(view.range(name)),
        target_uri: view.uri.clone(),
        target_range: view.range(place),
        target_selection_range: view.range(place),
    };
    places.iter().map(link).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests;
