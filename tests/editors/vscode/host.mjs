// Runs the suite inside the extension host of a real VS Code: `node host.mjs FILE.vsix`.
//
// The extension is installed as a person would install it. The suite is an empty second extension whose `index.js` exports
// `run`; the workbench loads it into the extension host, and hands its console and its end to the page.
import path from 'node:path';
import { openWorkbench } from './workbench.mjs';

const MARK = '[suite] ';
const suite = path.join(import.meta.dirname, 'suite');
let finish;
const finished = new Promise((done) => { finish = done; });
const limit = setTimeout(() => finish('nothing came for too long'), 240_000);
const bench = await openWorkbench({
  vsix: path.resolve(process.argv[2]),
  files: { 'package.json': '{}\n' },
  second: { 'package.json': '{}\n' },
  payload: (authority) => {
    const uri = (file) => `vscode-remote://${authority}${file}`;
    return [
      ['extensionDevelopmentPath', uri(suite)],
      ['extensionTestsPath', uri(path.join(suite, 'index.js'))],
      ['skipWelcome', 'true'],
    ];
  },
  expose: {
    codeAutomationLog: (_, parts) => {
      const text = parts.join(' ');
      if (text.startsWith(MARK)) console.log(text.slice(MARK.length));
    },
    codeAutomationExit: (code) => finish(code),
  },
});
const code = await finished;
clearTimeout(limit);
if (code !== 0) console.log(`the extension host ended: ${code}`);
await bench.close();
process.exit(code === 0 ? 0 : 1);
