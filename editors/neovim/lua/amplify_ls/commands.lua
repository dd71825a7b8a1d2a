--- The commands of a buffer beside those that `lsp/amplify_ls.lua` makes: the AWS account, the user pool, copies that can
--- be shown, restarting. Each asks for the server when it is run, and says so where there is none.
local account = require('amplify_ls.account')
local program = require('amplify_ls.program')

local M = {}

local NAME = program.NAME
local TIMEOUT_MS = 2000

local function tell(text, level)
  vim.notify(text, vim.log.levels[level or 'INFO'])
end

--- The session of a buffer; where there is none, that is said.
local function client_of(bufnr)
  local client = vim.lsp.get_clients({ bufnr = bufnr, name = NAME })[1]
  if not client then
    tell('amplify-ls does not run for this file; `:LspAmplifyRestart` starts it', 'WARN')
  end
  return client
end

--- Shows text in a buffer of its own that belongs to no file.
local function show(name, text, filetype)
  vim.cmd.new()
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile = 'nofile', 'wipe', false
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text:gsub('\n$', ''), '\n'))
  -- A name that another buffer has is no reason not to show it.
  pcall(vim.api.nvim_buf_set_name, 0, name)
  vim.bo.filetype = filetype
end

local function text_of(bufnr)
  return table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n') .. '\n'
end

--- Writes into the file what the account says of its user pool.
local function fill(client, bufnr)
  if not account.is_on(client) then
    tell('Nothing is known of the AWS account; `:LspAmplifyCheckAccount` lets it be asked', 'WARN')
    return
  end
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(bufnr),
    range = { start = { line = 0, character = 0 }, ['end'] = { line = vim.api.nvim_buf_line_count(bufnr), character = 0 } },
    context = { only = { 'refactor.rewrite' }, diagnostics = {} },
  }
  local answer = client:request_sync('textDocument/codeAction', params, TIMEOUT_MS, bufnr)
  for _, action in ipairs(answer and answer.result or {}) do
    if vim.startswith(action.title, 'Fill in from the user pool') then
      if not action.edit then
        local resolved = client:request_sync('codeAction/resolve', action, TIMEOUT_MS, bufnr)
        action = resolved and resolved.result or action
      end
      vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
      tell(action.title)
      return
    end
  end
  tell('There is nothing to fill in: the pool is not known, the file says all that it does, or is not sound JSON')
end

--- Stops the sessions and starts them anew where they are wanted.
function M.restart()
  vim.lsp.enable(NAME, false)
  local clients = vim.lsp.get_clients({ name = NAME })
  local stopped = vim.wait(TIMEOUT_MS, function()
    return #vim.lsp.get_clients({ name = NAME }) == 0
  end, 10)
  if not stopped then
    for _, client in ipairs(clients) do
      client:stop(true)
    end
  end
  vim.lsp.enable(NAME)
end

--- What a bug report says. Texts of files, messages of findings, names of folders, and what the account settings hold stay
--- out of it: all of them may name something that is nobody's business.
local function bug_report(bufnr, version)
  local client = vim.lsp.get_clients({ bufnr = bufnr, name = NAME })[1]
  local settings = client and vim.tbl_get(client.settings or {}, 'amplify-ls') or {}
  local system = vim.uv.os_uname()
  local others = vim.tbl_map(function(other)
    return other.name
  end, vim.lsp.get_clients({ bufnr = bufnr }))
  local status = require('amplify_ls').account(bufnr)
  local lines = {
    '| what | |',
    '| --- | --- |',
    ('| program | %s |'):format(version),
    ('| editor | Neovim %s |'):format(tostring(vim.version())),
    ('| system | %s %s %s |'):format(system.sysname, system.machine, system.release),
    ('| servers here | %s |'):format(table.concat(others, ', ')),
    ('| columns | %s |'):format(client and client.offset_encoding or 'not running'),
    ('| libraries | %s |'):format(table.concat(settings.libraries or {}, ', ')),
    ('| severity | %s |'):format(vim.json.encode(settings.severity or vim.empty_dict())),
    ('| account | %s |'):format(status and status.state or 'off'),
    ('| file | %s, %d lines |'):format(vim.bo[bufnr].filetype, vim.api.nvim_buf_line_count(bufnr)),
    '',
    'Findings:',
    '',
  }
  for _, diagnostic in ipairs(vim.diagnostic.get(bufnr)) do
    local place = ('%d:%d'):format(diagnostic.lnum + 1, diagnostic.col + 1)
    table.insert(lines, ('- %s %s at %s'):format(diagnostic.source or '?', diagnostic.code or '?', place))
  end
  return table.concat(lines, '\n')
end

--- Makes the commands of a buffer.
function M.attach(bufnr)
  local function command(name, description, run, options)
    local all = vim.tbl_extend('force', { desc = description }, options or {})
    vim.api.nvim_buf_create_user_command(bufnr, 'LspAmplify' .. name, run, all)
  end
  --- One that speaks with the server.
  local function request(name, description, run, options)
    command(name, description, function(arguments)
      local client = client_of(bufnr)
      if client then
        run(client, arguments)
      end
    end, options)
  end
  local function proposing(names)
    return function(lead)
      local client = vim.lsp.get_clients({ bufnr = bufnr, name = NAME })[1]
      return client and vim.tbl_filter(function(name)
        return vim.startswith(name, lead)
      end, names(client)) or {}
    end
  end

  request('CheckAccount', 'Ask AWS again about the open files; with ! forget what is known first', function(client, arguments)
    account.check(client, arguments.bang)
  end, { bang = true })
  request('Profile', 'Choose the AWS profile to ask with', function(client, arguments)
    account.choose_profile(client, arguments.args)
  end, { nargs = '?', complete = proposing(account.profiles) })
  request('Regions', 'Choose the AWS regions to ask; with ! those that the files name', function(client, arguments)
    account.choose_regions(client, arguments.fargs, arguments.bang)
  end, { nargs = '*', bang = true, complete = proposing(account.regions) })
  request('Fill', 'Fill in what the AWS account says of the user pool', function(client)
    fill(client, bufnr)
  end)
  request('ImportReadiness', 'Show whether the user pool can be imported into an Amplify project', function(client)
    require('amplify_ls').import_readiness(client, vim.uri_from_bufnr(bufnr))
  end)
  command('Redact', 'Show a copy in which every id, key and domain is another one', function()
    local client = vim.lsp.get_clients({ bufnr = bufnr, name = NAME })[1]
    local filetype = vim.bo[bufnr].filetype
    program.run({ 'redact', '-' }, { client = client, input = text_of(bufnr) }, function(text)
      show('amplify-ls://redacted', text, filetype)
    end)
  end)
  command('BugReport', 'Write a bug report that names no id, key or folder', function()
    local client = vim.lsp.get_clients({ bufnr = bufnr, name = NAME })[1]
    program.run({ '--version' }, { client = client }, function(version)
      show('amplify-ls://bug-report', bug_report(bufnr, vim.trim(version)), 'markdown')
    end)
  end)
  command('Restart', 'Stop amplify-ls and start it again', M.restart)
end

return M
