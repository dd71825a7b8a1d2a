// Makes an extension for one platform, with the program inside: `node scripts/package.mjs TARGET PROGRAM [FILE.vsix]`.
// Without arguments: the universal one, which looks for the program in PATH.
//
// TARGET is a platform as VS Code calls it (linux-x64, darwin-arm64, win32-x64, ...). To be run on Unix, so that the
// program inside can be executed.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const extension = path.resolve(import.meta.dirname, '..');
const [target, program, file = `amplify-ls${target ? `-${target}` : ''}.vsix`] = process.argv.slice(2);
if (target && !program) throw new Error('name the program for this platform');

await import('./build.mjs');
const folder = path.join(extension, 'server');
fs.rmSync(folder, { recursive: true, force: true });
if (target) {
  fs.mkdirSync(folder);
  const inside = path.join(folder, target.startsWith('win32') ? 'amplify-ls.exe' : 'amplify-ls');
  fs.copyFileSync(program, inside);
  fs.chmodSync(inside, 0o755);
}
const vsce = path.join(extension, 'node_modules/.bin/vsce');
const options = ['package', '--no-dependencies', '--pre-release', '-o', path.resolve(file)];
execFileSync(vsce, target ? [...options, '--target', target] : options, { cwd: extension, stdio: 'inherit' });
