// What is loaded with every JSON file: it looks at the name, and loads the rest with the first file that is ours.
import * as vscode from 'vscode';
import type * as client from './client';
import { SELECTOR } from './files';

const COMMANDS = [
  'restart', 'showOutput', 'showRule', 'fixAll', 'copyBugReport', 'copyRedacted', 'newFile', 'checkAccount', 'reloadAccount',
  'selectProfile', 'selectRegions', 'fillFromPool', 'importReadiness', 'showMenu',
];

let opened: ReturnType<typeof client.open> | undefined;

/** Gives tests and other extensions a look at the session, if there is one. */
export function activate(context: vscode.ExtensionContext) {
  const load = () => (opened ??= (require('./client') as typeof client).open(context));
  let isStarted = false;
  const consider = async (document: vscode.TextDocument) => {
    if (isStarted || vscode.languages.match(SELECTOR, document) === 0) return;
    isStarted = true;
    await load().session.start();
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(consider),
    ...COMMANDS.map((name) =>
      vscode.commands.registerCommand(`amplify-ls.${name}`, async (argument) => {
        if (!isStarted && name !== 'restart') {
          isStarted = true;
          await load().session.start();
        }
        isStarted = true;
        return load().commands[name](argument);
      }),
    ),
  );
  for (const document of vscode.workspace.textDocuments) void consider(document);
  return {
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
