# For kakrc, with kakoune-lsp 18 or later. It says nothing of JSON files that are none of Amplify's.

define-command -hidden amplify-ls-add %{
    # A type may be set more than once, and a server that is named twice is refused.
    evaluate-commands %sh{
        case "$kak_opt_lsp_servers" in
            *'[amplify-ls]'*) ;;
            *) echo amplify-ls-append ;;
        esac
    }
}

define-command -hidden amplify-ls-append %{
    set-option -add buffer lsp_servers %{
        [amplify-ls]
        root_globs = ["amplify", "amplify-ls.toml", "package.json", "pubspec.yaml", ".git"]
        args = ["--stdio"]
    }
}

hook -group amplify-ls global BufSetOption filetype=json amplify-ls-add

# Code that holds a configuration, by its whole name.
hook -group amplify-ls global BufSetOption filetype=(?:javascript|typescript|dart) %{
    evaluate-commands %sh{
        case "${kak_bufname##*/}" in
            aws-exports.js|aws-exports.mjs|aws-exports.ts|amplifyconfiguration.dart|amplify_outputs.dart) echo amplify-ls-add ;;
        esac
    }
}
