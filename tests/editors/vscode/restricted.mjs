// A folder that is not trusted: `node restricted.mjs FILE.vsix`. What it names is not asked about, whatever the user's
// settings allow, and no program that it names is run. ENDPOINT and ACCOUNT come from `emulator.py`.
import fs from 'node:fs';
import path from 'node:path';
import { check, close } from './checks.mjs';
import { insist, openWorkbench } from './workbench.mjs';

const { shop } = JSON.parse(fs.readFileSync(process.env.ACCOUNT, 'utf8'));
const FILE = `{
  "version": "1.4",
  "auth": {
    "aws_region": "us-east-1",
    "user_pool_id": "${shop.pool}",
    "user_pool_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa",
    "mfa_configuration": "OFF"
  }
}
`;

const settings = '.vscode/settings.json';
const bench = await openWorkbench({
  vsix: path.resolve(process.argv[2]),
  trust: true,
  files: { 'amplify_outputs.json': FILE, [settings]: '{ "amplify-ls.server.path": "/nonexistent/amplify-ls" }' },
  settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
  machine: { 'amplify-ls.account.endpoint': process.env.ENDPOINT, 'amplify-ls.account.enabled': true },
});
const { page } = bench;
const row = (text) => page.locator('.markers-panel .monaco-list-row').filter({ hasText: text });
try {
  await bench.open('amplify_outputs.json');
  await page.keyboard.press('Control+Shift+M');
  await row('unknown-value').waitFor();
  check('a file is checked by the program that came with the extension', true);
  const off = await bench.status('AWS is not asked', '20-restricted');
  check('the status says that AWS is not asked, and why', off.includes('This folder is not trusted') && off.includes('Manage trust'), off);
  await bench.run('checkAccount', 'Check against AWS');
  await page.locator('.notification-list-item').filter({ hasText: 'a folder that you do not trust' }).first().waitFor();
  check('the command says so, too', true);
  check('nothing of the account is known', (await row('client-not-found').count()) === 0);

  fs.rmSync(path.join(bench.workspace, settings));
  await page.locator('.notification-list-item').getByText('Manage trust').click();
  await insist(async () => {
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).first().click({ timeout: 5000 });
    await page.locator('.workspace-trust-editor').filter({ hasText: 'You trust this folder' }).waitFor({ timeout: 5000 });
  });
  await insist(async () => {
    await page.locator('.codicon-close[aria-label^="Close Modal"]').click({ timeout: 3000 });
    await page.locator('.workspace-trust-editor').waitFor({ state: 'detached', timeout: 3000 });
  }, 6);
  await bench.open('amplify_outputs.json');
  await row('client-not-found').waitFor();
  check('once it is trusted, AWS is asked', true);
  const on = await bench.status(/AWS, as the environment says.*as of/);
  check('and the status says so', on.includes('us-east-1'), on);
} catch (error) {
  const places = error.stack.split('\n').filter((line) => line.includes('restricted.mjs'));
  check('every step found what it waited for', false, [...error.message.split('\n').slice(0, 4), ...places].join('\n'));
  await bench.picture('failure-restricted');
}
await bench.close();
close();
