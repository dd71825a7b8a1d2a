// Where is written what is said between VS Code and the program.
import * as vscode from 'vscode';

/**
 * A channel that the setting `trace.server` alone opens and closes. The client writes into a channel of this kind only
 * when its level is that of traces, which nobody sets who has found the setting.
 */
export function traceChannel(name: string): vscode.LogOutputChannel {
  const channel = vscode.window.createOutputChannel(name, { log: true });
  const level = () => {
    const isWanted = vscode.workspace.getConfiguration('amplify-ls').get('trace.server', 'off') !== 'off';
    return isWanted ? vscode.LogLevel.Trace : vscode.LogLevel.Info;
  };
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('amplify-ls.trace')) changed.fire(level());
  });
  return Object.create(channel, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: changed.event },
    trace: { value: (text: string, ...more: unknown[]) => channel.info(text, ...more) },
    dispose: {
      value: () => {
        listening.dispose();
        changed.dispose();
        channel.dispose();
      },
    },
  }) as vscode.LogOutputChannel;
}
