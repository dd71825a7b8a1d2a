// New files, the libraries that count, and what no test tried.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const { all, codeOf, command, extension, open, ours, set, settings, tried, until } = require('./tools');

// Tried by `screen.mjs`, which fails if it leaves one out.
const ON_SCREEN = require('../on-screen.json');

suite('what is left', () => {
  test('new files of each kind', async () => {
    for (const [kind, name, text] of [
      ['gen2', 'amplify_outputs.new.json', '"user_pool_id"'],
      ['gen1-mobile', 'amplifyconfiguration.json', '"awsCognitoAuthPlugin"'],
      ['gen1-web', 'amplifyconfiguration.new.json', '"aws_user_pools_id"'],
    ]) {
      // A workspace of several folders asks for one.
      const done = command('newFile', kind);
      let isDone = false;
      void done.then(() => { isDone = true; });
      await until(`the choice of a folder for ${kind}`, async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return isDone;
      });
      const { document, selection } = vscode.window.activeTextEditor;
      assert.deepEqual([document.uri.scheme, document.uri.path.split('/').pop()], ['untitled', name]);
      assert.ok(document.getText().includes(text), document.getText());
      assert.match(document.getText(selection), /^<.*>$/);
    }
    for (let left = 3; left > 0; left--) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('a finding that breaks no library of the project weighs less', async () => {
    // Only libraries for phones refuse that word.
    const document = await open('weight/amplify_outputs.json', `{
  "version": "1.4",
  "auth": {
    "aws_region": "us-east-1",
    "user_pool_id": "us-east-1_Kd8sW3nQz",
    "user_pool_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa",
    "mfa_configuration": "OFF"
  }
}
`);
    await until('the finding', () => ours(document).includes('6:25 unknown-value'));
    const weight = () => all(document).find((found) => codeOf(found) === 'unknown-value')?.severity;
    await set('libraries', ['android']);
    await until('an error', () => weight() === vscode.DiagnosticSeverity.Error);
    await set('libraries', ['js']);
    await until('less', () => weight() > vscode.DiagnosticSeverity.Error);
    await set('libraries', undefined);
  });

  test('what is said to the program is written down when the setting says so', async () => {
    const logs = path.join(process.env.HOME, 'data/logs');
    const traced = () => fs.readdirSync(logs, { recursive: true }).filter((name) => name.endsWith('amplify-ls trace.log'))
      .map((name) => fs.readFileSync(path.join(logs, name), 'utf8')).join('');
    assert.equal(traced(), '');
    const document = await open('amplify_outputs.json');
    const ask = () => vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, new vscode.Position(3, 8));
    await set('trace.server', 'messages');
    await until('a line', async () => (await ask()) && /textDocument\/hover/.test(traced()));
    assert.ok(!traced().includes('aws_region'), traced().slice(0, 500));
    await set('trace.server', 'verbose');
    await until('the answer', async () => (await ask()) && /Region of the Cognito user pool/.test(traced()));
    await set('trace.server', undefined);
  });

  test('commands, settings and their texts are all there, and each was tried', async () => {
    const known = await vscode.commands.getCommands(true);
    const { commands, configuration } = extension.packageJSON.contributes;
    for (const { command: name, title } of commands) {
      assert.ok(known.includes(name), name);
      assert.ok(!title.includes('%'), title);
    }
    const wanted = new Set([...commands.map(({ command: name }) => name), ...Object.keys(configuration.properties)]);
    for (const name of [...tried.commands, ...tried.settings, ...ON_SCREEN]) wanted.delete(name);
    assert.deepEqual([...wanted], []);
    assert.deepEqual(settings().get('libraries'), []);
  });
});
