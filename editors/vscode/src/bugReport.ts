// What a bug report says. Texts of files, messages of findings, names of folders and values of variables stay out of it:
// all of them may hold ids and keys.
import * as os from 'node:os';
import * as vscode from 'vscode';
import { time, trouble } from './accountStatus';
import { describe } from './files';
import type { Session } from './session';

/** The report, in Markdown. */
export function bugReport(session: Session, extensionVersion: string): string {
  const settings = vscode.workspace.getConfiguration('amplify-ls');
  const document = vscode.window.activeTextEditor?.document;
  const kind = document && describe(document);
  const { account } = session;
  const asks = vscode.workspace.getConfiguration('amplify-ls.account');
  const lines = [
    '| what | |',
    '| --- | --- |',
    `| extension | ${extensionVersion} |`,
    `| program | ${session.program ? `${session.program.version}, from ${session.program.origin}` : 'none'} |`,
    `| state | ${session.phase} |`,
    `| editor | ${vscode.env.appName} ${vscode.version} |`,
    `| system | ${os.platform()} ${os.arch()} ${os.release()} |`,
    `| libraries | ${settings.get<string[]>('libraries', []).join(', ') || 'not set'} |`,
    `| severity | ${JSON.stringify(settings.get('severity', {}))} |`,
    `| variables set | ${Object.keys(settings.get('server.extraEnv', {})).join(', ') || 'none'} |`,
    `| account | ${account.state}${account.source ? `, ${account.source}, as of ${time(account)}` : ''} |`,
    `| account, settings | enabled ${asks.get('enabled')}, ${['profile', 'regions', 'endpoint', 'snapshot']
      .map((name) => `${name} ${asks.get<unknown[]>(name)?.length ? 'set' : 'not set'}`).join(', ')} |`,
    `| account, troubles | ${trouble(account) || 'none'} |`,
    `| trusted workspace | ${vscode.workspace.isTrusted ? 'yes' : 'no'} |`,
  ];
  if (document && kind) {
    lines.push(`| file | ${kind}, ${document.lineCount} lines, ${document.languageId} |`);
    const found = vscode.languages.getDiagnostics(document.uri).map((diagnostic) => {
      const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
      const { line, character } = diagnostic.range.start;
      return `- ${diagnostic.source} ${code} at ${line + 1}:${character + 1}`;
    });
    lines.push('', found.length > 0 ? 'Findings:' : 'No findings.', '', ...found);
  }
  return `${lines.join('\n')}\n`;
}
