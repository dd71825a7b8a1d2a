# For kakrc, with kakoune-lsp 18 or later. It says nothing of JSON files that are none of Amplify's.

hook -group amplify-ls global BufSetOption filetype=json %{
    set-option -add buffer lsp_servers %{
        [amplify-ls]
        root_globs = ["amplify", "amplify-ls.toml", "package.json", "pubspec.yaml", ".git"]
        args = ["--stdio"]
    }
}
