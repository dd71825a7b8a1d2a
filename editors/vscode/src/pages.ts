// Texts of the program as documents that can only be read: pages of rules, and reports, which are kept nowhere else.
import * as vscode from 'vscode';
import { run } from './program';
import type { Session } from './session';

const RULE = 'amplify-ls-rule';
const REPORT = 'amplify-ls-report';

const reports = new Map<string, string>();
const reported = new vscode.EventEmitter<vscode.Uri>();

/** Where VS Code finds their texts. */
export function pages(session: Session): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(RULE, {
      provideTextDocumentContent: (uri) => explain(session, uri.path.replace(/^\/|\.md$/g, '')),
    }),
    vscode.workspace.registerTextDocumentContentProvider(REPORT, {
      onDidChange: reported.event,
      provideTextDocumentContent: (uri) => reports.get(uri.path) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === REPORT) reports.delete(uri.path);
    }),
  );
}

/** Shows the page of a rule. */
export async function showPage(code: string): Promise<void> {
  const page = vscode.Uri.from({ scheme: RULE, path: `/${code}.md` });
  await vscode.commands.executeCommand('markdown.showPreview', page);
}

/** Shows a report, as wide as the editor is. */
export async function showReport(title: string, text: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: REPORT, path: `/${title}` });
  reports.set(uri.path, text);
  // It may be open still, with an older text.
  reported.fire(uri);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
}

async function explain(session: Session, code: string): Promise<string> {
  const program = session.program;
  if (!program) return session.problem ?? '';
  const text = await run(program, ['explain', code]);
  // The name of a file behind the language of a block is for the program alone.
  return text.replace(/^(```\w+) .*$/gm, '$1');
}
