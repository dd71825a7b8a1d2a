-- Beside an AWS account, which is an emulator on this machine: what the commands ask and show, and what each setting does.
-- ENDPOINT and ACCOUNT come from `emulator.py`.
local t = require('check')

local account = vim.json.decode(table.concat(vim.fn.readfile(vim.env.ACCOUNT), '\n'))
local shop, europe = account.shop, account.europe

--- The names of the settings as the one list of them has them; each is to have a check below.
local unchecked = {}

--- Notes that a setting was seen to do something.
local function check_setting(setting, name, ok, detail)
  unchecked[setting] = nil
  t.check(('%s: %s'):format(setting, name), ok, detail)
end

local function file(pool, client, more)
  local lines = {
    '{',
    '  "version": "1.4",',
    '  "auth": {',
    ('    "aws_region": "%s",'):format(pool:match('^[^_]+')),
    ('    "user_pool_id": "%s",'):format(pool),
    ('    "user_pool_client_id": "%s"%s'):format(client, more or ''),
    '  }',
    '}',
  }
  return lines
end

--- A copy of the settings with one part another one, told to the server as Neovim's users do it.
local function set(client, change)
  client.settings = vim.tbl_deep_extend('force', client.settings, { ['amplify-ls'] = change })
  client:notify('workspace/didChangeConfiguration', { settings = client.settings })
end

local function items(client, bufnr, row, column)
  vim.api.nvim_win_set_cursor(0, { row, column })
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answer = client:request_sync('textDocument/completion', params, 15000, bufnr)
  return answer and answer.result and answer.result.items or {}
end

local function hints(client, bufnr)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(bufnr),
    range = { start = { line = 0, character = 0 }, ['end'] = { line = 99, character = 0 } },
  }
  local answer = client:request_sync('textDocument/inlayHint', params, 15000, bufnr)
  return vim.inspect(answer and answer.result)
end

local function state()
  local status = require('amplify_ls').account()
  return status and status.state
end

local function wait_for_state(expected)
  return t.wait(function()
    return state() == expected
  end)
end

local function severity_of(bufnr, code)
  local found = vim.tbl_filter(function(diagnostic)
    return diagnostic.code == code
  end, vim.diagnostic.get(bufnr))
  return found[1] and found[1].severity
end

local function test()
  for name in pairs(vim.json.decode(table.concat(vim.fn.readfile(vim.env.SETTINGS), '\n')).server) do
    unchecked[name] = true
  end
  -- The profile `work` has no credentials; `default` has.
  local home = vim.env.HOME
  vim.fn.mkdir(home .. '/.aws', 'p')
  vim.fn.writefile({ '[default]', 'region = us-east-1', '[profile work]', 'region = eu-west-1' }, home .. '/.aws/config')
  vim.fn.writefile({ '[default]', 'aws_access_key_id = test', 'aws_secret_access_key = test' }, home .. '/.aws/credentials')

  local wrong_client = '6t2vq8m4n0s5k1r7d3h9j5b2fa'
  local root = t.project({
    ['package.json'] = { '{}' },
    ['amplify_outputs.json'] = file(shop.pool, wrong_client),
    ['amplify_outputs.eu.json'] = file(europe.pool, europe.web.id),
  })
  -- The emulator gives app clients ids that Cognito would not.
  local quiet = { ['malformed-id'] = 'off' }
  vim.lsp.config('amplify_ls', { settings = { ['amplify-ls'] = { severity = quiet, account = { endpoint = vim.env.ENDPOINT } } } })
  vim.lsp.enable('amplify_ls')
  vim.cmd.edit(root .. '/amplify_outputs.json')
  local bufnr = vim.api.nvim_get_current_buf()
  local client = t.client(bufnr)
  local told = 0
  vim.api.nvim_create_autocmd('User', {
    pattern = 'AmplifyAccountStatus',
    callback = function()
      told = told + 1
    end,
  })

  -- Nothing is asked before it is allowed, though there are credentials.
  t.check('the account is off at first', (state() or 'off') == 'off' and #t.diagnostics(bufnr) == 0, state())
  t.check('and the health check says so', t.health('amplify_ls'):find('AWS is not asked', 1, true) ~= nil)
  t.choose('Yes')
  vim.cmd.LspAmplifyCheckAccount()
  local found = { '5:27 client-not-found' }
  t.check_diagnostics('the account is asked once that is wanted, and has no such app client', bufnr, found)
  check_setting('account.enabled', 'the account is asked', wait_for_state('ready'), state())
  check_setting('account.endpoint', 'where the emulator is', require('amplify_ls').account().account == '000000000000', require('amplify_ls').account())
  t.check('a status line says so', require('amplify_ls').status() == 'Amplify: AWS', require('amplify_ls').status())
  t.check('changes of it are told', told > 0)
  local page = t.health('amplify_ls')
  t.check('the health check is clean and names no account', page:find('All that was asked is known', 1, true)
    and not page:find('WARNING', 1, true) and not page:find('ERROR', 1, true) and not page:find('000000000000', 1, true), page)

  -- Completion of what lives in the account, by the keys that Neovim has for it.
  local function offers(row, column, expected)
    return t.wait(function()
      return vim.iter(items(client, bufnr, row, column)):any(function(item)
        return item.textEdit.newText == expected
      end)
    end)
  end
  t.check('the ids of user pools are completed', offers(5, 30, account.legacy.pool), items(client, bufnr, 5, 30))
  t.check('and those of app clients', offers(6, 34, shop.web.id), items(client, bufnr, 6, 34))
  local named = vim.iter(items(client, bufnr, 6, 34)):find(function(item)
    return item.textEdit.newText == shop.web.id
  end)
  t.check('a proposal says how people call it', vim.inspect(named):find('shop web', 1, true) ~= nil, named)
  -- What is chosen replaces all between the quotation marks.
  local edit = named.textEdit
  vim.lsp.util.apply_text_edits({ edit }, bufnr, client.offset_encoding)
  t.check('it is written between the quotation marks', vim.api.nvim_buf_get_lines(bufnr, 5, 6, false)[1]
    == ('    "user_pool_client_id": "%s"'):format(shop.web.id), t.text(bufnr))
  t.check_diagnostics('and then nothing is found', bufnr, {})

  -- What the user pool says, in three ways.
  vim.cmd.LspAmplifyImportReadiness()
  t.check_float('import readiness is shown', 'shop users')
  client:exec_cmd({ title = 'x', command = 'amplify-ls.importReadiness', arguments = { vim.uri_from_bufnr(bufnr) } }, { bufnr = bufnr })
  t.check_float('also by the line above the pool', 'shop users')
  t.check('and nothing is told beside it', not vim.fn.execute('messages'):find('shop users', 1, true), vim.fn.execute('messages'))
  local before = t.text(bufnr)
  t.wait(function()
    vim.cmd.LspAmplifyFill()
    return t.text(bufnr) ~= before
  end)
  t.check('the section is filled in from the user pool', t.text(bufnr):find('"password_policy"', 1, true) and t.text(bufnr):find('12', 1, true), t.text(bufnr))
  t.check_notice('and what was written is told', 'Fill in from the user pool `shop users`')
  t.check_diagnostics('and nothing is wrong with it', bufnr, {})
  vim.cmd.LspAmplifyFill()
  t.check_notice('once all is there, that is told', 'There is nothing to fill in')
  check_setting('inlayHints', 'the name of the pool behind its id', hints(client, bufnr):find('shop users', 1, true) ~= nil, hints(client, bufnr))
  set(client, { inlayHints = false })
  t.wait(function()
    return not hints(client, bufnr):find('shop users', 1, true)
  end)
  check_setting('inlayHints', 'not if it is off', not hints(client, bufnr):find('shop users', 1, true), hints(client, bufnr))

  -- Asking again sees what is new.
  vim.cmd.LspAmplifyCheckAccount()
  t.check('asking again ends', wait_for_state('ready'), state())
  vim.cmd('LspAmplifyCheckAccount!')
  t.check('asking anew, too', wait_for_state('ready'), state())

  -- A file for a pool of the account, chosen step by step.
  vim.fn.mkdir(root .. '/second')
  vim.fn.writefile({ '{}' }, root .. '/second/package.json')
  vim.cmd('split ' .. root .. '/second/package.json')
  t.choose('For a user pool', 'legacy users')
  vim.cmd.LspAmplifyNew('gen2')
  t.check_notice('a pool that no file can be for is told', 'secret')
  t.choose('For a user pool', 'shop users', 'shop web', 'shop identities')
  vim.cmd.LspAmplifyNew('gen2')
  t.wait(function()
    return t.text():find(shop.pool, 1, true) ~= nil
  end)
  t.check('a new file is made for a user pool', t.text():find(shop.web.id, 1, true) ~= nil
    and vim.endswith(vim.api.nvim_buf_get_name(0), '/second/amplify_outputs.json'), { t.text(), t.offered })
  vim.cmd('bwipeout!')
  vim.cmd.edit(root .. '/second/package.json')
  t.choose('by hand')
  vim.cmd.LspAmplifyNew('gen2')
  t.wait(function()
    return t.text():find('<id of the user pool>', 1, true) ~= nil
  end)
  t.check('or filled in by hand', t.text():find('<id of the user pool>', 1, true) ~= nil, t.text())
  vim.cmd('bwipeout!')
  vim.cmd('buffer ' .. bufnr)

  -- Who is asked, and where.
  local profiles = vim.fn.getcompletion('LspAmplifyProfile ', 'cmdline')
  t.check('profiles are completed', vim.deep_equal(profiles, { 'default', 'work' }), profiles)
  t.choose('work')
  vim.cmd.LspAmplifyProfile()
  t.check('profiles are offered with their regions', vim.list_contains(t.offered, 'work, eu-west-1'), t.offered)
  t.check_notice('what was chosen is told', 'The AWS profile is `work` until Neovim ends')
  check_setting('account.profile', 'one without credentials is trouble', wait_for_state('trouble'), require('amplify_ls').account())
  t.check('which a status line shows', require('amplify_ls').status() == 'Amplify: work (trouble)', require('amplify_ls').status())
  page = t.health('amplify_ls')
  t.check('and the health check', page:find('WARNING', 1, true) ~= nil and page:find('credentials', 1, true) ~= nil, page)
  vim.cmd.LspAmplifyBugReport()
  t.wait(function()
    return t.text():find('| account | trouble |', 1, true) ~= nil
  end)
  local report = t.text()
  vim.cmd.bwipeout()
  t.check('a bug report says that and no names', report:find('| account | trouble |', 1, true) and not report:find('work', 1, true)
    and not report:find(vim.env.ENDPOINT, 1, true) and not report:find(shop.pool, 1, true), report)
  vim.cmd.LspAmplifyProfile('default')
  t.check('another profile mends it', wait_for_state('ready'), require('amplify_ls').account())
  vim.cmd.LspAmplifyRestart()
  client = t.client(bufnr)
  t.check('what was chosen outlives the server', wait_for_state('ready') and require('amplify_ls').account().profile == 'default', require('amplify_ls').account())

  local regions = vim.fn.getcompletion('LspAmplifyRegions eu-w', 'cmdline')
  t.check('regions are completed', vim.deep_equal(regions, { 'eu-west-1', 'eu-west-2', 'eu-west-3' }), regions)
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, file(shop.pool, wrong_client))
  t.check_diagnostics('a wrong client is found', bufnr, found)
  vim.cmd.LspAmplifyRegions('eu-west-1')
  t.check_notice('the choice is told', 'in the regions eu-west-1')
  t.check_diagnostics('in another region nobody asks', bufnr, {})
  check_setting('account.regions', 'only these are asked', #t.diagnostics(bufnr) == 0)
  vim.cmd.LspAmplifyRegions('eu-west-9')
  t.check_notice('what is no region is told', '`eu-west-9` is no AWS region')
  t.choose('us-east-1', 'eu-west-1', 'Done')
  vim.cmd.LspAmplifyRegions()
  t.check_notice('regions are added and taken away one by one', 'in the regions us-east-1, until')
  t.check_diagnostics('and asked', bufnr, found)
  vim.cmd('LspAmplifyRegions!')
  t.check_notice('all are asked again', 'that the files name')

  -- A snapshot in the place of AWS.
  vim.cmd.edit(root .. '/amplify_outputs.eu.json')
  t.check_diagnostics('what is right in another region is right', 0, {})
  vim.cmd('buffer ' .. bufnr)
  local snapshot = root .. '/snapshot.json'
  vim.fn.writefile({ vim.json.encode({
    format = 'amplify-account-snapshot', version = 1, taken = 1700000000, account = '123456789012',
    regions = { ['us-east-1'] = { user_pools = { { id = shop.pool, name = 'from a file' } }, identity_pools = vim.empty_dict() } },
    user_pools = { [shop.pool] = { name = 'from a file', client_list = { { id = wrong_client, name = 'known' } }, clients = { [wrong_client] = { name = 'known' } } } },
  }):gsub('"identity_pools":{}', '"identity_pools":[]') .. '' }, snapshot)
  set(client, { account = { enabled = false, snapshot = snapshot } })
  t.check_diagnostics('what the snapshot knows is no mistake', bufnr, {})
  t.wait(function()
    return require('amplify_ls').status() == 'Amplify: snapshot'
  end)
  check_setting('account.snapshot', 'it is asked instead of AWS', require('amplify_ls').status() == 'Amplify: snapshot', require('amplify_ls').status())
  set(client, { account = { snapshot = '' } })
  t.check('and off again', wait_for_state('off'), state())
  vim.cmd.LspAmplifyFill()
  t.check_notice('then nothing is known', ':LspAmplifyCheckAccount')

  -- What has to do with no account.
  vim.api.nvim_buf_set_lines(bufnr, 5, 6, false, { '    "mfa_configuration": "OFF"' })
  t.wait(function()
    return severity_of(bufnr, 'unknown-value') ~= nil
  end)
  local loud = severity_of(bufnr, 'unknown-value')
  set(client, { libraries = { 'js' } })
  t.wait(function()
    return severity_of(bufnr, 'unknown-value') ~= loud
  end)
  check_setting('libraries', 'what breaks another library weighs less', (severity_of(bufnr, 'unknown-value') or 0) > loud, severity_of(bufnr, 'unknown-value'))
  set(client, { severity = { ['unknown-value'] = 'off' } })
  t.wait(function()
    return severity_of(bufnr, 'unknown-value') == nil
  end)
  check_setting('severity', 'a rule is switched off', severity_of(bufnr, 'unknown-value') == nil)
  t.check('symbols are ours while we are alone', client:supports_method('textDocument/documentSymbol'))
  vim.lsp.config('amplify_ls', { init_options = { builtinJsonServer = true } })
  vim.cmd.LspAmplifyRestart()
  client = t.client(bufnr)
  check_setting('builtinJsonServer', 'symbols are left to another server', client and not client:supports_method('textDocument/documentSymbol'))

  t.check('every setting was seen to do something', next(unchecked) == nil, vim.tbl_keys(unchecked))
  local path = vim.lsp.log.get_filename()
  local log = vim.fn.filereadable(path) == 1 and table.concat(vim.fn.readfile(path), '\n') or ''
  t.check('the log of Neovim names nothing of the account', not (log:find(shop.pool, 1, true) or log:find('shop users', 1, true)
    or (shop.native.secret and log:find(shop.native.secret, 1, true))), log)
end

return t.run(test)
