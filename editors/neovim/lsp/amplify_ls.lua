---@brief
---
--- https://github.com/amplify-ls/amplify-ls
---
--- A language server for the client configuration files of AWS Amplify: `amplify_outputs.json` (Gen 2) and
--- `amplifyconfiguration.json` (Gen 1). It can be installed via `cargo`:
---
--- ```sh
--- cargo install --locked --git https://github.com/amplify-ls/amplify-ls amplify-ls
--- ```
---
--- It is attached to files of these names, to the code that holds such a configuration (`aws-exports.js`,
--- `amplifyconfiguration.dart`, `amplify_outputs.dart`), and to its own `amplify-ls.toml`; to no other file. Beside `jsonls`
--- on the same buffer tell it to leave plain JSON to the other:
---
--- ```lua
--- vim.lsp.config('amplify_ls', { init_options = { builtinJsonServer = true } })
--- ```
---
--- In the buffer two commands are defined:
---
--- - `:LspAmplifyFixAll` applies all safe fixes and returns when it is done, so it may run before a file is written
--- - `:LspAmplifyExplain [code]` shows the page of the rule under the cursor, or of that one
---
--- The plugin in `editors/neovim` of the repository brings more: commands for the AWS account, a status, a help page, a
--- health check.

--- What the plugin adds, where it is installed.
local plugin = vim.F.npcall(require, 'amplify_ls') or { config = {}, attach = function() end }

local TIMEOUT_MS = 2000

--- What the nearest project begins with.
local ROOT = {
  ['amplify'] = true,
  ['amplify-ls.toml'] = true,
  ['amplify.yml'] = true,
  ['package.json'] = true,
  ['pubspec.yaml'] = true,
  ['.git'] = true,
}

--- Names of which a part is not enough.
local WHOLE = {
  ['amplify-ls.toml'] = true,
  ['aws-exports.js'] = true,
  ['aws-exports.mjs'] = true,
  ['aws-exports.ts'] = true,
  ['amplifyconfiguration.dart'] = true,
  ['amplify_outputs.dart'] = true,
}

--- By its name the file is one that the server speaks of.
local function is_ours(name)
  name = name:lower()
  if WHOLE[name] then
    return true
  end
  if not name:find('%.jsonc?$') or name:find('amplifyconfiguration_logging', 1, true) then
    return false
  end
  return name:find('amplify_outputs', 1, true) ~= nil or name:find('amplifyconfiguration', 1, true) ~= nil
end

--- The session of a buffer, which may be another than the one that made the commands; where there is none, that is said.
local function client_of(bufnr)
  local client = vim.lsp.get_clients({ bufnr = bufnr, name = 'amplify_ls' })[1]
  if not client then
    vim.notify('amplify-ls does not run for this file', vim.log.levels.WARN)
  end
  return client
end

--- Applies all safe fixes before it returns: what runs before a write must not end after it.
local function fix_all(bufnr)
  local client = client_of(bufnr)
  if not client then
    return
  end
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(bufnr),
    range = {
      start = { line = 0, character = 0 },
      ['end'] = { line = vim.api.nvim_buf_line_count(bufnr), character = 0 },
    },
    context = { only = { 'source.fixAll.amplify' }, diagnostics = {} },
  }
  local answer = client:request_sync('textDocument/codeAction', params, TIMEOUT_MS, bufnr)
  for _, action in ipairs(answer and answer.result or {}) do
    if not action.edit then
      local resolved = client:request_sync('codeAction/resolve', action, TIMEOUT_MS, bufnr)
      action = resolved and resolved.result or action
    end
    if action.edit then
      vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
    end
  end
end

--- The codes of our diagnostics in the buffer, those under the cursor first.
local function codes(bufnr)
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local function distance(diagnostic)
    local is_on_line = diagnostic.lnum < row and row <= (diagnostic.end_lnum or diagnostic.lnum) + 1
    local is_under = is_on_line and diagnostic.col <= column and column <= (diagnostic.end_col or diagnostic.col)
    return is_under and 0 or is_on_line and 1 or 2
  end
  local found = vim.tbl_filter(function(diagnostic)
    return diagnostic.source == 'amplify' and diagnostic.code ~= nil
  end, vim.diagnostic.get(bufnr))
  table.sort(found, function(one, other)
    return distance(one) < distance(other)
  end)
  local near = found[1] and distance(found[1]) < 2 and found[1].code or nil
  return near, vim.tbl_map(function(diagnostic)
    return diagnostic.code
  end, found)
end

local function explain(config, bufnr, code)
  code = code ~= '' and code or codes(bufnr)
  if not code then
    vim.notify('No diagnostic of amplify-ls on this line', vim.log.levels.INFO)
    return
  end
  local cmd = config.cmd
  local program = type(cmd) == 'table' and cmd[1] or 'amplify-ls'
  local can_run = pcall(vim.system, { program, 'explain', code }, { text = true }, vim.schedule_wrap(function(result)
    if result.code ~= 0 then
      vim.notify(vim.trim(result.stderr), vim.log.levels.WARN)
      return
    end
    local lines = vim.split(vim.trim(result.stdout), '\n')
    vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'amplify-ls-explain', max_width = 100 })
  end))
  if not can_run then
    vim.notify(('`%s` cannot be run'):format(program), vim.log.levels.ERROR)
  end
end

---@type vim.lsp.Config
return {
  cmd = { 'amplify-ls', '--stdio' },
  -- All that the names can have; which of the files it is for, `root_dir` says.
  filetypes = { 'json', 'jsonc', 'toml', 'javascript', 'typescript', 'dart' },
  root_dir = function(bufnr, on_dir)
    if is_ours(vim.fs.basename(vim.api.nvim_buf_get_name(bufnr))) then
      on_dir(vim.fs.root(bufnr, function(name)
        return ROOT[name] == true
      end))
    end
  end,
  -- Servers of plain JSON count in UTF-16; two servers that count differently on one buffer confuse the editor.
  capabilities = vim.tbl_extend('error', {
    general = { positionEncodings = { 'utf-16', 'utf-8' } },
    -- Neovim can make files by an edit and does not say so; without it nothing is offered that makes one.
    workspace = { workspaceEdit = { documentChanges = true } },
  }, plugin.config.capabilities or {}),
  handlers = plugin.config.handlers,
  commands = plugin.config.commands,
  on_exit = plugin.config.on_exit,
  init_options = vim.empty_dict(),
  settings = { ['amplify-ls'] = vim.empty_dict() },
  -- Neovim hands settings over when it is asked for them. With the handshake they count for the first findings already,
  -- and nothing that is switched off is shown for a moment.
  before_init = function(params, config)
    local settings = vim.tbl_get(config.settings or {}, 'amplify-ls') or {}
    local all = vim.tbl_deep_extend('force', settings, params.initializationOptions or {})
    params.initializationOptions = next(all) and all or vim.empty_dict()
  end,
  on_attach = function(client, bufnr)
    vim.api.nvim_buf_create_user_command(bufnr, 'LspAmplifyFixAll', function()
      fix_all(bufnr)
    end, { desc = 'Apply all safe fixes of amplify-ls' })
    vim.api.nvim_buf_create_user_command(bufnr, 'LspAmplifyExplain', function(command)
      explain(client.config, bufnr, command.args)
    end, {
      desc = 'Show the page of a rule of amplify-ls',
      nargs = '?',
      complete = function(lead)
        local _, all = codes(bufnr)
        return vim.tbl_filter(function(code)
          return vim.startswith(code, lead)
        end, vim.fn.uniq(vim.fn.sort(all)))
      end,
    })
    plugin.attach(bufnr)
  end,
}
