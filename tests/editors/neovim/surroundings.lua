-- Around a file: what the server is attached to, what happens without it, beside another, and after its death.
local t = require('check')

local FINE = { '{', '  "version": "1.4",', '  "custom": {}', '}' }
local WRONG = { '{', '  "version": "1.4",', '  "custm": {},', '}' }

local function clients(bufnr)
  return vim.tbl_map(function(client)
    return client.name
  end, vim.lsp.get_clients({ bufnr = bufnr }))
end

--- Whatever was started by opening the last file has been started: it was scheduled before `reached` is.
local function settle()
  local reached = false
  vim.schedule(function()
    reached = true
  end)
  t.wait(function()
    return reached
  end)
  t.wait(function()
    return vim.iter(vim.lsp.get_clients({ _uninitialized = true })):all(function(client)
      return client.initialized
    end)
  end)
end

local function is_clean(text)
  return not (text:find('ERROR', 1, true) or text:find('WARNING', 1, true))
end

local function test()
  local files = {
    ['.git/HEAD'] = { '' },
    ['.gitignore'] = { 'amplify_outputs*', 'amplifyconfiguration*' },
    ['app/pubspec.yaml'] = { '' },
    ['app/lib/amplifyconfiguration.json'] = WRONG,
  }
  local is_attached = {
    ['amplify_outputs.json'] = true,
    ['amplify_outputs.staging.json'] = true,
    ['ios/App/amplifyconfiguration.json'] = true,
    ['amplify_outputs.jsonc'] = true,
    ['amplify-ls.toml'] = true,
    ['package.json'] = false,
    ['tsconfig.json'] = false,
    ['amplifyconfiguration_logging.json'] = false,
    ['amplify_outputs.d.ts'] = false,
    ['other.toml'] = false,
    ['src/aws-exports.js'] = true,
    ['src/aws-exports.ts'] = true,
    ['lib/amplifyconfiguration.dart'] = true,
    ['lib/amplify_outputs.dart'] = true,
    ['src/index.js'] = false,
    ['src/my-aws-exports.js'] = false,
    ['lib/main.dart'] = false,
  }
  for name in pairs(is_attached) do
    files[name] = name:find('%.jsonc?$') and FINE or { '' }
  end
  local root = t.project(files)

  -- Without the program.
  local path = vim.env.PATH
  vim.env.PATH = '/nonexistent'
  vim.lsp.enable('amplify_ls')
  vim.v.errmsg = ''
  vim.cmd.edit(root .. '/amplify_outputs.json')
  settle()
  t.check('without the program a file opens without an error', vim.v.errmsg == '' and #vim.lsp.get_clients() == 0, vim.v.errmsg)
  local text = t.health('amplify_ls')
  t.check('and the health check says what to do', text:find('`amplify-ls` cannot be run', 1, true) and text:find('cargo install', 1, true), text)
  vim.env.PATH = path
  vim.cmd.bwipeout()

  text = t.health('amplify_ls')
  t.check('before a file is open the health check is clean', is_clean(text), text)

  for name, expected in vim.spairs(is_attached) do
    vim.cmd.edit(root .. '/' .. name)
    settle()
    local attached = vim.tbl_contains(clients(0), 'amplify_ls')
    t.check((expected and 'attached to ' or 'not attached to ') .. name, attached == expected, clients(0))
  end
  t.check('one server for one root', #vim.lsp.get_clients({ name = 'amplify_ls' }) == 1)

  vim.cmd.edit(root .. '/app/lib/amplifyconfiguration.json')
  local bufnr = vim.api.nvim_get_current_buf()
  local client = t.client(bufnr)
  t.check('the nearest project is the root', client ~= nil and client.root_dir == root .. '/app', client and client.root_dir)

  -- Settings, at the start and while it runs.
  vim.cmd.edit(root .. '/amplify_outputs.json')
  vim.api.nvim_buf_set_lines(0, 0, -1, false, WRONG)
  local outputs = vim.api.nvim_get_current_buf()
  local expected = { '2:13 trailing-comma', '2:2 unknown-key' }
  t.check_diagnostics('findings before the settings change', outputs, expected)
  client = t.client(outputs)
  client.settings = { ['amplify-ls'] = { severity = { ['unknown-key'] = 'off' } } }
  client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  t.check_diagnostics('a rule is switched off while the server runs', outputs, { '2:13 trailing-comma' })

  -- What is switched off from the start is never shown.
  vim.lsp.config('amplify_ls', { settings = { ['amplify-ls'] = { severity = { ['unknown-key'] = 'off' } } } })
  vim.fn.mkdir(root .. '/quiet/amplify', 'p')
  vim.fn.writefile(WRONG, root .. '/quiet/amplify_outputs.json')
  local shown = {}
  local autocommand = vim.api.nvim_create_autocmd('DiagnosticChanged', {
    callback = function(event)
      for _, diagnostic in ipairs(event.data.diagnostics) do
        shown[diagnostic.code] = true
      end
    end,
  })
  vim.cmd.edit(root .. '/quiet/amplify_outputs.json')
  t.check_diagnostics('settings hold from the first finding on', 0, { '2:13 trailing-comma' })
  t.check('what is switched off is not shown for a moment', shown['trailing-comma'] and not shown['unknown-key'], shown)
  vim.api.nvim_del_autocmd(autocommand)
  vim.lsp.config('amplify_ls', { settings = { ['amplify-ls'] = { severity = { ['unknown-key'] = 'error' } } } })
  vim.cmd.edit(root .. '/amplify_outputs.json')

  text = t.health('amplify_ls')
  t.check('with files open the health check is clean', is_clean(text), text)
  t.check('it names version, root and buffers',
    text:find('amplify%-ls %d+%.%d+%.%d+') and text:find('utf-16', 1, true) and text:find('Attached to', 1, true), text)

  -- The program dies.
  local gone = false
  vim.api.nvim_create_autocmd('LspDetach', {
    buffer = outputs,
    callback = function()
      gone = true
    end,
  })
  vim.system({ 'pkill', '-KILL', '-P', tostring(vim.fn.getpid()), '-x', 'amplify-ls' }):wait()
  t.wait(function()
    return gone and #vim.lsp.get_clients({ name = 'amplify_ls' }) == 0
  end)
  t.check('the death of the server is noticed', #vim.lsp.get_clients({ name = 'amplify_ls' }) == 0)
  t.check('nothing old is left on the screen', #t.diagnostics(outputs) == 0, t.diagnostics(outputs))
  vim.api.nvim_buf_call(outputs, function()
    vim.cmd('silent write')
    vim.cmd.edit()
  end)
  t.check_diagnostics('and :edit starts it again', outputs, expected)

  -- Beside another JSON server.
  vim.lsp.enable('amplify_ls', false)
  t.wait(function()
    return #vim.lsp.get_clients({ name = 'amplify_ls' }) == 0
  end)
  vim.lsp.config('amplify_ls', { init_options = { builtinJsonServer = true } })
  vim.lsp.config('jsonls', {
    cmd = { vim.env.JSON_SERVER, '--stdio' },
    filetypes = { 'json', 'jsonc' },
    init_options = { provideFormatter = true },
  })
  vim.lsp.enable({ 'amplify_ls', 'jsonls' })
  vim.cmd('silent! %bwipeout!')
  vim.cmd.edit(root .. '/amplify_outputs.json')
  bufnr = vim.api.nvim_get_current_buf()
  client = t.client(bufnr)
  local other = t.client(bufnr, 'jsonls')
  t.check('both are attached', client ~= nil and other ~= nil, clients(bufnr))
  t.check('they count columns alike', client.offset_encoding == other.offset_encoding)
  -- Which of the two reports the comma is the question; that both said what they have to say is the condition.
  t.wait(function()
    return #vim.diagnostic.get(bufnr) == 2
  end)
  t.check_diagnostics('plain JSON is left to the other', bufnr, { '2:2 unknown-key' })
  t.check('which reports it', #vim.diagnostic.get(bufnr) == 2, vim.diagnostic.get(bufnr))
  text = t.health('vim.lsp')
  t.check('Neovim sees nothing odd in it', not text:find('encoding', 1, true) or is_clean(text), text)

  local titles = {}
  vim.api.nvim_win_set_cursor(0, { 3, 14 })
  local shown = vim.lsp.diagnostic.from(vim.diagnostic.get(bufnr, { lnum = 2 }))
  vim.lsp.buf.code_action({
    context = { only = { 'quickfix' }, diagnostics = shown },
    filter = function(action)
      table.insert(titles, action.title)
      return action.title == 'Remove comma'
    end,
    apply = true,
  })
  t.wait(function()
    return vim.api.nvim_buf_get_lines(bufnr, 2, 3, false)[1] == '  "custm": {}'
  end)
  t.check('and our fix for it is offered', vim.api.nvim_buf_get_lines(bufnr, 2, 3, false)[1] == '  "custm": {}', titles)

  -- The help page, in another folder, since its index is written beside it.
  local page = vim.api.nvim_get_runtime_file('doc/amplify_ls.txt', false)[1]
  local help = t.project({ ['doc/amplify_ls.txt'] = vim.fn.readfile(page) })
  vim.cmd.helptags(help .. '/doc')
  vim.opt.runtimepath:append(help)
  local tags, text_of_page = {}, table.concat(vim.fn.readfile(page), '\n')
  for _, entry in ipairs(vim.fn.readfile(help .. '/doc/tags')) do
    tags[entry:match('^[^\t]+')] = true
  end
  local wanted = { 'amplify_ls', 'amplify_ls.status()', 'amplify_ls.account()', ':LspAmplifyNew' }
  for name in pairs(vim.api.nvim_buf_get_commands(bufnr, {})) do
    table.insert(wanted, ':' .. name)
  end
  for _, tag in ipairs(wanted) do
    local ok, problem = pcall(vim.cmd.help, tag)
    t.check(':help ' .. tag, ok and tags[tag], problem)
  end
  for link in text_of_page:gmatch('|([^|%s]+)|') do
    t.check('the link leads somewhere: ' .. link, tags[link] or pcall(vim.cmd.help, link), link)
  end
  for name, setting in pairs(vim.json.decode(table.concat(vim.fn.readfile(vim.env.SETTINGS), '\n')).server) do
    t.check('the setting is explained: ' .. name, text_of_page:find('`' .. name .. '`', 1, true) ~= nil, setting)
  end
  local log = table.concat(vim.fn.readfile(vim.lsp.log.get_filename()), '\n')
  t.check('the server wrote nothing to its error output', not log:find('amplify%-ls[^\n]*stderr'), log)
end

return t.run(test)
