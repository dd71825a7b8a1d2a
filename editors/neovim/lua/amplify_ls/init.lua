--- What the plugin adds to a session: how it stands with the AWS account, for a status line, and the report on a user pool.
--- `lsp/amplify_ls.lua` brings it in where it is installed; that file works without it, too.
---
--- ```lua
--- vim.o.statusline = "%f %=%{v:lua.require'amplify_ls'.status()}"
--- ```
local M = {}

local NAME = 'amplify_ls'

--- By the id of the client, what the server told last.
local statuses = {}

--- How it stands with the account, as the server told it; nothing before it did. It names the account, so it belongs in
--- no log.
--- @param bufnr? integer
--- @return table?
function M.account(bufnr)
  local client = vim.lsp.get_clients({ bufnr = bufnr or 0, name = NAME })[1]
  return client and statuses[client.id]
end

--- A few words for a status line; empty where the server is not attached.
--- @param bufnr? integer
--- @return string
function M.status(bufnr)
  local client = vim.lsp.get_clients({ bufnr = bufnr or 0, name = NAME })[1]
  if not client then
    return ''
  end
  local account = statuses[client.id]
  if not account or account.state == 'off' then
    return 'Amplify'
  end
  local who = account.source == 'snapshot' and 'snapshot' or account.profile or 'AWS'
  local state = ({ loading = ' ...', trouble = ' (trouble)' })[account.state] or ''
  return ('Amplify: %s%s'):format(who, state)
end

--- By the id of the client: a report is on its way, and what the server told meanwhile.
local awaited = {}

--- Shows whether the user pool of the file can be imported. The server tells it in a sentence and then hands over the
--- report, which holds that sentence: only one of the two is shown.
--- @param client vim.lsp.Client
--- @param uri string
local function import_readiness(client, uri)
  local command = { command = 'amplify-ls.importReadiness', arguments = { uri } }
  awaited[client.id] = {}
  client:request('workspace/executeCommand', command, function(problem, report, context)
    local told = awaited[client.id] or {}
    awaited[client.id] = nil
    if problem then
      vim.notify(problem.message, vim.log.levels.WARN)
    elseif type(report) ~= 'string' then
      for _, message in ipairs(told) do
        vim.lsp.handlers['window/showMessage'](nil, message, context)
      end
    else
      local lines = vim.split(vim.trim(report), '\n')
      vim.lsp.util.open_floating_preview(lines, '', { focus_id = 'amplify-ls-import', max_width = 100 })
    end
  end)
end

--- Members of the client's configuration that belong to this module.
M.config = {
  capabilities = { experimental = { amplifyAccountStatus = true } },
  handlers = {
    ['amplify/accountStatus'] = function(_, status, context)
      -- What has no value has no field then, as Lua would have it.
      statuses[context.client_id] = vim.iter(status):fold({}, function(known, name, value)
        known[name] = value ~= vim.NIL and value or nil
        return known
      end)
      local data = { client_id = context.client_id }
      vim.api.nvim_exec_autocmds('User', { pattern = 'AmplifyAccountStatus', data = data, modeline = false })
      vim.cmd.redrawstatus({ bang = true })
    end,
    ['window/showMessage'] = function(problem, message, context)
      if awaited[context.client_id] then
        table.insert(awaited[context.client_id], message)
      else
        vim.lsp.handlers['window/showMessage'](problem, message, context)
      end
    end,
  },
  -- The line above a user pool asks for this as well.
  commands = {
    ['amplify-ls.importReadiness'] = function(command, context)
      local client = vim.lsp.get_client_by_id(context.client_id)
      if client then
        import_readiness(client, command.arguments[1])
      end
    end,
  },
}

--- Makes the commands of a buffer.
--- @param bufnr integer
function M.attach(bufnr)
  require('amplify_ls.commands').attach(bufnr)
end

M.import_readiness = import_readiness

return M
