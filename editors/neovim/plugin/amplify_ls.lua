-- The one command that is there before any file is: everything else begins with `vim.lsp.enable('amplify_ls')`.
if vim.g.loaded_amplify_ls or vim.fn.has('nvim-0.11') == 0 then
  return
end
vim.g.loaded_amplify_ls = true

vim.api.nvim_create_user_command('LspAmplifyNew', function(command)
  require('amplify_ls.new_file').run(command.args)
end, {
  desc = 'Make a new configuration file of Amplify',
  nargs = '?',
  complete = function(lead)
    local names = vim.tbl_map(function(kind)
      return kind.name
    end, require('amplify_ls.new_file').kinds)
    return vim.tbl_filter(function(name)
      return vim.startswith(name, lead)
    end, names)
  end,
})
