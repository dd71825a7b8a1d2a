// A new configuration file, as `amplify-ls new` makes it: not saved yet, so that the user sees it first.
import * as vscode from 'vscode';
import { run } from './program';
import { say } from './needs';
import type { Session } from './session';

const GEN1 = 'amplifyconfiguration.json';

/** Asks for the kind, unless it is given, and shows the file. */
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
  const chosen = kinds.find(({ template }) => template === asked)
    ?? (await vscode.window.showQuickPick(kinds, { placeHolder: vscode.l10n.t('New Amplify file') }));
  if (!chosen) return;
  const folder = await folderOfChoice();
  const text = await run(program, ['new', chosen.template]);
  const document = await vscode.workspace.openTextDocument(await free(folder, chosen.label));
  const editor = await vscode.window.showTextDocument(document);
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  await editor.edit((edit) => edit.replace(all, text));
  // What is to be written first.
  const gap = /<[^>]*>/.exec(text);
  if (gap) editor.selection = new vscode.Selection(document.positionAt(gap.index), document.positionAt(gap.index + gap[0].length));
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
