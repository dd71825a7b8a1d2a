"""What a new user of Neovim does, as the pages say it, in a home of its own: run by `run.py`, with PLUGIN and EDITORS set.

The blocks of the pages are what is tried, so a page that goes astray fails here. Step 1, installing the program, is tried by
`tests/packages`.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from checks import REPOSITORY, check, close

PLUGIN = Path(os.environ["PLUGIN"])
NVIM = Path(os.environ["EDITORS"]) / "python" / "bin" / "nvim"
# What is found when the example is opened, commands that are there, and whether the help page is.
LOOK = """
vim.schedule(function()
  local found = {}
  vim.wait(PATIENCE, function()
    found = vim.tbl_map(function(diagnostic) return diagnostic.code end, vim.diagnostic.get(0))
    return #found > 0
  end)
  local clients = vim.lsp.get_clients({ bufnr = 0 })
  vim.cmd('silent checkhealth vim.lsp')
  local health = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n')
  vim.cmd('bwipeout')
  io.stdout:write('RESULT ' .. vim.json.encode({
    found = found,
    clients = #clients,
    commands = vim.tbl_keys(vim.api.nvim_buf_get_commands(0, {})),
    help = (pcall(vim.cmd.help, 'amplify_ls')),
    root = clients[1] and clients[1].root_dir,
    health = health:match('%u+ [^\\n]*[Ee]ncoding[^\\n]*') or 'fine',
    errors = vim.v.errmsg,
  }) .. '\\n')
  vim.cmd('qall!')
end)
"""

def blocks(page, heading):
    """The Lua that stands below a heading of a page."""
    part = page.read_text().split(f"\n{heading}\n", 1)[1].split("\n### ", 1)[0].split("\n## ", 1)[0]
    return re.findall(r"```lua\n(.*?)```", part, re.DOTALL)


def start(home, patience=15000):
    """Opens the example with that home, and tells what there is, at the latest after some milliseconds."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    project = home / "project"
    project.mkdir()
    shutil.copy(REPOSITORY / "examples" / "amplify_outputs.json", project)
    (project / "package.json").write_text("{}\n")
    look = home / "look.lua"
    look.write_text(LOOK.replace("PATIENCE", str(patience)))
    command = [NVIM, "--headless", "-c", f"luafile {look}", "amplify_outputs.json"]
    done = subprocess.run(
        command, cwd=project, env={**own, "HOME": str(home)}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    told = re.search(r"RESULT (.*)", done.stdout)
    return json.loads(told[1]) if told else {"found": [], "clients": 0, "commands": [], "said": done.stdout + done.stderr}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def copied(home):
    """README: one file copied, one line written."""
    readme = REPOSITORY / "README.md"
    asked = readme.read_text()
    check("the README says which file goes where", "[editors/neovim/lsp/amplify_ls.lua]" in asked and "`~/.config/nvim/lsp/`" in asked)
    (line,) = blocks(readme, "### Neovim 0.11")
    write(home / ".config/nvim/init.lua", line)
    (home / ".config/nvim/lsp").mkdir()
    shutil.copy(PLUGIN / "lsp" / "amplify_ls.lua", home / ".config/nvim/lsp")
    told = start(home)
    check("copied: the findings of the README are there", {"unknown-key", "invalid-json", "unknown-value", "wrong-type"} <= set(told["found"]), told)
    check("copied: the file alone has its two commands", sorted(told["commands"]) == ["LspAmplifyExplain", "LspAmplifyFixAll"], told)
    check("copied: nothing is complained of", told.get("errors") == "" and told.get("health") == "fine", told)


def added(home):
    """The page of the plugin: its folder among the packages, as a plugin manager puts it."""
    line = re.findall(r"```lua\n(vim\.lsp.*?)```", (PLUGIN / "README.md").read_text(), re.DOTALL)[0]
    write(home / ".config/nvim/init.lua", line)
    place = home / ".local/share/nvim/site/pack/plugins/start/amplify-ls"
    shutil.copytree(PLUGIN, place)
    # A plugin manager does this after it installed something.
    subprocess.run([NVIM, "--headless", "--clean", "-c", f"helptags {place}/doc", "-c", "qall"], check=True, capture_output=True)
    told = start(home)
    check("added: the findings are there", "unknown-key" in told["found"], told)
    check("added: so are all commands", {"LspAmplifyFill", "LspAmplifyRedact", "LspAmplifyProfile"} <= set(told["commands"]), told)
    check("added: and the help page", told.get("help") is True, told)
    check("added: nothing is complained of", told.get("errors") == "" and told.get("health") == "fine", told)


def among_configurations(home):
    """As nvim-lspconfig brings configurations: in the folder `lsp` of another plugin, with settings of the user over it."""
    place = home / ".local/share/nvim/site/pack/plugins/start/nvim-lspconfig/lsp"
    place.mkdir(parents=True)
    shutil.copy(PLUGIN / "lsp" / "amplify_ls.lua", place)
    write(home / ".config/nvim/init.lua", """
        vim.lsp.config('amplify_ls', { settings = { ['amplify-ls'] = { severity = { ['unknown-key'] = 'off' } } } })
        vim.lsp.enable('amplify_ls')
    """)
    told = start(home)
    check("among configurations: findings, as the user wants them", "invalid-json" in told["found"] and "unknown-key" not in told["found"], told)
    check("among configurations: the root is the project", (told.get("root") or "").endswith("/project"), told)


def untouched(home):
    """The plugin is there and not enabled."""
    write(home / ".config/nvim/init.lua", "")
    shutil.copytree(PLUGIN, home / ".local/share/nvim/site/pack/plugins/start/amplify-ls")
    # There is nothing to wait for.
    told = start(home, patience=300)
    check("not enabled: nothing is started", told["clients"] == 0 and told.get("errors") == "", told)


for way in (copied, added, among_configurations, untouched):
    with tempfile.TemporaryDirectory() as folder:
        way(Path(folder))
close()
