// What the user has done with the AWS account: asking it, whom to ask as and where, what is made of the answers.
import * as vscode from 'vscode';
import { CodeActionRequest, CodeActionResolveRequest, CodeActionTriggerKind } from 'vscode-languageclient/node';
import { isAllowed, trouble, type AccountStatus } from './accountStatus';
import { configuration, runningOf, say } from './needs';
import { showReport } from './pages';
import type { Session } from './session';

const SECTION = 'amplify-ls.account';
// What the server calls it; other actions of that kind take another user pool.
const FILL = 'Fill in from the user pool';
const SLOW_MS = 60_000;
const MOMENT_MS = 5_000;

/** Asks again about what is open, or, with `anew`, after everything that is known was forgotten. */
export async function check(session: Session, anew: boolean): Promise<void> {
  const client = runningOf(session);
  if (!client) return;
  const wasOff = !isAllowed();
  if (!(await allow())) return;
  const command = anew ? 'amplify-ls.reloadAccount' : 'amplify-ls.checkAccount';
  const status = await asking(async () => {
    const told = next(session, () => true, MOMENT_MS);
    // What was just allowed is asked without being told to.
    if (!wasOff) await client.sendRequest('workspace/executeCommand', { command });
    await told;
    return settled(session);
  });
  answer(status);
}

/** Lets the user choose whom to ask as. */
export async function selectProfile(session: Session): Promise<void> {
  const client = runningOf(session);
  if (!client) return;
  const { profiles } = await client.sendRequest<{ profiles: { name: string; region?: string; signsIn: boolean }[] }>(
    'amplify/profiles', {});
  const set = setting('profile', '');
  const signIn = vscode.l10n.t('signs in by SSO');
  const entries = [
    { label: vscode.l10n.t('As the environment says'), description: 'AWS_PROFILE, default', profile: '' },
    ...profiles.map(({ name, region, signsIn }) => ({
      label: name,
      description: [region, signsIn && signIn].filter(Boolean).join(', '),
      profile: name,
    })),
  ].map((entry) => ({ ...entry, iconPath: new vscode.ThemeIcon(entry.profile === set ? 'check' : 'blank') }));
  const chosen = await vscode.window.showQuickPick(entries, { placeHolder: vscode.l10n.t('Ask AWS with this profile') });
  if (!chosen) return;
  await update('profile', chosen.profile || undefined);
  await allow();
}

/** Lets the user choose where to ask. */
export async function selectRegions(session: Session): Promise<void> {
  const client = runningOf(session);
  if (!client) return;
  const { regions } = await client.sendRequest<{ regions: { name: string; title: string }[] }>('amplify/regions', {});
  const set = setting<string[]>('regions', []);
  const entries = regions.map(({ name, title }) => ({ label: name, description: title, picked: set.includes(name) }));
  // Those that count already come first: there are dozens.
  entries.sort((one, other) => Number(other.picked) - Number(one.picked));
  const chosen = await vscode.window.showQuickPick(entries, {
    canPickMany: true,
    matchOnDescription: true,
    placeHolder: vscode.l10n.t('Ask AWS only in these regions; none: in those that your files name'),
  });
  if (!chosen) return;
  await update('regions', chosen.length > 0 ? chosen.map(({ label }) => label) : undefined);
}

/** Writes what the account says of the user pool into the file on the screen. */
export async function fillFromPool(session: Session): Promise<void> {
  const client = runningOf(session);
  const document = configuration();
  if (!client || !document || !(await allow())) return;
  const status = await asking(() => settled(session));
  const range = { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } };
  const asked = {
    textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
    range,
    // A user asked, so the server asks AWS what it does not know yet.
    context: { diagnostics: [], only: ['refactor.rewrite'], triggerKind: CodeActionTriggerKind.Invoked },
  };
  const offered = await client.sendRequest(CodeActionRequest.type, asked);
  const action = (offered ?? []).find((one) => 'kind' in one && one.title.startsWith(FILL));
  if (!action || !('kind' in action)) {
    if (status.state === 'ready') say(vscode.l10n.t('Nothing is to be filled in: the file says what its user pool says, or names none'));
    else answer(status);
    return;
  }
  const { edit } = action.edit ? action : await client.sendRequest(CodeActionResolveRequest.type, action);
  if (edit) await vscode.workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit));
}

/** Shows whether the user pool of a file could be imported into an Amplify project. */
export async function importReadiness(session: Session, uri: string | undefined): Promise<void> {
  const client = runningOf(session);
  const of = uri ?? configuration()?.uri.toString();
  if (!client || !of || !(await allow())) return;
  await begun(session);
  const report = await asking(() =>
    client.sendRequest<string | null>('workspace/executeCommand', { command: 'amplify-ls.importReadiness', arguments: [of] }));
  if (report) await showReport(vscode.l10n.t('Import readiness'), report);
}

/** Whether AWS may be asked; if it may not, the user is asked first. Nobody is asked in a folder that is not trusted. */
export async function allow(): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t('Manage trust');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t('AWS is not asked about a folder that you do not trust'), manage);
    if (chosen) await vscode.commands.executeCommand('workbench.trust.manage');
    return false;
  }
  if (isAllowed()) return true;
  const yes = vscode.l10n.t('Ask AWS');
  const detail = vscode.l10n.t(
    'Only read calls to Cognito are made, with your own AWS credentials. This switches on amplify-ls.account.enabled in your settings, for all folders.',
  );
  const question = vscode.l10n.t('Compare your Amplify files with your AWS account?');
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, yes)) !== yes) return false;
  await update('enabled', true);
  return true;
}

/** Answers the user who asked for it; what goes on by itself is for the status item. */
function answer(status: AccountStatus): void {
  if (status.state === 'trouble') void vscode.window.showWarningMessage(trouble(status));
  else if (status.state === 'off') say(vscode.l10n.t('AWS is not asked: AMPLIFY_LS_OFFLINE is set, or the snapshot cannot be read'));
  else vscode.window.setStatusBarMessage(vscode.l10n.t('Compared with the AWS account'), MOMENT_MS);
}

/** How it stands once no answer is to come. */
async function settled(session: Session): Promise<AccountStatus> {
  const isSettled = ({ state }: AccountStatus) => state === 'ready' || state === 'trouble';
  await begun(session);
  if (session.account.state === 'loading') await next(session, isSettled, SLOW_MS);
  return session.account;
}

/** Right after it was allowed the server may not know it yet. */
export async function begun(session: Session): Promise<void> {
  if (session.account.state === 'off') await next(session, ({ state }) => state !== 'off', MOMENT_MS);
}

/** Waits until something is told that is so, or for that long. */
function next(session: Session, isSo: (status: AccountStatus) => boolean, limit: number): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      clearTimeout(timer);
      listening.dispose();
      done();
    };
    const timer = setTimeout(finish, limit);
    const listening = session.onDidChangeAccount((status) => isSo(status) && finish());
  });
}

export function asking<T>(work: () => Thenable<T>): Thenable<T> {
  const title = vscode.l10n.t('Asking AWS');
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

function setting<T>(name: string, otherwise: T): T {
  return vscode.workspace.getConfiguration(SECTION).get(name, otherwise);
}

/** The user's own settings: no folder is to say whom to ask. */
async function update(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(SECTION).update(name, value, vscode.ConfigurationTarget.Global);
}
