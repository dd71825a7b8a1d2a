// The first of all: what starts when, and how long that takes. Figures are printed; those of VS Code's own JSON support are
// taken in the same run, since only the ratio says something about a machine that is busy with other things.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const { WRONG, all, extension, open, processes, session, until } = require('./tools');

const LONGEST_ACTIVATION_MS = 50;
// Far above what is wanted, which is 300 ms, so that a slow machine does not fail for being one.
const LONGEST_WAIT_MS = 5000;
const BROKEN = '{ "a": 1 "b": 2 }\n';
const ROUNDS = 5;

const say = (text) => console.log(`[suite] info  ${text}`);
const isOurs = ({ source }) => source === 'amplify';
const isJson = ({ source }) => source !== 'amplify';

/** Opens a file as a person does; milliseconds until something is found in it. */
async function wait(name, text, isWanted) {
  let listening;
  const found = new Promise((done) => {
    listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const isSo = uris.some((uri) => uri.path.endsWith(`/${name}`) && vscode.languages.getDiagnostics(uri).some(isWanted));
      if (isSo) done(performance.now());
    });
  });
  const start = performance.now();
  const document = await open(name, text);
  const end = all(document).some(isWanted) ? performance.now() : await found;
  listening.dispose();
  return end - start;
}

const median = (times) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)];

suite('starting', () => {
  const times = { ours: [], json: [] };

  test('it starts nothing for other files', async () => {
    await open('package.json');
    const { activation } = await extension.activate();
    say(`activation: ${activation.toFixed(1)} ms`);
    assert.ok(activation < LONGEST_ACTIVATION_MS, activation);
    times.json.push(await wait('broken.json', BROKEN, isJson));
    assert.equal(session(), undefined);
    assert.deepEqual(processes(), []);
  });

  test('it starts its program when there is an Amplify file, and findings are soon there', async () => {
    const folder = vscode.workspace.workspaceFolders[0].uri.fsPath;
    fs.writeFileSync(path.join(folder, 'amplify_outputs.json'), WRONG);
    await until('the server', () => session()?.phase === 'running');
    assert.equal(processes().length, 1);
    times.ours.push(await wait('amplify_outputs.json', undefined, isOurs));
    say(`first findings: ${times.ours[0].toFixed(0)} ms; of VS Code's JSON support, with its start: ${times.json[0].toFixed(0)} ms`);
    assert.ok(times.ours[0] < LONGEST_WAIT_MS, times.ours[0]);
  });

  test('and sooner in the next', async () => {
    const later = { ours: [], json: [] };
    for (let round = 1; round <= ROUNDS; round++) {
      later.json.push(await wait(`broken${round}.json`, BROKEN, isJson));
      later.ours.push(await wait(`timing${round}/amplify_outputs.json`, WRONG, isOurs));
    }
    say(`findings in a file opened later: ${median(later.ours).toFixed(0)} ms; of VS Code's JSON support: ${median(later.json).toFixed(0)} ms`);
    assert.ok(median(later.ours) < LONGEST_WAIT_MS, later.ours);
    // What comes next is not to be about copies that differ.
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (let round = 1; round <= ROUNDS; round++) {
      fs.rmSync(path.join(vscode.workspace.workspaceFolders[0].uri.fsPath, `timing${round}`), { recursive: true });
    }
  });
});
