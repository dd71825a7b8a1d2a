"""Draws what Neovim shows: `run.py picture` compares it with `editors/neovim/screen.svg`, and `UPDATE_EXPECT=1` writes that.

A real Neovim runs in a terminal of ours, is typed into, and what it draws becomes an SVG, cell by cell, with its colours.
Needs pyte, and PLUGIN and PATH as `run.py` sets them.
"""

import html
import os
import re
import sys
import tempfile
from pathlib import Path

from terminal import Terminal

HERE = Path(__file__).resolve().parent
PICTURE = HERE.parent.parent / "editors" / "neovim" / "screen.svg"
COLUMNS, ROWS = 120, 18
CELL_WIDTH, CELL_HEIGHT, FONT_SIZE = 8, 17, 13
TEXT = """{
  "version": "1.4",
  "auth": {
    "userPoolId": "us-east-1_Kd8sW3nQz",
    "user_pool_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa",
    "mfa_configuration": "OFF",
    "aws_region": "us-east-1"
  }
}
"""
# What the help page tells people to set, and no messages of Neovim's own.
SETTINGS = """
vim.lsp.enable('amplify_ls')
vim.o.completeopt, vim.o.pumheight, vim.o.laststatus, vim.o.showmode = 'menuone,noselect,popup', 6, 2, false
vim.o.number, vim.o.signcolumn, vim.o.termguicolors, vim.o.background = true, 'yes', true, 'dark'
vim.o.statusline = "%f %=%{v:lua.require'amplify_ls'.status()} "
vim.opt.shortmess:append('FcI')
vim.diagnostic.config({ virtual_text = true, update_in_insert = true })
"""
# Keys, and what is then to be seen.
STEPS = [
    ("", "is not a value of `mfa_configuration`"),
    ("", "  Amplify"),
    ("6Go\x18\x0f", "identity_pool_id"),
]


def colour(name, default):
    return f"#{name}" if re.fullmatch(r"[0-9a-f]{6}", name) else default


def runs(row):
    """Neighbours that look alike, as column, style and text."""
    found = []
    for column in range(COLUMNS):
        cell = row[column]
        front, back = colour(cell.fg, "#e0e2ea"), colour(cell.bg, "#14161b")
        if cell.reverse:
            front, back = back, front
        style = (front, back, cell.bold, cell.italics, cell.underscore)
        if found and found[-1][1] == style:
            found[-1][2] += cell.data
        else:
            found.append([column, style, cell.data])
    return found


def svg(screen):
    width, height = COLUMNS * CELL_WIDTH, ROWS * CELL_HEIGHT
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="{FONT_SIZE}">',
        "<title>Neovim with amplify-ls</title>",
        f'<rect width="{width}" height="{height}" rx="6" fill="#14161b"/>',
    ]
    for number in range(ROWS):
        top = number * CELL_HEIGHT
        for column, (front, back, bold, italics, underscore), text in runs(screen.buffer[number]):
            left = column * CELL_WIDTH
            if back != "#14161b":
                drawn.append(f'<rect x="{left}" y="{top}" width="{len(text) * CELL_WIDTH}" height="{CELL_HEIGHT}" fill="{back}"/>')
            shown = text.rstrip()
            if not shown:
                continue
            looks = " font-weight=\"bold\"" * bold + " font-style=\"italic\"" * italics + " text-decoration=\"underline\"" * underscore
            drawn.append(
                f'<text x="{left}" y="{top + 13}" textLength="{len(shown) * CELL_WIDTH}" fill="{front}"{looks} '
                f'xml:space="preserve">{html.escape(shown)}</text>'
            )
    return "\n".join([*drawn, "</svg>", ""])


def main():
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "amplify_outputs.json").write_text(TEXT)
        (Path(folder) / "settings.lua").write_text(SETTINGS)
        program = str(Path(os.environ["EDITORS"]) / "python" / "bin" / "nvim")
        plugin = f"set runtimepath^={os.environ['PLUGIN']}"
        command = [program, "--clean", "-n", "--cmd", plugin, "-u", "settings.lua", "amplify_outputs.json"]
        terminal = Terminal(command, folder, COLUMNS, ROWS)
        for keys, expected in STEPS:
            terminal.step(keys, expected)
        terminal.close()
    drawn = svg(terminal.screen)
    if os.environ.get("UPDATE_EXPECT"):
        PICTURE.write_text(drawn)
    is_same = PICTURE.exists() and PICTURE.read_text() == drawn
    print(terminal.text() if not is_same else "ok    the picture shows what Neovim shows")
    print(f"{int(is_same)} passed, {int(not is_same)} failed")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
