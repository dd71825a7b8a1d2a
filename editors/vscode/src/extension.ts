// What is loaded with every JSON file: it looks at names, and loads the rest with the first file that is ours.
import * as vscode from 'vscode';
import type * as client from './client';
import { CONFIGURATION_FILE, SELECTOR } from './files';
import { findProgram, type Program } from './program';

const COMMANDS = [
  'restart', 'showOutput', 'showRule', 'fixAll', 'copyBugReport', 'copyRedacted', 'newFile', 'checkAccount', 'reloadAccount',
  'selectProfile', 'selectRegions', 'fillFromPool', 'importReadiness', 'showMenu',
];

let opened: ReturnType<typeof client.open> | undefined;

/** Gives tests and other extensions a look at the session, if there is one. */
export function activate(context: vscode.ExtensionContext) {
  const began = performance.now();
  const load = (program?: Promise<Program>) => (opened ??= (require('./client') as typeof client).open(context, program));
  let started: Promise<void> | undefined;
  // Later, but at once: what is loaded is large, and VS Code waits for this to be activated.
  const start = () => (started ??= new Promise(setImmediate).then(() => {
    // The program is tried while the rest is being loaded.
    const program = findProgram(context.extensionPath);
    program.catch(() => {});
    return load(program).session.start();
  }));
  const consider = (document: vscode.TextDocument) => {
    if (!started && vscode.languages.match(SELECTOR, document) > 0) void start();
  };
  // A file that is there will be opened, or another is compared with it: the program is up by then.
  const look = async () => {
    const found = await vscode.workspace.findFiles(CONFIGURATION_FILE, '**/node_modules/**', 1);
    if (found.length > 0) void start();
  };
  const watcher = vscode.workspace.createFileSystemWatcher(CONFIGURATION_FILE, false, true, true);
  context.subscriptions.push(
    watcher,
    watcher.onDidCreate(({ path }) => {
      if (!path.includes('/node_modules/')) void start();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(look),
    vscode.workspace.onDidOpenTextDocument(consider),
    ...COMMANDS.map((name) =>
      vscode.commands.registerCommand(`amplify-ls.${name}`, async (argument) => {
        if (name === 'restart') started ??= Promise.resolve();
        else await start();
        return load().commands[name](argument);
      }),
    ),
  );
  for (const document of vscode.workspace.textDocuments) consider(document);
  if (!started) setImmediate(look);
  return {
    /** Milliseconds that this took. */
    activation: performance.now() - began,
    session: () => {
      const session = opened?.session;
      if (!session) return undefined;
      const { phase, problem, program, account } = session;
      return { phase, problem, program, account };
    },
  };
}

/** VS Code waits for the server to end. */
export async function deactivate(): Promise<void> {
  await opened?.session.stop();
}
