// Writes the settings into package.json: those of ../settings.json, with the codes of all rules from docs/rules.
//
//   node scripts/manifest.mjs            writes it
//   node scripts/manifest.mjs --check    fails if it is stale
//
// It needs no package, so that it can run before `npm ci`.
import fs from 'node:fs';
import path from 'node:path';

const extension = path.resolve(import.meta.dirname, '..');
const repository = path.resolve(extension, '../..');
const read = (file) => fs.readFileSync(file, 'utf8');

const { server, vscode } = JSON.parse(read(path.join(extension, '../settings.json')));
const rows = read(path.join(repository, 'docs/rules/README.md')).matchAll(/^\| \[`([a-z0-9-]+)`\]\([^)]*\) \| (.+) \|$/gm);
const rules = [...rows].map(([, code, title]) => [code, title]);
if (rules.length === 0) throw new Error('no rule found in docs/rules/README.md');

const properties = {};
let order = 0;
for (const [name, { description, values, restricted, ...setting }] of Object.entries({ ...server, ...vscode })) {
  properties[`amplify-ls.${name}`] = { markdownDescription: description, order: order++, scope: 'resource', ...setting };
}
const severity = properties['amplify-ls.severity'];
severity.properties = Object.fromEntries(
  rules.map(([code, title]) => [code, { enum: server.severity.values, markdownDescription: title }]),
);
severity.additionalProperties = false;

const file = path.join(extension, 'package.json');
const manifest = JSON.parse(read(file));
manifest.contributes.configuration.properties = properties;
manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = Object.entries(vscode)
  .filter(([, { restricted }]) => restricted)
  .map(([name]) => `amplify-ls.${name}`);
const text = `${JSON.stringify(manifest, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  fs.writeFileSync(file, text);
} else if (read(file) !== text) {
  console.error('package.json is stale: run `node editors/vscode/scripts/manifest.mjs`');
  process.exit(1);
}
