#!/usr/bin/env node
// Starts the program that npm installed for this machine, in a package of its own, and ends as it ends.
'use strict';
const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const name = `@amplify-ls/${process.platform}-${process.arch}`;
const file = process.platform === 'win32' ? 'amplify-ls.exe' : 'amplify-ls';
let program;
try {
  program = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(
    `amplify-ls: the package ${name}, which holds the program for this machine, is not installed: ` +
      'it is an optional dependency, or there is none for this machine',
  );
  process.exit(2);
}
// The same standard input and output: an editor speaks with the program itself.
const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`amplify-ls: ${program} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
