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

--- By the id of the client: how many sentences are still to come whose report is shown, or will be.
local awaited = {}

--- Shows whether the user pool of the file can be imported. The server hands over a report and tells it in a sentence, in
--- either order; both together would wait for Enter.
--- @param client vim.lsp.Client
--- @param uri string
local function import_readiness(client, uri)
  local command = { command = 'amplify-ls.importReadiness', arguments = { uri } }
  awaited[client.id] = (awaited[client.id] or 0) + 1
  client:request('workspace/executeCommand', command, function(problem, report)
    if problem then
      awaited[client.id] = awaited[client.id] - 1
      vim.notify(problem.message, vim.log.levels.WARN)
    elseif type(report) == 'string' then
      local lines = vim.split(vim.trim(report), '\n')
      vim.lsp.util.open_floating_preview(lines, '', { focus_id = 'amplify-ls-import', max_width = 100 })
    else
      vim.notify('Nothing is known of the user pool of this file', vim.log.levels.INFO)
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
      if (awaited[context.client_id] or 0) > 0 and message.type == vim.lsp.protocol.MessageType.Info then
        awaited[context.client_id] = awaited[context.client_id] - 1
      else
        vim.lsp.handlers['window/showMessage'](problem, message, context)
      end
    end,
  },
  on_exit = function(_, _, id)
    statuses[id], awaited[id] = nil, nil
    vim.schedule(function()
      vim.cmd.redrawstatus({ bang = true })
    end)
  end,
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
  vim.cmd.redrawstatus({ bang = true })
end

M.import_readiness = import_readiness

return M
