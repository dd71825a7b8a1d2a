// A file with mistakes, mended: Problems, the language status, hover, fixes, completion.
import { insist, words } from '../workbench.mjs';

const WRONG = `{
  "version": "1.4",
  "auth": {
    "aws_region": "us-east-1",
    "userPoolId": "us-east-1_Kd8sW3nQz",
    "user_pool_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa"
    "mfa_configuration": "OFF"
  }
}
`;

async function play(bench, check) {
  const { page } = bench;
  const rows = page.locator('.markers-panel .monaco-list-row');
  const row = (text) => rows.filter({ hasText: text });
  // A mistake of JSON and two of ours: each once, whoever reports it.
  await bench.open('amplify_outputs.json');
  await page.locator('.squiggly-error').first().waitFor();
  await page.keyboard.press('Control+Shift+M');
  await row('userPoolId').waitFor();
  await row(/`OFF`/).waitFor();
  await row('Expected comma').waitFor();
  const shown = (await rows.allInnerTexts()).map(words);
  check('Problems has each finding once', shown.length === 4, shown.join(' | '));
  const ours = shown.find((text) => text.includes('userPoolId')) ?? '';
  check('with its source, code and place', ours.includes('amplify') && ours.includes('unknown-key') && ours.includes('[Ln 5, Col 5]'), ours);
  check('the comma is reported by VS Code alone', shown.filter((text) => text.toLowerCase().includes('comma')).length === 1, shown.join(' | '));
  await bench.picture('1-problems');

  // The language status, behind the braces in the status bar.
  await page.locator('.statusbar-item[id="status.languageStatus"]').click();
  const status = page.locator('.hover-language-status').filter({ hasText: 'Amplify' });
  await status.waitFor();
  const said = words(await status.innerText());
  check('the status says what the file is and what runs', said.includes('Amplify Gen 2, version 1.4') && /amplify-ls \d/.test(said), said);
  await bench.picture('2-status');
  await page.keyboard.press('Escape');

  // Hover, by mouse.
  await bench.goTo(1, 1);
  await page.locator('.editor-instance .view-line span').filter({ hasText: /^"?aws_region"?$/ }).last().hover();
  const hover = page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').filter({ hasText: 'Region of the Cognito user pool' });
  await hover.first().waitFor();
  const explained = words(await hover.first().innerText());
  check('hover explains a field once', explained.split('Region of the Cognito').length === 2, explained);
  await bench.picture('3-hover');
  await page.mouse.move(700, 300);

  // The fix for what VS Code's JSON support found.
  const menu = page.locator('.action-widget');
  // A menu opened while the last edit is still on its way does not hold what is asked for.
  const openMenu = (line, column, title) => insist(async () => {
    await bench.goTo(line, column);
    await page.keyboard.press('Control+.');
    await menu.locator('.monaco-list-row').filter({ hasText: title }).waitFor({ timeout: 5000 });
    await menu.locator('.monaco-list-row.focused').waitFor({ timeout: 5000 });
  });
  await openMenu(7, 8, 'Insert `,`');
  await bench.picture('4-fix-of-json');
  for (let i = 0; i < 8 && (await menu.locator('.monaco-list-row.focused').filter({ hasText: 'Insert `,`' }).count()) === 0; i++) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await row('Expected comma').waitFor({ state: 'detached' });
  check('a fix for its finding is offered and works', (await bench.text()).includes('d3h9j5b2fa",'), await bench.text());

  // Our own fix, preferred.
  await openMenu(5, 8, 'Rename to `user_pool_id`');
  await bench.picture('5-fix');
  await bench.show('fixes', { withPanel: true });
  check('the fix is the first in the menu', (await menu.locator('.monaco-list-row.focused').filter({ hasText: 'Rename to' }).count()) === 1);
  await page.keyboard.press('Enter');
  await row('userPoolId').waitFor({ state: 'detached' });
  check('the fix is applied', (await bench.text()).includes('"user_pool_id": "us-east-1_Kd8sW3nQz"'), await bench.text());

  // Completion: a field in a new line, then a value between quotes that are there.
  await bench.goTo(4, 31);
  await page.keyboard.press('Enter');
  await page.keyboard.type('"ident', { delay: 50 });
  const list = page.locator('.suggest-widget.visible .monaco-list-row');
  const field = list.filter({ hasText: 'identity_pool_id' });
  await field.first().waitFor();
  check('completion of a field opens by itself, each once', (await field.count()) === 1, (await list.allInnerTexts()).join(' | '));
  await bench.picture('6-completion');
  await page.keyboard.press('Escape');
  await bench.goTo(5, 11);
  await page.keyboard.press('Control+Shift+K');
  await page.locator('.view-line').filter({ hasText: 'ident"' }).waitFor({ state: 'detached' });
  const value = list.filter({ hasText: 'NONE' });
  await insist(async () => {
    await bench.goTo(7, 29);
    await page.keyboard.press('Control+Space');
    await value.first().waitFor({ timeout: 5000 });
  });
  check('completion of a value, each once', (await value.count()) === 1, (await list.allInnerTexts()).join(' | '));
  await bench.picture('7-values');
  await value.first().click();
  await row(/`OFF`/).waitFor({ state: 'detached' });
  check('the value takes the place of the wrong one', (await bench.text()).includes('"mfa_configuration": "NONE"'), await bench.text());
  await page.locator('.markers-panel').getByText('No problems').waitFor();
  check('Problems is empty', (await rows.count()) === 0);
  await bench.picture('8-done');

  // How long VS Code says that it took to load, which is as long as others that load at the same moment let it take.
  await bench.runAny('Developer: Show Running Extensions');
  const running = page.locator('.runtime-extensions-editor .monaco-list-row');
  await running.filter({ hasText: 'AWS Amplify configuration' }).waitFor();
  const times = (await running.allInnerTexts()).map((text) => /^(.*?) [0-9.]+ .*Activation: (\d+)ms/.exec(words(text)));
  console.log(`info  loading while VS Code starts, as it measures it: ${times.filter(Boolean).map(([, name, ms]) => `${name} ${ms} ms`).join(', ')}`);
  const profile = words(await running.filter({ hasText: 'AWS Amplify configuration' }).innerText());
  const took = Number(/Activation: (\d+)ms/.exec(profile)?.[1]);
  check('it is loaded in a moment', took < 500, profile);
  check('and failed in nothing', !/error/i.test(profile), profile);
  await bench.picture('9-running');
  await page.keyboard.press('Control+W');
}

export const editing = { files: { 'amplify_outputs.json': WRONG }, play };