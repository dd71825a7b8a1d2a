// What the commands do. Each answers when the server is down, too.
import * as vscode from 'vscode';
import { check, fillFromPool, importReadiness, selectProfile, selectRegions } from './account';
import { bugReport } from './bugReport';
import { SELECTOR } from './files';
import { showMenu } from './menu';
import { runningOf, say } from './needs';
import { newFile } from './newFile';
import { showPage } from './pages';
import { run } from './program';
import { copyRedacted } from './redact';
import type { Session } from './session';

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('amplify');

/** The commands by name, without the prefix. */
export function commands(session: Session, extensionVersion: string): Record<string, (argument?: unknown) => unknown> {
  const text = (argument: unknown) => (typeof argument === 'string' ? argument : undefined);
  return {
    restart: () => session.restart(),
    showOutput: () => session.output.show(),
    showRule: (code) => showRule(session, text(code)),
    fixAll: () => fixAll(session),
    copyBugReport: async () => {
      await vscode.env.clipboard.writeText(bugReport(session, extensionVersion));
      vscode.window.setStatusBarMessage(vscode.l10n.t('The bug report is in the clipboard'), 5000);
    },
    copyRedacted: () => copyRedacted(session),
    newFile: (kind) => newFile(session, text(kind)),
    checkAccount: () => check(session, false),
    reloadAccount: () => check(session, true),
    selectProfile: () => selectProfile(session),
    selectRegions: () => selectRegions(session),
    fillFromPool: () => fillFromPool(session),
    importReadiness: (uri) => importReadiness(session, text(uri)),
    showMenu,
  };
}

async function showRule(session: Session, asked: string | undefined): Promise<void> {
  if (!session.program) {
    say(vscode.l10n.t('amplify-ls is not running: {0}', session.problem ?? ''));
    return;
  }
  const code = asked ?? codeAtCursor() ?? (await pickRule(session));
  if (code) await showPage(code);
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
  const { rules } = JSON.parse(await run(session.program!, ['rules', '--format', 'json'])) as {
    rules: { code: string; summary: string }[];
  };
  const entries = rules.map(({ code, summary }) => ({ label: code, description: summary }));
  const chosen = await vscode.window.showQuickPick(entries, { matchOnDescription: true });
  return chosen?.label;
}

async function fixAll(session: Session): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || vscode.languages.match(SELECTOR, document) === 0) {
    say(vscode.l10n.t('Open an Amplify configuration file first'));
    return;
  }
  if (!runningOf(session)) return;
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
