// The part that is loaded with the first file of Amplify: the server, its status, what the commands do.
import * as vscode from 'vscode';
import { commands } from './commands';
import { pages } from './pages';
import type { Program } from './program';
import { Session } from './session';
import { createStatus } from './status';

export type { Session };

/** Makes a session, which is not started yet, and what belongs to it; `program` is the one to start with. */
export function open(context: vscode.ExtensionContext, program?: Promise<Program>): { session: Session; commands: ReturnType<typeof commands> } {
  const session = new Session(context, program);
  context.subscriptions.push(
    session,
    createStatus(session),
    pages(session),
    vscode.workspace.onDidGrantWorkspaceTrust(() => session.settingsChanged()),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      const isOther = ['server.path', 'server.extraEnv'].some((key) => event.affectsConfiguration(`amplify-ls.${key}`));
      if (isOther && session.phase !== 'stopped') await session.restart();
    }),
  );
  return { session, commands: commands(session, String(context.extension.packageJSON.version)) };
}
