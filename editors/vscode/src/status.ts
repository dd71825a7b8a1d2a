// The item in the language status, and the menu behind it.
import * as vscode from 'vscode';
import { SELECTOR, describe } from './files';
import type { Session } from './session';

/** Shows what is open and whether it is checked. */
export function createStatus(session: Session): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('amplify-ls', SELECTOR);
  item.name = 'Amplify';
  item.command = { title: vscode.l10n.t('Menu'), command: 'amplify-ls.showMenu' };
  const show = () => {
    const document = vscode.window.activeTextEditor?.document;
    item.text = (document && describe(document)) ?? 'Amplify';
    item.busy = session.phase === 'starting';
    item.severity = session.phase === 'failed' ? vscode.LanguageStatusSeverity.Error
      : session.phase === 'stopped' ? vscode.LanguageStatusSeverity.Warning
        : vscode.LanguageStatusSeverity.Information;
    item.detail = session.problem
      ?? (session.phase === 'running' ? `amplify-ls ${session.program?.version}` : vscode.l10n.t('Not running'));
  };
  show();
  return vscode.Disposable.from(
    item,
    session.onDidChange(show),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidSaveTextDocument(show),
  );
}

/** What can be done, to choose from. */
export async function showMenu(): Promise<void> {
  const entries = [
    { label: vscode.l10n.t('Apply all safe fixes'), command: 'amplify-ls.fixAll' },
    { label: vscode.l10n.t('Explain a rule'), command: 'amplify-ls.showRule' },
    { label: vscode.l10n.t('Restart server'), command: 'amplify-ls.restart' },
    { label: vscode.l10n.t('Show output'), command: 'amplify-ls.showOutput' },
    { label: vscode.l10n.t('Copy bug report without ids or keys'), command: 'amplify-ls.copyBugReport' },
    { label: vscode.l10n.t('Open settings'), command: 'workbench.action.openSettings', argument: 'amplify-ls' },
  ];
  const chosen = await vscode.window.showQuickPick(entries, { placeHolder: 'Amplify' });
  if (chosen) await vscode.commands.executeCommand(chosen.command, ...(chosen.argument ? [chosen.argument] : []));
}
