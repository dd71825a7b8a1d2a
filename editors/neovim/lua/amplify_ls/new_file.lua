--- A new configuration file, as a buffer that is not written yet. Used by the command `:LspAmplifyNew` alone.
local account = require('amplify_ls.account')
local program = require('amplify_ls.program')

local M = {}

--- What can be made, as the program calls it, and what its file is called.
M.kinds = {
  { name = 'gen2', file = 'amplify_outputs.json', title = 'Gen 2 outputs' },
  { name = 'gen1-mobile', file = 'amplifyconfiguration.json', title = 'Gen 1 for Swift, Android and Flutter' },
  { name = 'gen1-web', file = 'amplifyconfiguration.json', title = 'Gen 1 for JavaScript' },
}

--- What a user is asked to choose, by the words of the server.
local PROMPTS = {
  region = 'AWS region',
  pool = 'User pool',
  client = 'App client',
  identityPool = 'Identity pool',
}

--- Shows the text in a buffer of that path, which is not written.
local function show(path, text)
  vim.cmd.edit(vim.fn.fnameescape(path))
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text:gsub('\n$', ''), '\n'))
  -- To what is to be filled in, if there is something.
  vim.fn.search('<[^>]*>', 'cw')
end

--- Asks the server for the file, with what was chosen, until nothing is left to choose.
local function from_account(client, kind, path, chosen)
  local wish = vim.tbl_extend('force', { kind = kind.name, uri = vim.uri_from_fname(path) }, chosen)
  local command = { command = 'amplify-ls.newFile', arguments = { wish } }
  client:request('workspace/executeCommand', command, function(problem, answer)
    if problem then
      vim.notify(problem.message, vim.log.levels.WARN)
    elseif answer.text then
      show(path, answer.text)
      for _, note in ipairs(answer.notes or {}) do
        vim.notify(note, vim.log.levels.INFO)
      end
    else
      vim.ui.select(answer.choices, {
        prompt = PROMPTS[answer.choose] or answer.choose,
        format_item = function(choice)
          local detail = type(choice.detail) == 'string' and choice.detail ~= '' and ' (' .. choice.detail .. ')' or ''
          return choice.label .. detail
        end,
      }, function(choice)
        if choice then
          chosen[answer.choose] = choice.value
          from_account(client, kind, path, chosen)
        end
      end)
    end
  end)
end

local function by_hand(kind, path)
  program.run({ 'new', kind.name }, {}, function(text)
    show(path, text)
  end)
end

local function open(kind)
  -- Beside the file that is shown; a buffer of its own kind, such as a file tree, has no folder.
  local here = vim.bo.buftype == '' and vim.api.nvim_buf_get_name(0) or ''
  local path = vim.fs.joinpath(here ~= '' and vim.fs.dirname(here) or vim.fn.getcwd(), kind.file)
  if vim.uv.fs_stat(path) or vim.fn.bufexists(path) == 1 then
    vim.notify(('%s is there already'):format(vim.fn.fnamemodify(path, ':~:.')), vim.log.levels.WARN)
    return
  end
  local client = vim.iter(vim.lsp.get_clients({ name = program.NAME })):find(account.is_on)
  if not client then
    by_hand(kind, path)
    return
  end
  local ways = { 'For a user pool of the AWS account', 'To be filled in by hand' }
  vim.ui.select(ways, { prompt = kind.file }, function(way)
    if way == ways[1] then
      from_account(client, kind, path, {})
    elseif way then
      by_hand(kind, path)
    end
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
