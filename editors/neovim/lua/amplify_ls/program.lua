--- The program `amplify-ls`, run for one answer. Used by the commands and the health check; the language server itself is
--- started by Neovim.
local M = {}

M.NAME = 'amplify_ls'

--- The program that is started for a session; nothing if that session is reached by a function of the user's.
--- @param client? vim.lsp.Client
--- @return string?
function M.path(client)
  local config = client and client.config or vim.lsp.config[M.NAME]
  local cmd = config and config.cmd
  return type(cmd) == 'table' and cmd[1] or nil
end

--- Runs the program with `arguments` and hands what it printed to `done`; what went wrong is told instead.
--- @param arguments string[]
--- @param options { client?: vim.lsp.Client, input?: string }
--- @param done fun(text: string)
function M.run(arguments, options, done)
  local path = M.path(options.client) or 'amplify-ls'
  local command = vim.list_extend({ path }, arguments)
  local settings = { text = true, stdin = options.input, env = options.client and options.client.config.cmd_env }
  local ok = pcall(vim.system, command, settings, vim.schedule_wrap(function(result)
    if result.code == 0 then
      done(result.stdout)
    else
      vim.notify(vim.trim(result.stderr), vim.log.levels.WARN)
    end
  end))
  if not ok then
    vim.notify(('`%s` cannot be run; `:checkhealth amplify_ls` says more'):format(path), vim.log.levels.ERROR)
  end
end

return M
