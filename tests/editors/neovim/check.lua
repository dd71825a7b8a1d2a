--- What all tests in Neovim share: counting checks, waiting for what the server sends, a project to work on.
--- A test is `return require('check').run(function(t) ... end)`; it ends the editor with status 1 if a check failed.
local M = {}

local WAIT_MS = 15000

local passed, failed = 0, 0

local function say(text)
  io.stdout:write(text .. '\n')
end

--- Counts one check; `detail` is shown when it failed.
function M.check(name, ok, detail)
  if ok then
    passed = passed + 1
    say('ok    ' .. name)
  else
    failed = failed + 1
    say(('FAIL  %s%s'):format(name, detail and '  -- ' .. (type(detail) == 'string' and detail or vim.inspect(detail)) or ''))
  end
  return ok
end

--- A line that counts for nothing.
function M.info(text)
  say('info  ' .. text)
end

--- Waits until `condition` holds.
function M.wait(condition)
  return (vim.wait(WAIT_MS, condition, 5))
end

--- Our diagnostics in a buffer as `line:column code`, from 0, sorted.
function M.diagnostics(bufnr)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(bufnr)) do
    if diagnostic.source == 'amplify' then
      table.insert(found, ('%d:%d %s'):format(diagnostic.lnum, diagnostic.col, diagnostic.code))
    end
  end
  table.sort(found)
  return found
end

--- Checks that in the end these are our diagnostics.
function M.check_diagnostics(name, bufnr, expected)
  M.wait(function()
    return vim.deep_equal(M.diagnostics(bufnr), expected)
  end)
  return M.check(name, vim.deep_equal(M.diagnostics(bufnr), expected), M.diagnostics(bufnr))
end

--- The client of our server on a buffer, once it can be spoken to.
function M.client(bufnr, name)
  local client
  M.wait(function()
    client = vim.lsp.get_clients({ bufnr = bufnr, name = name or 'amplify_ls' })[1]
    return client ~= nil and client.initialized
  end)
  return client
end

--- The text of the floating window that is shown, and the window.
function M.float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      return table.concat(lines, '\n'), window
    end
  end
end

--- Checks that a floating window with `text` comes, and closes it.
function M.check_float(name, text)
  M.wait(function()
    return M.float() ~= nil
  end)
  local shown, window = M.float()
  M.check(name, shown ~= nil and shown:find(text, 1, true) ~= nil, shown or 'no window')
  if window then
    vim.api.nvim_win_close(window, true)
  end
end

--- What was told since this was last asked, a line each. Nothing is shown: a long message would wait for Enter.
local notices = {}
vim.notify = function(text)
  table.insert(notices, text)
end

--- Checks that `text` is told, and forgets what was told.
function M.check_notice(name, text)
  M.wait(function()
    return table.concat(notices, '\n'):find(text, 1, true) ~= nil
  end)
  local told = table.concat(notices, '\n')
  notices = {}
  return M.check(name, told:find(text, 1, true) ~= nil, told)
end

--- What was to be chosen from last, as it would be shown.
M.offered = {}

--- Lets the next questions be answered with the entries that hold these texts; after the last one nothing is chosen.
function M.choose(...)
  local answers = { ... }
  vim.ui.select = function(items, options, on_choice)
    M.offered = vim.tbl_map(options.format_item or tostring, items)
    local wanted = table.remove(answers, 1)
    for index, shown in ipairs(M.offered) do
      if wanted and shown:find(wanted, 1, true) then
        on_choice(items[index], index)
        return
      end
    end
    on_choice(nil)
  end
end

--- The lines of a buffer, as one text.
function M.text(bufnr)
  return table.concat(vim.api.nvim_buf_get_lines(bufnr or 0, 0, -1, false), '\n')
end

--- The page of a health check.
function M.health(of)
  vim.cmd('checkhealth ' .. of)
  local text = M.text()
  vim.cmd.bwipeout()
  return text
end

--- Makes a folder with these files; the name of the folder comes back.
function M.project(files)
  local root = vim.fn.tempname()
  for name, lines in pairs(files) do
    local path = vim.fs.joinpath(root, name)
    vim.fn.mkdir(vim.fs.dirname(path), 'p')
    vim.fn.writefile(lines, path)
  end
  return root
end

--- Runs a test and ends the editor. It begins when the editor is ready, as a person would: until then Neovim does not
--- start servers for files that are open already.
function M.run(test)
  vim.schedule(function()
    local ok, problem = xpcall(test, debug.traceback)
    if not ok then
      M.check('the test ran to its end', false, problem)
    end
    for _, client in ipairs(vim.lsp.get_clients()) do
      client:stop()
    end
    M.check('every server ends when it is asked to', M.wait(function()
      return #vim.lsp.get_clients() == 0
    end))
    say(('%d passed, %d failed'):format(passed, failed))
    io.stdout:flush()
    vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
  end)
end

return M
