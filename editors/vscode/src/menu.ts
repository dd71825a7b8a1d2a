// What can be done, to choose from: the menu behind the items in the language status.
import * as vscode from 'vscode';
import { CONFIGURATIONS } from './files';

interface Entry extends vscode.QuickPickItem {
  command?: string;
  argument?: string;
}

export async function showMenu(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const isConfiguration = document !== undefined && vscode.languages.match(CONFIGURATIONS, document) > 0;
  const entry = (label: string, command: string, argument?: string): Entry => ({ label, command, argument });
  const group = (label: string, entries: Entry[]): Entry[] =>
    [{ label, kind: vscode.QuickPickItemKind.Separator }, ...entries];
  const entries: Entry[] = [
    ...(isConfiguration
      ? group(vscode.l10n.t('This file'), [
        entry(vscode.l10n.t('Apply all safe fixes'), 'amplify-ls.fixAll'),
        entry(vscode.l10n.t('Fill in from the user pool'), 'amplify-ls.fillFromPool'),
        entry(vscode.l10n.t('Check whether the user pool can be imported'), 'amplify-ls.importReadiness'),
        entry(vscode.l10n.t('Copy this file without ids or keys'), 'amplify-ls.copyRedacted'),
      ])
      : []),
    ...group('AWS', [
      entry(vscode.l10n.t('Check against AWS'), 'amplify-ls.checkAccount'),
      entry(vscode.l10n.t('Select AWS profile'), 'amplify-ls.selectProfile'),
      entry(vscode.l10n.t('Select AWS regions'), 'amplify-ls.selectRegions'),
      entry(vscode.l10n.t('Read AWS credentials again and forget all answers'), 'amplify-ls.reloadAccount'),
    ]),
    ...group('amplify-ls', [
      entry(vscode.l10n.t('New Amplify file'), 'amplify-ls.newFile'),
      entry(vscode.l10n.t('Explain a rule'), 'amplify-ls.showRule'),
      entry(vscode.l10n.t('Restart server'), 'amplify-ls.restart'),
      entry(vscode.l10n.t('Show output'), 'amplify-ls.showOutput'),
      entry(vscode.l10n.t('Copy bug report without ids or keys'), 'amplify-ls.copyBugReport'),
      entry(vscode.l10n.t('Open settings'), 'workbench.action.openSettings', 'amplify-ls'),
    ]),
  ];
  const chosen = await vscode.window.showQuickPick(entries, { placeHolder: 'Amplify' });
  if (chosen?.command) await vscode.commands.executeCommand(chosen.command, ...(chosen.argument ? [chosen.argument] : []));
}
