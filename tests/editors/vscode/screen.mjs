// What only a screen shows: `node screen.mjs FILE.vsix` types and clicks in a real VS Code and reads what is drawn.
//
// ENDPOINT and ACCOUNT, which `emulator.py` sets, say where an AWS account is and what is in it. Pictures of each step are
// left in the folder of the editors; with UPDATE_EXPECT those of the documentation are written anew.
import path from 'node:path';
import { check, close } from './checks.mjs';
import onScreen from './on-screen.json' with { type: 'json' };
import { account } from './scenes/account.mjs';
import { editing } from './scenes/editing.mjs';
import { openWorkbench } from './workbench.mjs';

const bench = await openWorkbench({
  vsix: path.resolve(process.argv[2]),
  files: { 'package.json': '{}\n', ...editing.files, ...account.files },
  machine: { 'amplify-ls.account.endpoint': process.env.ENDPOINT },
});
for (const [name, scene] of Object.entries({ editing, account })) {
  try {
    await scene.play(bench, check);
  } catch (error) {
    const places = error.stack.split('\n').filter((line) => line.includes('scenes/'));
    check(`${name}: every step found what it waited for`, false, [...error.message.split('\n').slice(0, 4), ...places].join('\n'));
    await bench.picture(`failure-${name}`);
    console.log(bench.serverLog().slice(-2000));
  }
}
const left = onScreen.filter((name) => !bench.tried.has(name));
check('every command that belongs on a screen was tried', left.length === 0, left.join());
await bench.close();
close();
