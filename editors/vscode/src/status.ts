// The items in the language status: what is open and whether it is checked, and how it stands with the AWS account.
import * as vscode from 'vscode';
import { isAllowed, time, trouble } from './accountStatus';
import { CONFIGURATIONS, SELECTOR, describe, regionsOf } from './files';
import type { Session } from './session';

const { Error: FAILED, Information, Warning } = vscode.LanguageStatusSeverity;

/** Shows both as long as it lives. */
export function createStatus(session: Session): vscode.Disposable {
  const file = vscode.languages.createLanguageStatusItem('amplify-ls', SELECTOR);
  file.name = 'Amplify';
  file.command = { title: vscode.l10n.t('Menu'), command: 'amplify-ls.showMenu' };
  const account = vscode.languages.createLanguageStatusItem('amplify-ls.account', CONFIGURATIONS);
  account.name = vscode.l10n.t('AWS account of Amplify files');
  const show = () => {
    showFile(file, session);
    showAccount(account, session);
  };
  show();
  return vscode.Disposable.from(
    file,
    account,
    session.onDidChange(show),
    session.onDidChangeAccount(show),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document && vscode.languages.match(SELECTOR, document) > 0) show();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('amplify-ls.account') && show()),
  );
}

function showFile(item: vscode.LanguageStatusItem, session: Session): void {
  const document = vscode.window.activeTextEditor?.document;
  item.text = (document && describe(document)) ?? 'Amplify';
  item.busy = session.phase === 'starting';
  item.severity = session.phase === 'failed' ? FAILED : session.phase === 'stopped' ? Warning : Information;
  item.detail = session.problem
    ?? (session.phase === 'running' ? `amplify-ls ${session.program?.version}` : vscode.l10n.t('Not running'));
}

function showAccount(item: vscode.LanguageStatusItem, session: Session): void {
  const status = session.account;
  const isOn = status.state !== 'off';
  item.busy = status.state === 'loading';
  item.severity = status.state === 'trouble' ? Warning : Information;
  item.command = { title: vscode.l10n.t('Menu'), command: 'amplify-ls.showMenu' };
  if (!isOn) {
    item.text = vscode.l10n.t('AWS is not asked');
    item.detail = '';
    if (!vscode.workspace.isTrusted) {
      item.detail = vscode.l10n.t('This folder is not trusted');
      item.command = { title: vscode.l10n.t('Manage trust'), command: 'workbench.trust.manage' };
    } else if (!isAllowed()) {
      item.command = { title: vscode.l10n.t('Ask AWS'), command: 'amplify-ls.checkAccount' };
    }
    return;
  }
  item.text = status.source === 'snapshot'
    ? vscode.l10n.t('Snapshot of an AWS account')
    : status.profile ? vscode.l10n.t('AWS, profile {0}', status.profile) : vscode.l10n.t('AWS, as the environment says');
  const document = vscode.window.activeTextEditor?.document;
  const chosen = vscode.workspace.getConfiguration('amplify-ls.account').get<string[]>('regions', []);
  const regions = chosen.length > 0 ? chosen : document ? regionsOf(document) : [];
  const where = regions.join(', ');
  const state = status.state === 'loading' ? vscode.l10n.t('being asked') : vscode.l10n.t('as of {0}', time(status));
  // There is little room: what is wrong comes first.
  item.detail = status.state === 'trouble' ? trouble(status) : where ? `${where}: ${state}` : state;
}
