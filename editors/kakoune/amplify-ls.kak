# For kakrc, with kakoune-lsp 18 or later. It says nothing of JSON files that are none of Amplify's.

define-command -hidden amplify-ls-add %{
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
