// A copy of the file on the screen that can be shown to others, into the clipboard.
import * as vscode from 'vscode';
import { JSON_FILES } from './files';
import { configuration, say } from './needs';
import { run } from './program';
import type { Session } from './session';

export async function copyRedacted(session: Session): Promise<void> {
  const document = configuration();
  if (!document) return;
  const { program } = session;
  if (!program) {
    say(vscode.l10n.t('amplify-ls is not running: {0}', session.problem ?? ''));
    return;
  }
  const isJson = vscode.languages.match(JSON_FILES, document) > 0;
  if (!isJson && (document.isDirty || document.uri.scheme !== 'file')) {
    say(vscode.l10n.t('Save the file first'));
    return;
  }
  try {
    // Where a configuration begins in a file of code is known by the name of the file.
    const copy = isJson
      ? await run(program, ['redact', '-'], document.getText())
      : await run(program, ['redact', document.uri.fsPath]);
    await vscode.env.clipboard.writeText(copy);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The copy is in the clipboard; look at it before you show it'), 5000);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}
