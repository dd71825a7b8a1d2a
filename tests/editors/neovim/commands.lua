-- The commands of the plugin that need no account: each is run as a person would, and what it shows is read.
local t = require('check')

local SECRET = { 'us-east-1_Kd8sW3nQz', '6t2vq8m4n0s5k1r7d3h9j5b2fa' }
local WRONG = {
  '{',
  '  "version": "1.4",',
  '  "auth": {',
  '    "aws_region": "us-east-1",',
  '    "userPoolId": "' .. SECRET[1] .. '",',
  '    "user_pool_client_id": "' .. SECRET[2] .. '",',
  '    "mfa_configuration": "OFF"',
  '  }',
  '}',
}
local FOUND = { '4:4 unknown-key', '6:25 unknown-value' }

--- Every command that the plugin makes, so that none is forgotten here.
local ALL = {
  'LspAmplifyBugReport',
  'LspAmplifyCheckAccount',
  'LspAmplifyExplain',
  'LspAmplifyFill',
  'LspAmplifyFixAll',
  'LspAmplifyImportReadiness',
  'LspAmplifyProfile',
  'LspAmplifyRedact',
  'LspAmplifyRegions',
  'LspAmplifyRestart',
}

local function holds_none(text)
  return vim.iter(SECRET):all(function(secret)
    return not text:find(secret, 1, true)
  end)
end

--- Waits for a buffer of that name and closes it; its text and kind come back.
local function shown(name)
  t.wait(function()
    return vim.api.nvim_buf_get_name(0):find(name, 1, true) ~= nil and t.text() ~= ''
  end)
  local text, filetype = t.text(), vim.bo.filetype
  vim.cmd.bwipeout()
  return text, filetype
end

local function test()
  local root = t.project({ ['package.json'] = { '{}' }, ['amplify_outputs.json'] = WRONG, ['new/package.json'] = { '{}' } })

  -- Before any file is open, and without the server.
  vim.cmd.cd(root .. '/new')
  local kinds = vim.fn.getcompletion('LspAmplifyNew ', 'cmdline')
  t.check('kinds of new files are completed', vim.deep_equal(kinds, { 'gen2', 'gen1-mobile', 'gen1-web' }), kinds)
  vim.lsp.enable('amplify_ls')
  t.choose('Gen 2')
  vim.cmd.LspAmplifyNew()
  t.wait(function()
    return vim.api.nvim_buf_get_name(0):find('amplify_outputs.json', 1, true) ~= nil
  end)
  local bufnr = vim.api.nvim_get_current_buf()
  t.check('a new file is where one is', vim.api.nvim_buf_get_name(0) == vim.uv.fs_realpath(root) .. '/new/amplify_outputs.json'
    or vim.api.nvim_buf_get_name(0) == root .. '/new/amplify_outputs.json', vim.api.nvim_buf_get_name(0))
  t.check('it is not written yet', vim.bo.modified and not vim.uv.fs_stat(root .. '/new/amplify_outputs.json'))
  t.check('the cursor is where something is to be filled in', vim.api.nvim_get_current_line():find('<id of the user pool>', 1, true) ~= nil, t.text())
  t.wait(function()
    return #t.diagnostics(bufnr) == 3
  end)
  t.check('and the server says so', t.diagnostics(bufnr)[1]:find('placeholder', 1, true) ~= nil, t.diagnostics(bufnr))
  vim.cmd.LspAmplifyNew('gen2')
  t.check_notice('one that is there is not made again', 'is there already')
  vim.cmd.LspAmplifyNew('gen3')
  t.check_notice('what is no kind is told', '`gen3` is no kind')
  vim.cmd('bwipeout!')

  vim.cmd.edit(root .. '/amplify_outputs.json')
  bufnr = vim.api.nvim_get_current_buf()
  t.check_diagnostics('findings', bufnr, FOUND)
  local made = vim.fn.sort(vim.tbl_keys(vim.api.nvim_buf_get_commands(bufnr, {})))
  t.check('these are the commands of a buffer', vim.deep_equal(made, ALL), made)
  t.check('a status line has a word', require('amplify_ls').status() == 'Amplify', require('amplify_ls').status())

  vim.cmd.LspAmplifyRedact()
  local text, filetype = shown('redacted')
  t.check('a redacted copy has the fields and the mistakes', text:find('"userPoolId": "us-east-1_', 1, true) and text:find('"OFF"', 1, true), text)
  t.check('and none of the ids', holds_none(text), text)
  t.check('it is shown as what it is', filetype == 'json', filetype)
  t.check('and changed nothing', vim.deep_equal(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), WRONG) and not vim.bo.modified)

  vim.cmd.LspAmplifyBugReport()
  text, filetype = shown('bug-report')
  local program = vim.trim(vim.system({ 'amplify-ls', '--version' }, { text = true }):wait().stdout)
  t.check('a bug report names versions', text:find(program, 1, true) and text:find('Neovim ' .. tostring(vim.version()), 1, true), text)
  t.check('and findings by code and place', text:find('- amplify unknown-key at 5:5', 1, true) ~= nil, text)
  t.check('no id, no folder', holds_none(text) and not text:find(root, 1, true), text)
  t.check('it is Markdown', filetype == 'markdown', filetype)

  vim.api.nvim_win_set_cursor(0, { 2, 0 })
  vim.cmd.LspAmplifyExplain()
  t.check_notice('where nothing is found there is nothing to explain', 'No diagnostic')
  vim.cmd.LspAmplifyExplain('unknown-kee')
  t.check_notice('what is no rule is told', 'unknown-key')

  -- Without an account, commands that need one say what to do.
  vim.cmd.LspAmplifyFill()
  t.check_notice('without an account there is nothing to fill in from', ':LspAmplifyCheckAccount')
  vim.cmd.LspAmplifyImportReadiness()
  t.check_notice('nor to report', 'Nothing is known of the user pool')
  t.choose('No')
  vim.cmd.LspAmplifyCheckAccount()
  t.check('AWS is asked only if that is wanted', #t.offered == 2 and not vim.tbl_get(t.client(bufnr).settings, 'amplify-ls', 'account', 'enabled'), t.offered)
  t.choose()
  vim.cmd.LspAmplifyCheckAccount()
  t.check('closing the question is a no', not vim.tbl_get(t.client(bufnr).settings, 'amplify-ls', 'account', 'enabled'))

  -- The program is restarted, also after it died, and commands without it say so.
  local before = t.client(bufnr).id
  vim.cmd.LspAmplifyRestart()
  local after = t.client(bufnr)
  t.check('restarting makes another session', after ~= nil and after.id ~= before)
  t.check_diagnostics('which finds the same', bufnr, FOUND)
  vim.system({ 'pkill', '-KILL', '-P', tostring(vim.fn.getpid()), '-x', 'amplify-ls' }):wait()
  t.wait(function()
    return #vim.lsp.get_clients({ name = 'amplify_ls' }) == 0
  end)
  t.check('without the server the status line is empty', require('amplify_ls').status() == '')
  for _, name in ipairs({ 'FixAll', 'CheckAccount', 'Profile', 'Regions', 'Fill', 'ImportReadiness' }) do
    vim.cmd('LspAmplify' .. name)
    t.check_notice('without the server: ' .. name, 'does not run for this file')
  end
  vim.cmd.LspAmplifyRestart()
  t.check_diagnostics('and it is started again', bufnr, FOUND)

  vim.cmd.LspAmplifyFixAll()
  t.check('fix all mends what is safe', t.text(bufnr):find('"user_pool_id": "us-east-1_', 1, true) and t.text(bufnr):find('"NONE"', 1, true), t.text(bufnr))

  -- The program is gone from the disk while it runs.
  local path = vim.env.PATH
  vim.env.PATH = '/nonexistent'
  vim.cmd.LspAmplifyRedact()
  t.check_notice('a program that cannot be run is told', 'cannot be run')
  vim.cmd.LspAmplifyExplain('unknown-key')
  t.check_notice('also by explain', 'cannot be run')
  vim.env.PATH = path
end

return t.run(test)
