//! From the protocol's words to ours, where more is to be translated than a position (see `position`, `view`).

use amplify_config::FormatOptions;

use super::lsp_types as lsp;

/// Wider steps than any editor sets are a mistake.
const MAX_INDENT: u32 = 16;

/// What the editor wants of formatting. The layout never leaves white space at the end of a line.
pub(crate) fn format_options(options: &lsp::FormattingOptions) -> FormatOptions {
    let blanks = options.tab_size.min(MAX_INDENT) as usize;
    FormatOptions {
        indent: if options.insert_spaces { " ".repeat(blanks) } else { "\t".to_owned() },
        final_newline: options.insert_final_newline.filter(|wanted| *wanted),
    }
}
