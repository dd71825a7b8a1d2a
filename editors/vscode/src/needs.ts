// What a command needs before it can do anything; what lacks is said to the user.
import * as vscode from 'vscode';
import { CONFIGURATIONS } from './files';
import type { AmplifyClient } from './languageClient';
import type { Session } from './session';

/** Answers the user. */
export function say(text: string): void {
  void vscode.window.showInformationMessage(text);
}

/** The client, if the server runs. */
export function runningOf(session: Session): AmplifyClient | undefined {
  const client = session.running;
  if (!client) say(vscode.l10n.t('amplify-ls is not running: {0}', session.problem ?? ''));
  return client;
}

/** The configuration on the screen. */
export function configuration(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document && vscode.languages.match(CONFIGURATIONS, document) > 0) return document;
  say(vscode.l10n.t('Open an Amplify configuration file first'));
  return undefined;
}
