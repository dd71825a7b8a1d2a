// Beside an AWS account, which is an emulator on this machine: ENDPOINT says where, ACCOUNT what is in it.
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const { actions, command, finds, open, ours, position, proposals, replace, session, set, until } = require('./tools');

const { shop } = JSON.parse(fs.readFileSync(process.env.ACCOUNT, 'utf8'));
const endpoint = process.env.ENDPOINT;

const outputs = (pool, client) => `{
  "version": "1.4",
  "auth": {
    "aws_region": "us-east-1",
    "user_pool_id": "${pool}",
    "user_pool_client_id": "${client}"
  }
}
`;
const KNOWN = outputs(shop.pool, shop.web.id);
const NO_CLIENT = outputs(shop.pool, '6t2vq8m4n0s5k1r7d3h9j5b2fa');

const status = () => session()?.account;
const stands = (what, isSo) =>
  until(() => `${what}: ${JSON.stringify(status())}`, () => status() && isSo(status()));
const isNotFound = () => ours(document).includes('5:27 client-not-found');
let document;

async function hints() {
  const found = await vscode.commands.executeCommand(
    'vscode.executeInlayHintProvider', document.uri, new vscode.Range(0, 0, document.lineCount, 0));
  return (found ?? []).map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join(''))).join('|');
}

suite('the AWS account', () => {
  test('is not asked until the user allows it', async () => {
    document = await open('shop/amplify_outputs.json', NO_CLIENT);
    await set('account.endpoint', endpoint);
    // What a folder says of it does not count.
    const folder = vscode.workspace.getConfiguration('amplify-ls', document.uri);
    await assert.rejects(async () => folder.update('account.enabled', true, vscode.ConfigurationTarget.WorkspaceFolder));
    await finds(document, []);
    assert.equal(status().state, 'off');
  });

  test('is asked at once when it is allowed', async () => {
    await set('account.enabled', true);
    await stands('ready', ({ state, source, profile }) => state === 'ready' && source === 'aws' && !profile);
    await until('the finding', isNotFound);
  });

  test('completion of the id of a user pool that is there', async () => {
    const typed = `${shop.pool.split('_')[0]}_`;
    await replace(document, outputs(typed, ''));
    const pools = await until('the pools', async () => {
      const found = await proposals(document, 4, 21 + typed.length);
      return found['shop users'] && found;
    });
    // They are shown by the names that people gave them.
    assert.equal(pools['shop users'], shop.pool);
    assert.ok(pools['legacy users'], JSON.stringify(pools));
    await replace(document, outputs(shop.pool, ''));
    await until('its clients', async () => (await proposals(document, 5, 28))['shop web'] === shop.web.id);
    await replace(document, NO_CLIENT);
  });

  test('inlay hints name what an id stands for, unless they are switched off', async () => {
    await until('its name', async () => (await hints()).includes('shop users'));
    await set('inlayHints', false);
    await until('nothing', async () => (await hints()) === '');
    await set('inlayHints', undefined);
    await until('its name', async () => (await hints()).includes('shop users'));
  });

  test('only the regions that the user names are asked', async () => {
    await until('the finding', isNotFound);
    await set('account.regions', ['eu-west-1']);
    await until('no finding', () => !isNotFound());
    await set('account.regions', undefined);
    await until('the finding', isNotFound);
  });

  test('the profile counts, and what is wrong with it is told', async () => {
    await set('account.profile', 'signed-out');
    await stands('trouble', ({ state, profile, troubles }) =>
      state === 'trouble' && profile === 'signed-out' && /signed out/.test(troubles[0].message));
    await command('copyBugReport');
    const report = await vscode.env.clipboard.readText();
    assert.match(report, /account \| trouble, aws/);
    assert.match(report, /profile set/);
    assert.match(report, /signed out/);
    for (const secret of ['signed-out', shop.pool, endpoint, '000000000000']) assert.ok(!report.includes(secret), report);
    await set('account.profile', 'shop');
    await stands('ready', ({ state, profile }) => state === 'ready' && profile === 'shop');
    await set('account.profile', undefined);
    await stands('ready', ({ state, profile }) => state === 'ready' && !profile);
  });

  test('it is asked again by command', async () => {
    await until('the finding', isNotFound);
    const before = status().asOf;
    // Times are told in whole seconds.
    await until('another second', () => Math.floor(Date.now() / 1000) > before);
    await command('checkAccount');
    await stands('a later answer', ({ state, asOf }) => state === 'ready' && asOf > before);
    const then = status().asOf;
    await until('another second', () => Math.floor(Date.now() / 1000) > then);
    await command('reloadAccount');
    await stands('a later answer', ({ state, asOf }) => state === 'ready' && asOf > then);
    await until('the finding', isNotFound);
  });

  test('whether the user pool can be imported is shown in a page', async () => {
    for (const argument of [undefined, document.uri.toString()]) {
      await vscode.window.showTextDocument(document);
      await command('importReadiness', argument);
      const page = await until('the report', () => vscode.window.visibleTextEditors.find(({ document: shown }) =>
        shown.uri.scheme === 'amplify-ls-report' && shown.getText().includes('shop users')));
      assert.match(page.document.getText(), /`referenceAuth` \(Gen 2\): (yes|no|perhaps)\n {2}(met|unknown|NOT MET)/);
      await vscode.window.showTextDocument(page.document);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    }
    await vscode.window.showTextDocument(document);
  });

  test('a file is filled in from its user pool', async () => {
    await replace(document, KNOWN);
    await until('the file', () => !isNotFound());
    await command('fillFromPool');
    assert.match(document.getText(), /"username_attributes": \[\s*"email"/);
    assert.match(document.getText(), /"min_length": 12/);
    const filled = document.getText();
    await command('fillFromPool');
    assert.equal(document.getText(), filled);
    // It is a code action, too.
    await replace(document, KNOWN);
    const range = new vscode.Range(position(4, 10), position(4, 10));
    await until('the action', async () =>
      (await actions(document, range, 'refactor.rewrite')).some(({ title }) => title.includes('shop users')));
  });

  test('a copy without ids', async () => {
    await command('copyRedacted');
    const copy = await vscode.env.clipboard.readText();
    assert.match(copy, /"user_pool_id": "us-east-1_/);
    for (const id of [shop.pool, shop.web.id]) assert.ok(!copy.includes(id), copy);
  });

  test('a snapshot answers in the place of AWS', async () => {
    const file = path.join(fs.mkdtempSync('/tmp/amplify-ls-snapshot-'), 'account.json');
    const env = { ...process.env, AWS_ENDPOINT_URL: endpoint };
    fs.writeFileSync(file, execFileSync(session().program.command, ['account', 'snapshot', '--region', 'us-east-1'], { env, cwd: path.dirname(file) }));
    await set('account.enabled', undefined);
    await stands('off', ({ state }) => state === 'off');
    await replace(document, NO_CLIENT);
    await set('account.snapshot', file);
    await stands('ready', ({ state, source }) => state === 'ready' && source === 'snapshot');
    await until('the finding', isNotFound);
    await set('account.snapshot', undefined);
    await stands('off', ({ state }) => state === 'off');
    await until('no finding', () => !isNotFound());
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  test('variables for the program can forbid it', async () => {
    await set('account.enabled', true);
    await stands('ready', ({ state }) => state === 'ready');
    await set('server.extraEnv', { AMPLIFY_LS_OFFLINE: '1' });
    await stands('off', ({ state }) => state === 'off');
    await finds(document, []);
    assert.equal(status().state, 'off');
    await set('server.extraEnv', undefined);
    await stands('ready', ({ state }) => state === 'ready');
    await set('account.enabled', undefined);
    await set('account.endpoint', undefined);
    await stands('off', ({ state }) => state === 'off');
  });
});
