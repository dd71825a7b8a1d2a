--- Whom the server asks about the AWS account: switched on, and chosen, by commands. What is chosen holds until Neovim
--- ends, also for servers that are started later; what is to stay belongs in the user's `init.lua`.
local M = {}

local NAME = 'amplify_ls'
local SECTION = 'amplify-ls'
local TIMEOUT_MS = 2000

local function say(text)
  vim.notify(text, vim.log.levels.INFO)
end

--- The settings of the account as they are.
local function settings(client)
  return vim.tbl_get(client.settings or {}, SECTION, 'account') or {}
end

--- Changes settings of the account, here and in every session.
function M.set(change)
  local all = { [SECTION] = { account = change } }
  vim.lsp.config(NAME, { settings = all })
  for _, client in ipairs(vim.lsp.get_clients({ name = NAME })) do
    client.settings = vim.tbl_deep_extend('force', client.settings or {}, all)
    client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  end
end

--- Somebody is asked: AWS, or a snapshot.
function M.is_on(client)
  local account = settings(client)
  return account.enabled == true or (account.snapshot or '') ~= ''
end

--- Asks again about what is open; with `anew` all that is known is forgotten first, credentials among it.
function M.check(client, anew)
  local function ask()
    local command = { command = anew and 'amplify-ls.reloadAccount' or 'amplify-ls.checkAccount' }
    client:request('workspace/executeCommand', command, function(problem)
      if problem then
        vim.notify(problem.message, vim.log.levels.WARN)
      end
    end)
  end
  if M.is_on(client) then
    ask()
    return
  end
  local yes = 'Yes, until Neovim ends: read calls to Cognito, with your own AWS credentials'
  vim.ui.select({ yes, 'No' }, { prompt = 'AWS is not asked. Ask it about the open files?' }, function(choice)
    if choice == yes then
      -- Everything is asked then, so there is nothing to ask again.
      M.set({ enabled = true })
    end
  end)
end

--- What the server knows under a name of its own; nothing if it does not answer.
local function list(client, method)
  local answer = client:request_sync(method, vim.empty_dict(), TIMEOUT_MS)
  return answer and answer.result or {}
end

--- The names of the profiles.
function M.profiles(client)
  return vim.tbl_map(function(profile)
    return profile.name
  end, list(client, 'amplify/profiles').profiles or {})
end

--- The names of the regions.
function M.regions(client)
  return vim.tbl_map(function(region)
    return region.name
  end, list(client, 'amplify/regions').regions or {})
end

--- Takes a profile, or lets one be chosen.
function M.choose_profile(client, name)
  local function take(chosen)
    M.set({ profile = chosen })
    local asked = M.is_on(client) and '' or '; AWS is not asked yet: `:LspAmplifyCheckAccount`'
    say(('The AWS profile is %s until Neovim ends%s'):format(chosen == '' and 'as the environment says' or '`' .. chosen .. '`', asked))
  end
  if name ~= '' then
    take(name)
    return
  end
  local found = list(client, 'amplify/profiles')
  local choices = vim.list_extend({ { name = '' } }, found.profiles or {})
  vim.ui.select(choices, {
    prompt = 'AWS profile',
    format_item = function(profile)
      if profile.name == '' then
        return 'As the environment says'
      end
      local region = type(profile.region) == 'string' and ', ' .. profile.region or ''
      local mark = profile.name == found.current and ' (in use)' or ''
      return profile.name .. region .. mark
    end,
  }, function(choice)
    if choice then
      take(choice.name)
    end
  end)
end

--- Takes these regions, or lets some be chosen; none are all that the files name.
function M.choose_regions(client, names, all)
  local function take(chosen)
    M.set({ regions = chosen })
    local what = #chosen == 0 and 'that the files name' or table.concat(chosen, ', ')
    say(('AWS is asked in the regions %s, until Neovim ends'):format(what))
  end
  if all or #names > 0 then
    local known = M.regions(client)
    for _, name in ipairs(names) do
      if #known > 0 and not vim.list_contains(known, name) then
        vim.notify(('`%s` is no AWS region'):format(name), vim.log.levels.WARN)
        return
      end
    end
    take(names)
    return
  end
  local found = list(client, 'amplify/regions').regions or {}
  local chosen = {}
  for _, name in ipairs(settings(client).regions or {}) do
    chosen[name] = true
  end
  local choices = vim.list_extend({ { done = true } }, found)
  local function ask()
    vim.ui.select(choices, {
      prompt = 'AWS regions: choose one to add it or to take it away',
      format_item = function(region)
        return region.done and 'Done' or ('[%s] %s, %s'):format(chosen[region.name] and 'x' or ' ', region.name, region.title)
      end,
    }, function(choice)
      if choice and choice.done then
        take(vim.fn.sort(vim.tbl_keys(chosen)))
      elseif choice then
        chosen[choice.name] = not chosen[choice.name] or nil
        -- Not from inside the answer: some pickers close themselves after it.
        vim.schedule(ask)
      end
    end)
  end
  ask()
end

return M
