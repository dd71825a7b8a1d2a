//! What an editor cannot show is left out or said in another way.

use std::sync::Arc;

use amplify_config::Related;

use super::*;
use crate::lsp::client_profile::ClientProfile;
use crate::lsp::state::State;

const TEXT: &str = "{\n  \"a\": [\n    1, {\n      \"ä\": 2 }\n  ],\n  \"b\": {\n    \"c\": {\n    }\n  }\n}\n";

/// Runs `check` on `TEXT` for a client with these abilities.
fn view(profile: ClientProfile, check: impl FnOnce(&View<'_>)) {
    let state = Arc::new(State::default());
    state.profile.set(profile).expect("it is set once");
    let uri: lsp::Uri = "file:///p/amplify_outputs.json".into();
    state.open(uri.clone(), 3, TEXT);
    check(&View::new(&state, &state.ticket(&uri).expect("it is open")));
}

/// The bytes of the objects and lists of `TEXT`.
fn brackets() -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    for (at, byte) in TEXT.bytes().enumerate() {
        match byte {
            b'{' | b'[' => open.push(at),
            b'}' | b']' => found.push(open.pop().expect("brackets match")..at + 1),
            _ => {}
        }
    }
    found
}

fn folded(profile: ClientProfile) -> Vec<(u32, u32)> {
    let mut lines = Vec::new();
    view(profile, |view| {
        lines = folding(view, &brackets()).iter().map(|fold| (fold.start_line, fold.end_line)).collect();
    });
    lines
}

#[test]
fn whole_lines_are_folded_so_that_the_closing_bracket_stays_in_sight() {
    let profile = ClientProfile { whole_line_folding: true, ..ClientProfile::default() };
    assert_eq!(folded(profile), [(0, 8), (1, 3), (5, 7)]);
}

#[test]
fn columns_of_folds_lie_inside_the_brackets() {
    view(ClientProfile::default(), |view| {
        let folds = folding(view, &brackets());
        let columns: Vec<_> = folds.iter().map(|fold| (fold.start_character, fold.end_character)).collect();
        assert_eq!(columns[0], (Some(1), Some(0)));
        assert_eq!(columns[1], (Some(8), Some(2)));
        let mut lines: Vec<u32> = folds.iter().map(|fold| fold.start_line).collect();
        lines.dedup();
        assert_eq!(lines.len(), folds.len(), "one fold a line");
    });
}

#[test]
fn when_there_are_too_many_folds_the_innermost_go() {
    let limited = |limit| {
        folded(ClientProfile { whole_line_folding: true, folding_limit: Some(limit), ..ClientProfile::default() })
    };
    assert_eq!(limited(9), [(0, 8), (1, 3), (5, 7)]);
    assert_eq!(limited(2), [(0, 8), (1, 3)]);
    assert_eq!(limited(1), [(0, 8)]);
    assert_eq!(limited(0), []);
}

#[test]
fn selections_nest_strictly() {
    view(ClientProfile::default(), |view| {
        let mut chain = Some(Box::new(selection(view, 4, &[4..5, 4..5, 3..6, 0..TEXT.len()])));
        let mut ranges = Vec::new();
        while let Some(link) = chain {
            ranges.push(link.range);
            chain = link.parent;
        }
        assert_eq!(ranges.len(), 3);
        assert!(ranges.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(selection(view, 4, &[]).range, view.range(&(4..4)));
    });
}

fn outline() -> Vec<Symbol> {
    let leaf = Symbol {
        name: " ".to_owned(),
        detail: String::new(),
        kind: SymbolKind::Null,
        range: 4..7,
        selection: 4..7,
        children: Vec::new(),
    };
    vec![Symbol {
        name: "a".to_owned(),
        detail: "1".to_owned(),
        kind: SymbolKind::Object,
        range: 4..20,
        selection: 4..7,
        children: vec![leaf],
    }]
}

#[test]
fn an_outline_is_a_tree_or_a_list() {
    let profile = ClientProfile { hierarchical_symbols: true, all_symbol_kinds: true, ..ClientProfile::default() };
    view(profile, |view| {
        let lsp::DocumentSymbolResponse::DocumentSymbolList(tree) = symbols(view, &outline()) else { panic!("a list") };
        assert_eq!((tree[0].name.as_str(), tree[0].kind), ("a", lsp::SymbolKind::Object));
        let children = tree[0].children.as_ref().expect("it has children");
        // A blank name would be refused.
        assert_eq!((children[0].name.as_str(), children[0].kind), ("\" \"", lsp::SymbolKind::Null));
        assert_eq!(children[0].children, None);
    });
    view(ClientProfile::default(), |view| {
        let lsp::DocumentSymbolResponse::SymbolInformationList(list) = symbols(view, &outline()) else {
            panic!("a tree")
        };
        let names: Vec<_> = list
            .iter()
            .map(|symbol| {
                let base = &symbol.base_symbol_information;
                (base.name.as_str(), base.kind, base.container_name.as_deref())
            })
            .collect();
        let expected = [("a", lsp::SymbolKind::Module, None), ("\" \"", lsp::SymbolKind::Variable, Some("a"))];
        assert_eq!(names, expected);
    });
}

fn found() -> Diagnostic {
    Diagnostic {
        code: "unknown-key",
        severity: Severity::Warning,
        range: 4..7,
        message: "Two regions".to_owned(),
        related: vec![Related {
            path: super::super::uri::path_of(&"file:///p/amplify_outputs.json".into()),
            range: 0..1,
            message: "the other".to_owned(),
        }],
        tags: vec![Tag::Unnecessary, Tag::Deprecated],
        fixes: Vec::new(),
    }
}

#[test]
fn a_diagnostic_has_the_members_the_editor_shows() {
    view(ClientProfile::default(), |view| {
        let shown = diagnostic(view, &found());
        assert_eq!(shown.source.as_deref(), Some("amplify"));
        assert_eq!(
            (shown.tags, shown.related_information, shown.code_description, shown.data),
            (None, None, None, None)
        );
    });
    let profile = ClientProfile {
        related_information: true,
        code_description: true,
        deprecated_tag: true,
        ..ClientProfile::default()
    };
    view(profile, |view| {
        let shown = diagnostic(view, &found());
        assert_eq!(shown.tags, Some(vec![lsp::DiagnosticTag::Deprecated]));
        let related = shown.related_information.expect("it is shown");
        assert_eq!(related[0].location.uri.as_ref(), "file:///p/amplify_outputs.json");
        let href = shown.code_description.expect("it is shown").href;
        assert!(href.as_ref().ends_with("/unknown-key.md"));
    });
}
