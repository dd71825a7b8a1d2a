-- What a person does in one file: sees what is wrong, asks, completes, mends, saves.
local t = require('check')

local TRIES = 8
local LONGEST_MS = 100

local WRONG = {
  '{',
  '  "version": "1.4",',
  '  "auth": {',
  '    "aws_region": "us-east-1",',
  '    "userPoolId": "us-east-1_Kd8sW3nQz",',
  '    "user_pool_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa",',
  '    "mfa_configuration": "OFF"',
  '  }',
  '}',
}

local function line(bufnr, number)
  return vim.api.nvim_buf_get_lines(bufnr, number - 1, number, false)[1]
end

local function labels(client, bufnr, position)
  vim.api.nvim_win_set_cursor(0, position)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answer = client:request_sync('textDocument/completion', params, 15000, bufnr)
  return vim.tbl_map(function(item)
    return item.label
  end, answer and answer.result and answer.result.items or {})
end

local function test()
  local root = t.project({
    ['package.json'] = { '{}' },
    ['src/amplify_outputs.json'] = WRONG,
  })
  local file = root .. '/src/amplify_outputs.json'
  vim.lsp.enable('amplify_ls')

  -- From the key that opens a file to the first finding, the start of the server included: the quickest of some, since
  -- what else the machine does is not ours.
  local quickest = math.huge
  for _ = 1, TRIES do
    local found = false
    local autocommand = vim.api.nvim_create_autocmd('DiagnosticChanged', {
      callback = function(event)
        found = found or #event.data.diagnostics > 0
      end,
    })
    local start = vim.uv.hrtime()
    vim.cmd.edit(file)
    vim.wait(15000, function()
      return found
    end, 1)
    quickest = math.min(quickest, (vim.uv.hrtime() - start) / 1e6)
    vim.api.nvim_del_autocmd(autocommand)
    for _, client in ipairs(vim.lsp.get_clients()) do
      client:stop()
    end
    t.wait(function()
      return #vim.lsp.get_clients() == 0
    end)
    vim.cmd.bwipeout()
  end
  t.info(('first findings %.0f ms after :edit, the start of the server included'):format(quickest))
  t.check(('findings come within %d ms of :edit'):format(LONGEST_MS), quickest < LONGEST_MS, quickest)

  vim.cmd.edit(file)
  local bufnr = vim.api.nvim_get_current_buf()
  t.check_diagnostics('diagnostics come with the file', bufnr, { '4:4 unknown-key', '6:25 unknown-value' })
  local client = t.client(bufnr)
  if not t.check('the server is attached', client ~= nil) then
    return
  end
  t.check('the root is the folder of package.json', client.root_dir == root, client.root_dir)
  t.check('columns count in UTF-16', client.offset_encoding == 'utf-16', client.offset_encoding)
  local message = vim.diagnostic.get(bufnr)[1].message
  t.check('a message is one sentence that names the field', message:find('the field is `user_pool_id`', 1, true) ~= nil, message)

  -- Typing: letters outside ASCII before the place, so that columns have to be counted right.
  vim.api.nvim_buf_set_text(bufnr, 1, 18, 1, 19, { ', "custom": { "größe": "😀" }, "storge": {},' })
  local column = line(bufnr, 2):find('"storge"', 1, true) - 1
  t.check_diagnostics('a mistake is seen while it is typed, in its place', bufnr, {
    ('1:%d unknown-key'):format(column),
    '4:4 unknown-key',
    '6:25 unknown-value',
  })
  vim.api.nvim_buf_set_lines(bufnr, 1, 2, false, { '  "version": "1.4",' })
  t.check_diagnostics('and is gone when it is taken back', bufnr, { '4:4 unknown-key', '6:25 unknown-value' })

  vim.api.nvim_win_set_cursor(0, { 4, 8 })
  vim.lsp.buf.hover()
  t.check_float('hover says what a field is', 'Region of the Cognito user pool')

  local keys = labels(client, bufnr, { 7, 5 })
  t.check('completion of a key', vim.tbl_contains(keys, 'identity_pool_id'), keys)
  t.check('keys that are there are not proposed', not vim.tbl_contains(keys, 'aws_region'), keys)
  local values = labels(client, bufnr, { 7, 26 })
  t.check('completion of a value', vim.deep_equal(vim.fn.sort(values), { 'NONE', 'OPTIONAL', 'REQUIRED' }), values)

  vim.api.nvim_win_set_cursor(0, { 7, 27 })
  vim.cmd.LspAmplifyExplain()
  t.check_float('the rule under the cursor is explained', '# ')
  vim.cmd.LspAmplifyExplain('unknown-key')
  t.check_float('so is one by its code', 'A key that no library reads')
  local proposed = vim.fn.getcompletion('LspAmplifyExplain unknown-', 'cmdline')
  t.check('codes are completed', vim.deep_equal(proposed, { 'unknown-key', 'unknown-value' }), proposed)

  -- As `gra` does it.
  vim.api.nvim_win_set_cursor(0, { 5, 6 })
  local titles = {}
  vim.lsp.buf.code_action({
    context = { only = { 'quickfix' }, diagnostics = vim.lsp.diagnostic.from(vim.diagnostic.get(bufnr, { lnum = 4 })) },
    filter = function(action)
      table.insert(titles, action.title)
      return action.title == 'Rename to `user_pool_id`'
    end,
    apply = true,
  })
  t.wait(function()
    return line(bufnr, 5):find('user_pool_id', 1, true) ~= nil
  end)
  t.check('a quick fix is applied', line(bufnr, 5) == '    "user_pool_id": "us-east-1_Kd8sW3nQz",', titles)
  t.check_diagnostics('its diagnostic is gone', bufnr, { '6:25 unknown-value' })
  vim.cmd.write()
  t.check('the file holds it', vim.fn.readfile(file)[5] == '    "user_pool_id": "us-east-1_Kd8sW3nQz",')

  -- Actions that make files, and write into others than this one.
  local function take(title)
    local offered = {}
    vim.lsp.buf.code_action({
      filter = function(action)
        table.insert(offered, action.title)
        return vim.startswith(action.title, title)
      end,
      apply = true,
    })
    return offered
  end
  vim.api.nvim_win_set_cursor(0, { 7, 28 })
  local offered = take('Suppress `unknown-value` here')
  t.check_diagnostics('a finding is suppressed', bufnr, {})
  local project_file = vim.fn.bufnr(root .. '/amplify-ls.toml')
  t.check('in a project file that is made', project_file ~= -1 and t.text(project_file):find('code = "unknown-value"', 1, true) ~= nil, offered)
  vim.api.nvim_buf_set_lines(project_file, 0, -1, false, {})
  t.check_diagnostics('and found again without it', bufnr, { '6:25 unknown-value' })
  vim.api.nvim_win_set_cursor(0, { 2, 4 })
  offered = take('Convert to amplifyconfiguration.json for Swift')
  local converted = root .. '/src/amplifyconfiguration.json'
  t.wait(function()
    return vim.fn.bufnr(converted) ~= -1 and t.text(vim.fn.bufnr(converted)) ~= ''
  end)
  t.check('a file of another kind is made', vim.fn.bufnr(converted) ~= -1 and t.text(vim.fn.bufnr(converted)):find('"PoolId": "us-east-1_Kd8sW3nQz"', 1, true) ~= nil, offered)
  for _, made in ipairs({ project_file, vim.fn.bufnr(converted) }) do
    vim.api.nvim_buf_delete(made, { force = true })
  end
  vim.fn.delete(converted)
  vim.fn.delete(root .. '/amplify-ls.toml')

  -- The autocommand of the help page.
  vim.cmd([[autocmd BufWritePre *amplify_outputs*.json* silent! LspAmplifyFixAll]])
  vim.api.nvim_buf_set_lines(bufnr, 4, 5, false, { WRONG[5] })
  vim.cmd.write()
  local saved = vim.fn.readfile(file)
  t.check('all fixes are in the file that was saved',
    saved[5] == '    "user_pool_id": "us-east-1_Kd8sW3nQz",' and saved[7] == '    "mfa_configuration": "NONE"', saved)
  t.check_diagnostics('nothing is left', bufnr, {})
end

return t.run(test)
