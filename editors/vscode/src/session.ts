// The server while it runs: started, stopped, restarted, one after the other. What it is doing can be listened to.
import * as vscode from 'vscode';
import { State, type LanguageClientOptions } from 'vscode-languageclient/node';
import { OFF, type AccountStatus } from './accountStatus';
import { SELECTOR } from './files';
import { AmplifyClient } from './languageClient';
import { findProgram, type Program } from './program';
import { traceChannel } from './trace';

const NAME = 'amplify-ls';
const MUTED = 'isFailureMuted';

/** What it is doing. */
export type Phase = 'starting' | 'running' | 'stopped' | 'failed';

export class Session implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel(NAME, { log: true });
  phase: Phase = 'stopped';
  /** Why it failed. */
  problem: string | undefined;
  /** What is run, once that is known. */
  program: Program | undefined;
  /** How it stands with the AWS account. */
  account: AccountStatus = OFF;

  private readonly trace = traceChannel(`${NAME} trace`);
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when `phase` is another. */
  readonly onDidChange = this.changed.event;
  private readonly accountChanged = new vscode.EventEmitter<AccountStatus>();
  /** Fires when `account` is another. */
  readonly onDidChangeAccount = this.accountChanged.event;
  private client: AmplifyClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private wasNotified = false;

  constructor(private readonly context: vscode.ExtensionContext, private found?: Promise<Program>) {}

  /** The client, if there is somebody to talk to. */
  get running(): AmplifyClient | undefined {
    return this.phase === 'running' ? this.client : undefined;
  }

  /** The settings that the server has are not those that count. */
  async settingsChanged(): Promise<void> {
    await this.running?.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  start(): Promise<void> {
    return this.enqueue(() => this.launch());
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.end());
  }

  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.end();
      await this.launch();
    });
  }

  dispose(): void {
    this.changed.dispose();
    this.accountChanged.dispose();
    this.output.dispose();
    this.trace.dispose();
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private enter(phase: Phase, problem?: string): void {
    this.phase = phase;
    this.problem = problem;
    this.changed.fire();
  }

  private tell(account: AccountStatus): void {
    this.account = account;
    this.accountChanged.fire(account);
  }

  private async launch(): Promise<void> {
    this.program = undefined;
    this.enter('starting');
    try {
      const found = this.found ?? findProgram(this.context.extensionPath);
      // Another time it may be another one.
      this.found = undefined;
      this.program = await found;
      const { command, origin, version, env } = this.program;
      this.output.info(`amplify-ls ${version}, ${command} (${origin})`);
      this.client = new AmplifyClient(NAME, NAME, { command, args: ['--stdio'], options: { env } }, this.options());
      this.client.registerFeature({
        fillClientCapabilities: (capabilities) => {
          capabilities.experimental = { ...capabilities.experimental, amplifyAccountStatus: true };
        },
        initialize: () => {},
        getState: () => ({ kind: 'static' }),
        clear: () => {},
      });
      this.client.onNotification('amplify/accountStatus', (status: AccountStatus) => this.tell(status));
      this.client.onDidChangeState(({ newState }) => {
        // After a crash the client starts it again a few times by itself.
        if (newState === State.Running) this.enter('running');
        else if (newState === State.Stopped && this.phase === 'running') this.enter('stopped');
        if (newState === State.Stopped) this.tell(OFF);
      });
      await this.client.start();
      this.enter('running');
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      await this.end();
      this.output.error(problem);
      this.enter('failed', problem);
      void this.notify(problem);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.output.warn(String(error));
    }
    this.tell(OFF);
    this.enter('stopped');
  }

  private options(): LanguageClientOptions {
    const besideJson = vscode.workspace.getConfiguration(NAME).get<boolean | null>('builtinJsonServer');
    return {
      documentSelector: SELECTOR,
      // VS Code always has one.
      initializationOptions: { builtinJsonServer: besideJson ?? true },
      outputChannel: this.output,
      traceOutputChannel: this.trace,
      middleware: {
        workspace: {
          configuration: async (params, token, next) => {
            const answers = await next(params, token);
            return Array.isArray(answers) ? answers.map(forServer) : answers;
          },
        },
      },
    };
  }

  /** Once a session, and not again if the user does not want it. */
  private async notify(problem: string): Promise<void> {
    if (this.wasNotified || this.context.globalState.get(MUTED)) return;
    this.wasNotified = true;
    const settings = vscode.l10n.t('Open settings');
    const output = vscode.l10n.t('Show output');
    const mute = vscode.l10n.t("Don't show again");
    const text = vscode.l10n.t('Amplify files are not checked: {0}', problem);
    const chosen = await vscode.window.showErrorMessage(text, settings, output, mute);
    if (chosen === settings) await vscode.commands.executeCommand('workbench.action.openSettings', `${NAME}.server.path`);
    if (chosen === output) this.output.show();
    if (chosen === mute) await this.context.globalState.update(MUTED, true);
  }
}

/** How the program is run is none of its business; what an untrusted folder names is not asked about. */
function forServer(section: unknown): unknown {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) return section;
  const members = Object.fromEntries(Object.entries(section).filter(([key]) => key !== 'server' && key !== 'trace'));
  return vscode.workspace.isTrusted ? members : { ...members, account: {} };
}
