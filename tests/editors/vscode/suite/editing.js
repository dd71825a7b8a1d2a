// The server, and what it does for a file that is open.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const {
  WRONG, actions, all, codeOf, command, extension, finds, labels, open, ours, position, processes, replace, session, set, settings, until,
} = require('./tools');

const FINDINGS = ['4:4 unknown-key', '6:25 unknown-value'];

suite('the installed extension', () => {
  let document;

  test('runs the program that came with it', async () => {
    document = await open('amplify_outputs.json', WRONG);
    const { origin, command: run, version } = session().program;
    assert.equal(origin, 'extension');
    assert.equal(path.dirname(run), path.join(extension.extensionPath, 'server'));
    assert.equal(version, extension.packageJSON.version);
    assert.equal(processes().length, 1);
  });

  test('shows findings that lead to their pages', async () => {
    await finds(document, FINDINGS);
    const found = all(document).find((one) => codeOf(one) === 'unknown-key');
    assert.match(found.message, /the field is `user_pool_id`/);
    assert.match(String(found.code.target), /unknown-key/);
  });

  test('findings follow what is typed', async () => {
    await replace(document, WRONG.replace('"OFF"', '"NONE"'));
    await finds(document, [FINDINGS[0]]);
    await replace(document, WRONG);
    await finds(document, FINDINGS);
  });

  test('explains a field', async () => {
    const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, position(3, 8));
    const texts = hovers.map(({ contents }) => contents.map((part) => part.value ?? part).join('\n'));
    assert.equal(texts.filter((text) => text.includes('Region of the Cognito user pool')).length, 1, texts.join('\n---\n'));
  });

  test('proposes fields and values', async () => {
    const keys = await labels(document, 6, 5);
    assert.ok(keys.includes('identity_pool_id'), keys.join());
    const values = await labels(document, 6, 26);
    for (const value of ['NONE', 'OPTIONAL', 'REQUIRED']) assert.ok(values.includes(value), values.join());
  });

  test('says nothing twice of broken JSON, and mends it', async () => {
    const broken = WRONG.replace('"us-east-1",\n', '"us-east-1"\n');
    await replace(document, broken);
    await until('the JSON server', () => all(document).some(({ source }) => source !== 'amplify'));
    await finds(document, FINDINGS);
    const others = all(document).filter(({ source }) => source !== 'amplify');
    assert.equal(others.length, 1, others.map(({ message }) => message).join());
    const offered = await actions(document, others[0].range, 'quickfix');
    const fix = offered.find(({ title }) => title === 'Insert `,`');
    assert.ok(fix, offered.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), WRONG);
  });

  test('outline and formatting are left to VS Code', async () => {
    const symbols = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    assert.deepEqual(symbols.map(({ name }) => name), ['version', 'auth']);
    const ranges = await vscode.commands.executeCommand('vscode.executeFoldingRangeProvider', document.uri);
    assert.equal(ranges.filter(({ start }) => start === 2).length, 1);
  });

  test('applies a quick fix', async () => {
    await finds(document, FINDINGS);
    const found = all(document).find((one) => codeOf(one) === 'unknown-key');
    const offered = await actions(document, found.range, 'quickfix');
    const fix = offered.find(({ title }) => title === 'Rename to `user_pool_id`');
    assert.ok(fix?.isPreferred, offered.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await finds(document, [FINDINGS[1]]);
  });

  test('applies all safe fixes by command', async () => {
    await replace(document, WRONG);
    await finds(document, FINDINGS);
    await command('fixAll');
    await finds(document, []);
    assert.match(document.getText(), /"user_pool_id": "us-east-1_Kd8sW3nQz",[^]*"mfa_configuration": "NONE"/);
  });

  test('applies them on save', async () => {
    const onSave = (value) =>
      vscode.workspace.getConfiguration('editor').update('codeActionsOnSave', value, vscode.ConfigurationTarget.Global);
    await onSave({ 'source.fixAll.amplify': 'explicit' });
    await until('the setting', () =>
      vscode.workspace.getConfiguration('editor').get('codeActionsOnSave')?.['source.fixAll.amplify'] === 'explicit');
    await replace(document, WRONG);
    await finds(document, FINDINGS);
    await vscode.commands.executeCommand('workbench.action.files.save');
    await until('the file', () => fs.readFileSync(document.uri.fsPath, 'utf8').includes('"mfa_configuration": "NONE"'));
    await onSave(undefined);
  });

  test('settings count at once', async () => {
    await replace(document, WRONG);
    await finds(document, FINDINGS);
    await set('severity', { 'unknown-key': 'off' });
    await finds(document, [FINDINGS[1]]);
    await set('severity', undefined);
    await finds(document, FINDINGS);
  });

  test('speaks of its own project file', async () => {
    const project = await open('amplify-ls.toml', '[severity]\nunknown-kee = "off"\n');
    await finds(project, ['1:0 invalid-setting']);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    fs.rmSync(project.uri.fsPath);
    await vscode.window.showTextDocument(document);
  });

  test('asks in tab stops what follows from another user pool', async () => {
    const before = `{
  "version": "1.4",
  "auth": {
    "user_pool_id": "us-east-1_Kd8sW3nQz",
    "aws_region": "us-east-1",
    "user_pool_client_id": "5m3n8q0p2r4s6t7u9v1k2j4h6g"
  }
}
`;
    await replace(document, before);
    const place = new vscode.Range(position(3, 25), position(3, 25));
    const action = await until('the action', async () =>
      (await actions(document, place, 'refactor.rewrite')).find(({ title }) => title.startsWith('Replace the user pool')));
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.equal(document.getText(), before);
    const typed = ['eu-west-1_q7WeRt6yU', 'eu-west-1', '7k8l9m0n1o2p3q4r5s6t7u8v9a'];
    for (const text of typed) {
      await vscode.commands.executeCommand('type', { text });
      await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    }
    const values = [...document.getText().matchAll(/: "([^"]+)"/g)].map((found) => found[1]);
    assert.deepEqual(values, ['1.4', ...typed]);
    await vscode.commands.executeCommand('leaveSnippet');
    await replace(document, WRONG);
    await finds(document, FINDINGS);
  });

  test('opens the page of a rule', async () => {
    await command('showRule', 'unknown-key');
    const page = await until('the page', () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'amplify-ls-rule'));
    assert.match(page.getText(), /^# A key that no library reads/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.window.showTextDocument(document);
  });

  test('a bug report names findings and holds no id', async () => {
    await finds(document, FINDINGS);
    await command('copyBugReport');
    const report = await vscode.env.clipboard.readText();
    assert.match(report, /amplify unknown-key at 5:5/);
    for (const secret of ['Kd8sW3nQz', '6t2vq8m4n0s5k1r7d3h9j5b2fa', 'us-east-1', path.dirname(document.uri.fsPath)]) {
      assert.ok(!report.includes(secret), report);
    }
  });

  test('a restart leaves one server and nothing doubled', async () => {
    const [before] = processes();
    await command('restart');
    await finds(document, FINDINGS);
    const after = processes();
    assert.equal(after.length, 1);
    assert.notEqual(after[0], before);
  });

  test('a server that dies is started again', async () => {
    const [before] = processes();
    process.kill(Number(before), 'SIGKILL');
    // What is typed until its end is known cannot be sent.
    for (const times of [1, 2, 3, 4, 5, 6]) await replace(document, `${WRONG}${' '.repeat(times)}`);
    await until(() => `another than ${before}: ${processes()}, ${JSON.stringify(session())}`, () => processes().length === 1 && processes()[0] !== before);
    await until('it', () => session().phase === 'running');
    await replace(document, WRONG.replace('"OFF"', '"NONE"'));
    await finds(document, [FINDINGS[0]]);
    await replace(document, WRONG);
  });

  test('a wrong path is said, and mended by another', async () => {
    await set('server.path', '/nonexistent/amplify-ls');
    await until('the failure', () => session().phase === 'failed');
    assert.match(session().problem, /\/nonexistent\/amplify-ls was not found/);
    assert.deepEqual(ours(document), []);
    for (const name of ['fixAll', 'copyBugReport', 'checkAccount', 'newFile', 'copyRedacted']) await command(name);
    await set('server.path', '/bin/true');
    await until('the other failure', () => /another program/.test(session().problem ?? ''));
    await set('server.path', undefined);
    await finds(document, FINDINGS);
  });

  test('the environment names a program, and PATH is the last resort', async () => {
    const bundled = session().program.command;
    process.env.AMPLIFY_LS_SERVER_PATH = bundled;
    await command('restart');
    assert.equal(session().program.origin, 'environment');
    delete process.env.AMPLIFY_LS_SERVER_PATH;
    const folder = fs.mkdtempSync('/tmp/amplify-ls-path-');
    const before = process.env.PATH;
    try {
      fs.renameSync(bundled, path.join(folder, 'amplify-ls'));
      process.env.PATH = `${folder}:${before}`;
      await command('restart');
      assert.equal(session().phase, 'running');
      assert.equal(session().program.origin, 'PATH');
    } finally {
      process.env.PATH = before;
      fs.copyFileSync(path.join(folder, 'amplify-ls'), bundled);
      fs.rmSync(folder, { recursive: true });
    }
    await command('restart');
    assert.equal(session().program.origin, 'extension');
    await finds(document, FINDINGS);
  });
});
