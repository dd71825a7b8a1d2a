// A new configuration file, with gaps or for a user pool of the account: not saved yet, so that the user sees it first.
import * as vscode from 'vscode';
import { allow, asking, begun } from './account';
import { runningOf, say } from './needs';
import { run } from './program';
import type { Session } from './session';

const GEN1 = 'amplifyconfiguration.json';

interface Choice {
  choose: 'region' | 'pool' | 'client' | 'identityPool';
  choices: { value: string; label: string; detail: string }[];
}

/** Asks for the kind, unless it is given, then whether it is to be a user pool of the account, and shows the file. */
export async function newFile(session: Session, asked: string | undefined): Promise<void> {
  const { program } = session;
  if (!program) {
    say(vscode.l10n.t('amplify-ls is not running: {0}', session.problem ?? ''));
    return;
  }
  const kinds = [
    { label: 'amplify_outputs.json', description: vscode.l10n.t('Amplify Gen 2'), template: 'gen2' },
    { label: GEN1, description: vscode.l10n.t('Amplify Gen 1, for Swift, Android and Flutter'), template: 'gen1-mobile' },
    { label: GEN1, description: vscode.l10n.t('Amplify Gen 1, for JavaScript'), template: 'gen1-web' },
  ];
  const kind = kinds.find(({ template }) => template === asked)
    ?? (await vscode.window.showQuickPick(kinds, { placeHolder: vscode.l10n.t('New Amplify file') }));
  if (!kind) return;
  const ways = [
    { label: vscode.l10n.t('With gaps to fill in'), isLive: false },
    { label: vscode.l10n.t('For a user pool of the AWS account'), isLive: true },
  ];
  const way = asked ? ways[0] : await vscode.window.showQuickPick(ways, { placeHolder: kind.label });
  if (!way) return;
  const folder = await folderOfChoice();
  const uri = await free(folder, kind.label);
  const text = way.isLive ? await ofAccount(session, kind.template, uri) : await run(program, ['new', kind.template]);
  if (text !== undefined) await show(uri, text);
}

/** What the server makes of a user pool of the account, once the user has chosen what is not clear. */
async function ofAccount(session: Session, kind: string, uri: vscode.Uri): Promise<string | undefined> {
  const client = runningOf(session);
  if (!client || !(await allow())) return undefined;
  const wish: Record<string, string> = { kind, uri: uri.with({ scheme: 'file' }).toString() };
  for (;;) {
    const asked = { command: 'amplify-ls.newFile', arguments: [wish] };
    let answer: Choice | { text: string; notes: string[] };
    try {
      await begun(session);
      answer = await asking(() => client.sendRequest('workspace/executeCommand', asked));
    } catch (error) {
      void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
    if ('text' in answer) {
      if (answer.notes.length > 0) say(answer.notes.join('; '));
      return answer.text;
    }
    const questions = {
      region: vscode.l10n.t('Region of the user pool'),
      pool: vscode.l10n.t('User pool'),
      client: vscode.l10n.t('App client'),
      identityPool: vscode.l10n.t('Identity pool'),
    };
    const entries = answer.choices.map(({ value, label, detail }) => ({ label, description: detail, value }));
    const chosen = await vscode.window.showQuickPick(entries, { placeHolder: questions[answer.choose], matchOnDescription: true });
    if (!chosen) return undefined;
    wish[answer.choose] = chosen.value;
  }
}

/** It is not saved, and what is to be written first is selected. */
async function show(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  await editor.edit((edit) => edit.replace(all, text));
  const gap = /<[^>]*>/.exec(text);
  const [start, end] = gap ? [gap.index, gap.index + gap[0].length] : [0, 0];
  editor.selection = new vscode.Selection(document.positionAt(start), document.positionAt(end));
  editor.revealRange(editor.selection);
}

async function folderOfChoice(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? (await vscode.window.showWorkspaceFolderPick())?.uri : folders[0]?.uri;
}

/** An address that is not taken: a file that is there is not to be written over when this one is saved. */
async function free(folder: vscode.Uri | undefined, name: string): Promise<vscode.Uri> {
  if (!folder) return vscode.Uri.from({ scheme: 'untitled', path: name });
  for (const candidate of [name, name.replace('.json', '.new.json')]) {
    const file = vscode.Uri.joinPath(folder, candidate);
    const isThere = await vscode.workspace.fs.stat(file).then(() => true, () => false);
    const untitled = file.with({ scheme: 'untitled' });
    const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === untitled.toString());
    if (!isThere && !isOpen) return untitled;
  }
  return vscode.Uri.from({ scheme: 'untitled', path: name });
}
