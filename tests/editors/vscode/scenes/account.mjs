// Beside an AWS account: it is allowed by a question, ids are proposed, and what is chosen shows in the language status.
import fs from 'node:fs';
import path from 'node:path';
import { insist, words } from '../workbench.mjs';

const { shop } = JSON.parse(fs.readFileSync(process.env.ACCOUNT, 'utf8'));
const FILE = `{
  "version": "1.4",
  "auth": {
    "aws_region": "us-east-1",
    "user_pool_id": "",
    "user_pool_client_id": "${shop.web.id}"
  }
}
`;

async function play(bench, check) {
  const { page } = bench;
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const row = (text) => rows.filter({ hasText: text });

  // Nothing is asked before the user says so.
  await page.keyboard.press('Escape');
  await bench.open('amplify_outputs.shop.json');
  const off = await bench.status('AWS is not asked', '10-not-asked');
  check('the status says that AWS is not asked, and offers to', off.includes('AWS is not asked') && off.includes('Ask AWS'), off);
  const dialog = page.locator('.monaco-dialog-box');
  await bench.run('checkAccount', 'Check against AWS');
  await dialog.waitFor();
  const question = words(await dialog.innerText());
  check('before that there is a question', /Compare your Amplify files with your AWS account\?.*Only read calls.*own AWS credentials.*amplify-ls\.account\.enabled/.test(question), question);
  await bench.picture('11-question');
  await dialog.getByText('Cancel').click();
  await dialog.waitFor({ state: 'detached' });
  const declined = await bench.status('AWS is not asked');
  check('a no is a no', declined.includes('Ask AWS'), declined);
  await bench.run('checkAccount', 'Check against AWS');
  await dialog.getByText('Ask AWS').click();
  const on = await bench.status('AWS, as the', '12-asked');
  check('the status says as whom and where it is asked', /AWS, as the environment says us-east-1: (as of|being asked)/.test(on), on);

  // Completion of what lives in the account.
  const list = page.locator('.suggest-widget.visible .monaco-list-row');
  const pool = list.filter({ hasText: 'shop users' });
  await insist(async () => {
    await bench.goTo(5, 22);
    await page.keyboard.press('Control+Space');
    await pool.first().waitFor({ timeout: 5000 });
  }, 6);
  const offered = words((await list.allInnerTexts()).join(' | '));
  check('user pools of the account are proposed by name, each once', (await pool.count()) === 1 && offered.includes('legacy users'), offered);
  check('with their ids', offered.includes(shop.pool), offered);
  await bench.picture('13-live-completion');
  await bench.show('completion', { withPanel: false });
  await pool.first().click();
  await page.locator('.editor-instance .view-line').filter({ hasText: shop.pool }).waitFor();
  check('the id is written', (await bench.text()).includes(`"user_pool_id": "${shop.pool}"`), await bench.text());

  // Whom to ask as.
  await bench.run('selectProfile', 'Select AWS profile');
  await row('signed-out').waitFor();
  const profiles = words((await rows.allInnerTexts()).join(' | '));
  check('the profiles of the machine are offered', /environment.*default.*shop.*us-east-1.*signed-out.*signs in by SSO/.test(profiles), profiles);
  await bench.picture('14-profiles');
  await row('signed-out').click();
  const trouble = await bench.status('signed out', '15-trouble');
  check('what is wrong is said where it is looked for', /AWS, profile signed-out This AWS profile is signed out/.test(trouble), trouble);
  await bench.run('selectProfile', 'Select AWS profile');
  await row('shop').first().click();
  await bench.status('AWS, profile shop');

  // And where.
  await bench.run('selectRegions', 'Select AWS regions');
  await row('af-south-1').waitFor();
  for (const region of ['us-east-1', 'eu-west-1']) {
    await page.keyboard.type(region);
    await rows.first().filter({ hasText: region }).waitFor();
    await rows.first().locator('.monaco-checkbox, input[type=checkbox], .quick-input-list-checkbox').first().click();
    await page.locator('.quick-input-widget .quick-input-box input').fill('');
  }
  await bench.picture('16-regions');
  await page.keyboard.press('Enter');
  const regions = await bench.status(/eu-west-1.*as of/);
  check('the regions are those that were chosen', /(eu-west-1, us-east-1|us-east-1, eu-west-1): as of/.test(regions), regions);

  // The menu, and the report behind it.
  await bench.run('showMenu', 'Show menu');
  await row('Apply all safe fixes').waitFor();
  await bench.picture('17-menu');
  // Only what fits on the screen is drawn; above the first is the last.
  let menu = await rows.allInnerTexts();
  await page.keyboard.press('ArrowUp');
  await row('Open settings').waitFor();
  menu = words([...menu, ...(await rows.allInnerTexts())].join(' | '));
  check('the menu holds what can be done', ['safe fixes', 'Fill in', 'imported', 'without ids', 'Check against AWS', 'profile', 'regions',
    'credentials again', 'New Amplify file', 'Explain', 'Restart', 'output', 'bug report', 'settings'].every((word) => menu.includes(word)), menu);
  await page.keyboard.type('can be imported');
  await row('Check whether the user pool can be imported').click();
  const report = page.locator('.editor-instance .view-line').filter({ hasText: /Can.*shop.users.*be.*imported/ });
  await report.first().waitFor();
  await page.locator('.notification-list-item').filter({ hasText: 'be imported?' }).first().waitFor();
  check('the report on the import is shown as a page', (await page.locator('.tab').filter({ hasText: 'Import readiness' }).count()) === 1);
  await bench.picture('18-import');

  // A whole file for a user pool of the account.
  await bench.run('newFile', 'New Amplify file');
  await row('amplify_outputs.json').first().click();
  await row('For a user pool of the AWS account').click();
  await row('shop users').waitFor();
  await bench.picture('21-new-file');
  await row('shop users').click();
  // What is clear is not asked: there is one client without a secret, and one identity pool that takes its tokens.
  await page.locator('.editor-instance .view-line').filter({ hasText: shop.web.id }).first().waitFor();
  const made = await bench.text();
  check('a new file is made for a user pool of the account', [shop.pool, shop.web.id, shop.identity_pool].every((id) => made.includes(id)), made);
  check('it is not saved', !fs.existsSync(path.join(bench.workspace, 'amplify_outputs.new.json')));

  // What the program says.
  await bench.run('showOutput', 'Show output');
  const output = page.locator('.panel .view-line');
  await output.filter({ hasText: /amplify-ls.\d.*server\/amplify-ls.\(extension\)/ }).first().waitFor();
  check('the output says which program runs', true);
  await bench.picture('19-output');
  const machine = path.join(bench.home, 'data/Machine/settings.json');
  const settings = JSON.parse(fs.readFileSync(machine, 'utf8'));
  check('what was chosen is in the settings of the machine', settings['amplify-ls.account.enabled'] === true
    && settings['amplify-ls.account.profile'] === 'shop' && settings['amplify-ls.account.regions'].length === 2, JSON.stringify(settings));
}

export const account = { files: { 'amplify_outputs.shop.json': FILE }, play };
