// What is the same for all tests that run inside the extension host, where `vscode` is the real thing.
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

/** Two mistakes. */
const WRONG = `{
  "version": "1.4",
  "auth": {
    "aws_region": "us-east-1",
    "userPoolId": "us-east-1_Kd8sW3nQz",
    "user_pool_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa",
    "mfa_configuration": "OFF"
  }
}
`;

const extension = vscode.extensions.getExtension('amplify-ls.amplify-ls');
const settings = () => vscode.workspace.getConfiguration('amplify-ls');
/** Which settings and commands were tried, for the test that looks for those that were not. */
const tried = { settings: new Set(), commands: new Set() };

async function set(key, value) {
  tried.settings.add(`amplify-ls.${key}`);
  await settings().update(key, value, vscode.ConfigurationTarget.Global);
}

function command(name, ...parameters) {
  tried.commands.add(`amplify-ls.${name}`);
  return vscode.commands.executeCommand(`amplify-ls.${name}`, ...parameters);
}

const session = () => extension.exports?.session();
const position = (line, character) => new vscode.Position(line, character);

async function until(what, probe) {
  const end = Date.now() + 40_000;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`timed out: ${typeof what === 'function' ? what() : what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function open(name, text, folder = 0) {
  const file = path.join(vscode.workspace.workspaceFolders[folder].uri.fsPath, name);
  if (text !== undefined) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

async function replace(document, text) {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const all = (document) => vscode.languages.getDiagnostics(document.uri);
const codeOf = ({ code }) => (typeof code === 'object' ? code.value : code);
const ours = (document) =>
  all(document).filter(({ source }) => source === 'amplify')
    .map((found) => `${found.range.start.line}:${found.range.start.character} ${codeOf(found)}`).sort();

/** In the end these are our findings. */
const finds = (document, expected) =>
  until(() => `${JSON.stringify(ours(document))} instead of ${JSON.stringify(expected)}`,
    () => JSON.stringify(ours(document)) === JSON.stringify(expected));

const actions = (document, range, kind) =>
  vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range, kind, 20);

/** What is proposed at a place: what each would write, by what it shows. */
async function proposals(document, line, character) {
  const list = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', document.uri, position(line, character));
  const text = (insert) => (typeof insert === 'object' ? insert.value : insert);
  return Object.fromEntries(list.items.map(({ label, insertText }) => [label.label ?? label, text(insertText)]));
}

const labels = async (document, line, character) => Object.keys(await proposals(document, line, character));

const processes = () => {
  try {
    return execFileSync('pgrep', ['-P', String(process.pid), '-x', 'amplify-ls'], { encoding: 'utf8' }).trim().split('\n');
  } catch {
    return [];
  }
};

module.exports = {
  WRONG, actions, all, codeOf, command, extension, finds, labels, open, ours, position, processes, proposals, replace, session, set, settings, tried, until,
};
