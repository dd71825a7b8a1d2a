--- A new configuration file, as a buffer that is not written yet. Used by the command `:LspAmplifyNew` alone.
local program = require('amplify_ls.program')

local M = {}

--- What can be made, as the program calls it, and what its file is called.
M.kinds = {
  { name = 'gen2', file = 'amplify_outputs.json', title = 'Gen 2 outputs' },
  { name = 'gen1-mobile', file = 'amplifyconfiguration.json', title = 'Gen 1 for Swift, Android and Flutter' },
  { name = 'gen1-web', file = 'amplifyconfiguration.json', title = 'Gen 1 for JavaScript' },
}

local function open(kind)
  -- Beside the file that is shown; a buffer of its own kind, such as a file tree, has no folder.
  local here = vim.bo.buftype == '' and vim.api.nvim_buf_get_name(0) or ''
  local path = vim.fs.joinpath(here ~= '' and vim.fs.dirname(here) or vim.fn.getcwd(), kind.file)
  if vim.uv.fs_stat(path) or vim.fn.bufexists(path) == 1 then
    vim.notify(('%s is there already'):format(vim.fn.fnamemodify(path, ':~:.')), vim.log.levels.WARN)
    return
  end
  program.run({ 'new', kind.name }, {}, function(text)
    vim.cmd.edit(vim.fn.fnameescape(path))
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text:gsub('\n$', ''), '\n'))
    vim.fn.search('<[^>]*>', 'cw')
  end)
end

--- Makes one of that kind, or lets the kind be chosen.
function M.run(name)
  if name == '' then
    vim.ui.select(M.kinds, {
      prompt = 'New configuration file of Amplify',
      format_item = function(kind)
        return ('%s (%s)'):format(kind.file, kind.title)
      end,
    }, function(kind)
      if kind then
        open(kind)
      end
    end)
    return
  end
  for _, kind in ipairs(M.kinds) do
    if kind.name == name then
      open(kind)
      return
    end
  end
  vim.notify(('`%s` is no kind of configuration'):format(name), vim.log.levels.WARN)
end

return M
