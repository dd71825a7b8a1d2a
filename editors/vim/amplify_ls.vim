" For ALE: ~/.vim/ale_linters/json/amplify_ls.vim. It is started for files with the names of Amplify and for no other.

let s:ours = '\c\%(amplify_outputs\|amplifyconfiguration\)[^/]*\.jsonc\?$'
let s:roots = ['amplify-ls.toml', 'package.json', 'pubspec.yaml']

" The nearest folder that is a project, else that of the file; nothing where there is nothing to do.
function! s:root(buffer) abort
    if expand('#' . a:buffer . ':t') !~# s:ours
        return ''
    endif
    for l:name in s:roots
        let l:found = ale#path#FindNearestFile(a:buffer, l:name)
        if !empty(l:found)
            return fnamemodify(l:found, ':h')
        endif
    endfor
    let l:found = ale#path#FindNearestDirectory(a:buffer, '.git')
    return fnamemodify(empty(l:found) ? bufname(a:buffer) : l:found, empty(l:found) ? ':p:h' : ':h:h')
endfunction

call ale#linter#Define('json', {
\   'name': 'amplify_ls',
\   'lsp': 'stdio',
\   'executable': 'amplify-ls',
\   'command': '%e --stdio',
\   'project_root': function('s:root'),
\})
