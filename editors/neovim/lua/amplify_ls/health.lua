--- `:checkhealth amplify_ls`: is the program there, is it attached, do the servers of a buffer count alike, and how does
--- it stand with the AWS account.
--- It only reads; nothing else of the plugin depends on it.
local program = require('amplify_ls.program')

local M = {}

local NAME = program.NAME

local function check_program()
  if not vim.lsp.is_enabled(NAME) then
    vim.health.info("Not enabled: write `vim.lsp.enable('amplify_ls')` into your init.lua")
  end
  local name = program.path()
  if not name then
    vim.health.info('The server is reached by a function of your configuration')
    return
  end
  if vim.fn.executable(name) == 0 then
    vim.health.error(('`%s` cannot be run'):format(name), {
      'Install it: cargo install --locked --git https://github.com/amplify-ls/amplify-ls amplify-ls',
      "Or say where it is: vim.lsp.config('amplify_ls', { cmd = { '/path/to/amplify-ls', '--stdio' } })",
    })
    return
  end
  local ok, result = pcall(function()
    return vim.system({ name, '--version' }, { text = true }):wait(5000)
  end)
  if ok and result.code == 0 then
    vim.health.ok(('%s (%s)'):format(vim.trim(result.stdout), vim.fn.exepath(name)))
  else
    local reason = ok and vim.trim(result.stderr or '') or tostring(result)
    vim.health.error(('`%s --version` failed: %s'):format(name, reason))
  end
end

--- How a session stands with the AWS account. Numbers of accounts and names of profiles are left out: these lines are
--- pasted into reports.
local function check_account(client)
  local answer = client:request_sync('amplify/accountStatus', vim.empty_dict(), 1000)
  local status = answer and answer.result
  if not status then
    vim.health.warn('The server does not say how it stands with the AWS account')
  elseif status.state == 'off' then
    vim.health.info('AWS is not asked: the setting `account.enabled` is off')
  elseif status.state == 'loading' then
    vim.health.info('AWS is being asked')
  elseif status.state == 'ready' then
    local from = status.source == 'snapshot' and 'a snapshot of the AWS account' or 'AWS'
    vim.health.ok(('All that was asked is known, from %s'):format(from))
  end
  for _, trouble in ipairs(status and status.troubles or {}) do
    vim.health.warn(trouble.message, vim.tbl_map(function(action)
      return ('The permission `%s` lacks; `amplify-ls doctor --iam` prints the whole policy'):format(action)
    end, trouble.actions or {}))
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = NAME })
  if #clients == 0 then
    vim.health.info('Not running: open an `amplify_outputs.json` or an `amplifyconfiguration.json`')
  end
  for _, client in ipairs(clients) do
    local version = client.server_info and client.server_info.version or 'of unknown version'
    vim.health.ok(('Running: %s, root %s, columns in %s'):format(version, client.root_dir or 'none', client.offset_encoding))
    check_account(client)
    for bufnr in pairs(client.attached_buffers) do
      vim.health.info(('Attached to %s'):format(vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':~:.')))
      for _, other in ipairs(vim.lsp.get_clients({ bufnr = bufnr })) do
        if other.offset_encoding ~= client.offset_encoding then
          vim.health.warn(('%s counts columns in %s on the same buffer'):format(other.name, other.offset_encoding), {
            "Leave `capabilities.general.positionEncodings` of amplify_ls as the plugin sets it",
          })
        end
      end
    end
  end
end

function M.check()
  vim.health.start('amplify_ls')
  if vim.fn.has('nvim-0.11') == 1 then
    vim.health.ok(('Neovim %s'):format(tostring(vim.version())))
  else
    vim.health.error('Neovim 0.11 or later is needed')
    return
  end
  check_program()
  check_clients()
end

return M
