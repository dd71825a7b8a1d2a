//! What the editor at the other end can do, read once from its capabilities.
//!
//! The capabilities are taken as untyped JSON, member by member: an odd or unknown value costs one ability, not the
//! session. Nothing else in the server looks at capabilities, and nothing looks at the name of the editor.

use serde_json::Value;

use super::position::Encoding;

/// What may be used. The default is a client that can do nothing but show what every client can.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClientProfile {
    /// What columns count.
    pub(crate) encoding: Encoding,
    /// Asks for inlay hints again when it is told to.
    pub(crate) refreshes_hints: bool,
    /// Diagnostics are asked for by the client, not sent to it.
    pub(crate) pulls_diagnostics: bool,
    /// Members of a diagnostic.
    pub(crate) related_information: bool,
    pub(crate) code_description: bool,
    pub(crate) diagnostic_data: bool,
    pub(crate) unnecessary_tag: bool,
    pub(crate) deprecated_tag: bool,
    /// Markdown in hovers, in documentation of completion items.
    pub(crate) hover_markdown: bool,
    pub(crate) completion_markdown: bool,
    /// Members and ways of completion items.
    pub(crate) snippets: bool,
    pub(crate) insert_replace: bool,
    pub(crate) label_details: bool,
    pub(crate) resolves_documentation: bool,
    pub(crate) completion_deprecated_tag: bool,
    pub(crate) completion_deprecated: bool,
    pub(crate) preselect: bool,
    pub(crate) insertion_modes: bool,
    /// All kinds of completion items and of symbols, not only those of the first version of the protocol.
    pub(crate) all_completion_kinds: bool,
    pub(crate) all_symbol_kinds: bool,
    /// Code actions.
    pub(crate) code_action_literals: bool,
    pub(crate) preferred_actions: bool,
    pub(crate) resolves_edits: bool,
    pub(crate) document_changes: bool,
    pub(crate) creates_files: bool,
    pub(crate) snippet_edits: bool,
    /// The rest.
    pub(crate) hierarchical_symbols: bool,
    pub(crate) whole_line_folding: bool,
    pub(crate) folding_limit: Option<usize>,
    pub(crate) link_tooltips: bool,
    pub(crate) definition_links: bool,
    pub(crate) pulls_configuration: bool,
    pub(crate) registers_configuration: bool,
    pub(crate) registers_watchers: bool,
    pub(crate) reports_renames: bool,
    pub(crate) reports_deletions: bool,
    /// Shows work that goes on for long.
    pub(crate) shows_progress: bool,
    /// Wants to be told how it stands with the account.
    pub(crate) account_status: bool,
}

impl ClientProfile {
    /// Reads the `capabilities` of `initialize`.
    pub(crate) fn read(capabilities: &Value) -> ClientProfile {
        let at = |path: &str| capabilities.pointer(path);
        let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let values = |path: &str| at(path).and_then(Value::as_array).into_iter().flatten();
        let lists = |path: &str, name: &str| values(path).any(|value| value.as_str() == Some(name));
        let counts = |path: &str, number: i64| values(path).any(|value| value.as_i64() == Some(number));
        // A member of the diagnostics themselves may be announced for either way of getting them.
        let diagnostics = ["/textDocument/publishDiagnostics", "/textDocument/diagnostic"];
        let shows = |member: &str| diagnostics.iter().any(|way| is(&format!("{way}/{member}")));
        // Early clients announced tags with a plain `true`.
        let tags = |tag: i64| {
            shows("tagSupport") || diagnostics.iter().any(|way| counts(&format!("{way}/tagSupport/valueSet"), tag))
        };
        let item = "/textDocument/completion/completionItem";
        let has = |member: &str| is(&format!("{item}/{member}"));
        let action = "/textDocument/codeAction";

        ClientProfile {
            encoding: values("/general/positionEncodings")
                .filter_map(|name| Encoding::named(name.as_str()?))
                .next()
                .unwrap_or_default(),
            // A client that pulls but cannot be told to pull again would keep old findings after a change of settings.
            pulls_diagnostics: at("/textDocument/diagnostic").is_some_and(Value::is_object)
                && is("/workspace/diagnostics/refreshSupport"),
            refreshes_hints: is("/workspace/inlayHint/refreshSupport"),
            related_information: shows("relatedInformation"),
            code_description: shows("codeDescriptionSupport"),
            diagnostic_data: shows("dataSupport"),
            unnecessary_tag: tags(1),
            deprecated_tag: tags(2),
            hover_markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            completion_markdown: lists(&format!("{item}/documentationFormat"), "markdown"),
            snippets: has("snippetSupport"),
            insert_replace: has("insertReplaceSupport"),
            label_details: has("labelDetailsSupport"),
            resolves_documentation: lists(&format!("{item}/resolveSupport/properties"), "documentation"),
            completion_deprecated_tag: counts(&format!("{item}/tagSupport/valueSet"), 1),
            completion_deprecated: has("deprecatedSupport"),
            preselect: has("preselectSupport"),
            insertion_modes: [1, 2].iter().all(|mode| counts(&format!("{item}/insertTextModeSupport/valueSet"), *mode)),
            all_completion_kinds: at("/textDocument/completion/completionItemKind/valueSet").is_some(),
            all_symbol_kinds: at("/textDocument/documentSymbol/symbolKind/valueSet").is_some(),
            code_action_literals: at(&format!("{action}/codeActionLiteralSupport")).is_some_and(Value::is_object),
            preferred_actions: is(&format!("{action}/isPreferredSupport")),
            resolves_edits: is(&format!("{action}/dataSupport"))
                && lists(&format!("{action}/resolveSupport/properties"), "edit"),
            document_changes: is("/workspace/workspaceEdit/documentChanges"),
            creates_files: is("/workspace/workspaceEdit/documentChanges")
                && lists("/workspace/workspaceEdit/resourceOperations", "create"),
            snippet_edits: is("/workspace/workspaceEdit/documentChanges")
                && is("/workspace/workspaceEdit/snippetEditSupport"),
            hierarchical_symbols: is("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            whole_line_folding: is("/textDocument/foldingRange/lineFoldingOnly"),
            folding_limit: at("/textDocument/foldingRange/rangeLimit")
                .and_then(Value::as_f64)
                .filter(|limit| *limit >= 0.0)
                .map(|limit| limit as usize),
            link_tooltips: is("/textDocument/documentLink/tooltipSupport"),
            definition_links: is("/textDocument/definition/linkSupport"),
            pulls_configuration: is("/workspace/configuration"),
            registers_configuration: is("/workspace/didChangeConfiguration/dynamicRegistration"),
            registers_watchers: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            reports_renames: is("/workspace/fileOperations/didRename"),
            reports_deletions: is("/workspace/fileOperations/didDelete"),
            shows_progress: is("/window/workDoneProgress"),
            account_status: is("/experimental/amplifyAccountStatus"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn odd_values_cost_one_ability_only() {
        let profile = ClientProfile::read(&json!({
            "general": { "positionEncodings": [7, "utf-7", "utf-32", "utf-8"] },
            "textDocument": {
                "publishDiagnostics": { "tagSupport": true, "relatedInformation": "yes" },
                "foldingRange": { "rangeLimit": 5000.0, "lineFoldingOnly": true },
                "completion": 5,
            },
            "workspace": null,
        }));
        let expected = ClientProfile {
            encoding: Encoding::Utf32,
            unnecessary_tag: true,
            deprecated_tag: true,
            whole_line_folding: true,
            folding_limit: Some(5000),
            ..ClientProfile::default()
        };
        assert_eq!(profile, expected);
    }

    #[test]
    fn nothing_announced_is_nothing_used() {
        for capabilities in [json!({}), json!(null), json!([])] {
            assert_eq!(ClientProfile::read(&capabilities), ClientProfile::default());
        }
    }

    #[test]
    fn diagnostics_are_pulled_only_where_a_refresh_can_be_asked_for() {
        let diagnostic = json!({ "diagnostic": {} });
        assert!(!ClientProfile::read(&json!({ "textDocument": diagnostic })).pulls_diagnostics);
        let workspace = json!({ "diagnostics": { "refreshSupport": true } });
        assert!(!ClientProfile::read(&json!({ "workspace": workspace })).pulls_diagnostics);
        let both = json!({ "textDocument": diagnostic, "workspace": workspace });
        assert!(ClientProfile::read(&both).pulls_diagnostics);
    }
}
