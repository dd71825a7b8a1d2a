// What the commands do. Each answers when the server is down, too.
import * as vscode from 'vscode';
import { bugReport } from './bugReport';
import { SELECTOR } from './files';
import { run } from './program';
import type { Session } from './session';
import { showMenu } from './status';

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('amplify');
const PAGE = 'amplify-ls-rule';

/** The commands by name, without the prefix. */
export function commands(session: Session, extensionVersion: string): Record<string, (argument?: unknown) => unknown> {
  return {
    restart: () => session.restart(),
    showOutput: () => session.output.show(),
    showRule: (code) => showRule(session, typeof code === 'string' ? code : undefined),
    fixAll: () => fixAll(session),
    copyBugReport: async () => {
      await vscode.env.clipboard.writeText(bugReport(session, extensionVersion));
      vscode.window.setStatusBarMessage(vscode.l10n.t('The bug report is in the clipboard'), 5000);
    },
    showMenu,
  };
}

/** Pages of rules as documents that can only be read. */
export function pages(session: Session): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(PAGE, {
    provideTextDocumentContent: (uri) => explain(session, uri.path.replace(/^\/|\.md$/g, '')),
  });
}

async function explain(session: Session, code: string): Promise<string> {
  const program = session.program;
  if (!program) return session.problem ?? '';
  const text = await run(program.command, ['explain', code], program.env);
  // The name of a file behind the language of a block is for the program alone.
  return text.replace(/^(```\w+) .*$/gm, '$1');
}

async function showRule(session: Session, asked: string | undefined): Promise<void> {
  if (!session.program) {
    void vscode.window.showInformationMessage(vscode.l10n.t('amplify-ls is not running: {0}', session.problem ?? ''));
    return;
  }
  const code = asked ?? codeAtCursor() ?? (await pickRule(session));
  if (!code) return;
  const page = vscode.Uri.from({ scheme: PAGE, path: `/${code}.md` });
  await vscode.commands.executeCommand('markdown.showPreview', page);
}

function codeAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const found = vscode.languages.getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'amplify' && range.intersection(editor.selection));
  const code = found[0]?.code;
  return code === undefined ? undefined : String(typeof code === 'object' ? code.value : code);
}

async function pickRule(session: Session): Promise<string | undefined> {
  const { command, env } = session.program!;
  const { rules } = JSON.parse(await run(command, ['rules', '--format', 'json'], env)) as {
    rules: { code: string; summary: string }[];
  };
  const entries = rules.map(({ code, summary }) => ({ label: code, description: summary }));
  const chosen = await vscode.window.showQuickPick(entries, { matchOnDescription: true });
  return chosen?.label;
}

async function fixAll(session: Session): Promise<void> {
  const say = (text: string) => void vscode.window.showInformationMessage(text);
  const document = vscode.window.activeTextEditor?.document;
  if (!document || vscode.languages.match(SELECTOR, document) === 0) {
    say(vscode.l10n.t('Open an Amplify configuration file first'));
    return;
  }
  if (session.phase !== 'running') {
    say(vscode.l10n.t('amplify-ls is not running: {0}', session.problem ?? ''));
    return;
  }
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider', document.uri, all, FIX_ALL.value, 10,
  );
  const ours = actions.find(({ kind }) => kind?.value === FIX_ALL.value);
  if (!ours?.edit) {
    say(vscode.l10n.t('There is nothing to fix without a decision of yours'));
    return;
  }
  await vscode.workspace.applyEdit(ours.edit);
}
