-- What only a screen shows. This Neovim drives another one in a pseudo-terminal, types into it and reads its cells.
local t = require('check')

local WRONG = { '{', '  "version": "1.4",', '  "auth": {', '    "aws_region": "us-east-1",', '    "mfa_configuration": "OFF"', '  }', '}' }

local function test()
  local root = t.project({ ['amplify_outputs.json'] = WRONG })
  local socket = root .. '/nvim.sock'
  -- A message that waits for Enter would block every question to the child.
  local job = vim.fn.jobstart({
    vim.v.progpath, '--clean', '-n', '--listen', socket,
    '--cmd', 'set messagesopt=wait:100,history:500',
    '--cmd', 'set runtimepath^=' .. vim.env.PLUGIN,
  }, { pty = true, width = 110, height = 24, env = { TERM = 'xterm-256color' } })
  -- The file is there a moment before anybody listens.
  local child
  t.wait(function()
    local is_connected, channel = pcall(vim.fn.sockconnect, 'pipe', socket, { rpc = true })
    child = is_connected and channel or nil
    return child ~= nil
  end)

  local function ask(code)
    return vim.rpcrequest(child, 'nvim_exec_lua', code, {})
  end
  local function type_keys(keys)
    vim.rpcrequest(child, 'nvim_input', keys)
  end
  local function screen()
    return ask([[
      vim.cmd.redraw()
      local rows = {}
      for row = 1, vim.o.lines do
        local cells = {}
        for column = 1, vim.o.columns do
          cells[column] = vim.fn.screenstring(row, column)
        end
        rows[row] = (table.concat(cells):gsub('%s+$', ''))
      end
      return table.concat(rows, '\n')
    ]])
  end
  -- What was shown at each check, for people to look at.
  local folder = vim.env.EDITORS .. '/screens'
  vim.fn.mkdir(folder, 'p')
  local shot = 0
  local function check_screen(name, is_right)
    local ok = t.check(name, t.wait(function()
      return is_right(screen())
    end), screen())
    shot = shot + 1
    local path = ('%s/neovim-%02d-%s.txt'):format(folder, shot, name:gsub(' ', '-'))
    vim.fn.writefile(vim.split(screen(), '\n'), path)
    -- The keys that follow would go somewhere else.
    if not ok then
      error('stopped at the first failure', 0)
    end
  end
  local function shows(text)
    return function(drawn)
      return drawn:find(text, 1, true) ~= nil
    end
  end

  -- What the help page and Neovim's own tell a person to set.
  ask([[
    vim.lsp.enable('amplify_ls')
    vim.o.completeopt = 'menuone,noselect,popup'
    vim.diagnostic.config({ virtual_text = true })
    vim.api.nvim_create_autocmd('LspAttach', {
      callback = function(event)
        vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
      end,
    })
  ]])
  type_keys(':edit ' .. root .. '/amplify_outputs.json<CR>')
  check_screen('the finding stands beside its line', shows('`OFF` is not a value of `mfa_configuration`'))

  type_keys(':4<CR>05lK')
  check_screen('K explains the field', shows('Region of the Cognito user pool'))
  type_keys('<Esc>j')
  check_screen('and goes when the cursor moves', function(drawn)
    return not drawn:find('Region of the Cognito user pool', 1, true)
  end)

  type_keys(':4<CR>o"')
  check_screen('a quotation mark opens the list of fields', shows('identity_pool_id'))
  type_keys('<Esc>u')
  check_screen('which goes again', function(drawn)
    return not drawn:find('identity_pool_id', 1, true)
  end)

  type_keys(':5<CR>f:f"ci"<C-x><C-o>')
  check_screen('the values of a field', function(drawn)
    return drawn:find('NONE', 1, true) and drawn:find('REQUIRED', 1, true)
  end)
  type_keys('<C-n><C-y><Esc>')
  check_screen('the first is written between the quotation marks', shows('"mfa_configuration": "NONE"'))
  type_keys('u')
  check_screen('and taken back', shows('"mfa_configuration": "OFF"'))

  type_keys(':5<CR>f:f"lgra')
  check_screen('gra offers the fix', shows('1: Replace with `NONE`'))
  type_keys('1<CR>')
  check_screen('and applies it', function(drawn)
    return drawn:find('"mfa_configuration": "NONE"', 1, true) and not drawn:find('is not a value', 1, true)
  end)
  -- It is gone before it could answer.
  vim.rpcnotify(child, 'nvim_input', ':qall!<CR>')
  local ended = vim.fn.jobwait({ job }, 15000)[1]
  t.check('and the editor ends', ended == 0, ended)
end

return t.run(test)
