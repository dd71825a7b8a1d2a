// Makes an extension for one platform, with the programs inside: `node scripts/package.mjs TARGET PROGRAM [FILE.vsix]`.
// Without arguments: the universal one, which looks for the program in PATH.
//
// TARGET is a platform as VS Code calls it (linux-x64, darwin-arm64, win32-x64, ...). PROGRAM is amplify-ls, and
// amplify-ls-account lies beside it. To be run on Unix, so that the programs inside can be executed.
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
  const suffix = target.startsWith('win32') ? '.exe' : '';
  const other = path.join(path.dirname(program), `amplify-ls-account${suffix}`);
  for (const [from, name] of [[program, 'amplify-ls'], [other, 'amplify-ls-account']]) {
    const inside = path.join(folder, name + suffix);
    fs.copyFileSync(from, inside);
    fs.chmodSync(inside, 0o755);
  }
}
const vsce = path.join(extension, 'node_modules/.bin/vsce');
const options = ['package', '--no-dependencies', '--pre-release', '-o', path.resolve(file)];
execFileSync(vsce, target ? [...options, '--target', target] : options, { cwd: extension, stdio: 'inherit' });
