// Finds the program to run and makes sure that it is one: the setting, the environment, what came with the extension, PATH.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

const NAME = 'amplify-ls';
const TIMEOUT_MS = 10_000;
const LARGEST = 64 * 1024 * 1024;

/** A program that answered. */
export interface Program {
  command: string;
  origin: 'setting' | 'environment' | 'extension' | 'PATH';
  version: string;
  env: NodeJS.ProcessEnv;
}

/** The program to run; what is wrong, in a sentence, is thrown. */
export async function findProgram(extensionPath: string): Promise<Program> {
  const settings = vscode.workspace.getConfiguration(NAME);
  const env = { ...process.env, ...settings.get<Record<string, string>>('server.extraEnv', {}) };
  const set = settings.get<string>('server.path', '').trim();
  // What a person named is used or complained of, never passed over.
  if (set) return probe(set.replace(/^~(?=\/)/, os.homedir()), 'setting', env);
  const named = env.AMPLIFY_LS_SERVER_PATH?.trim();
  if (named) return probe(named, 'environment', env);

  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bundled = path.join(extensionPath, 'server', NAME + suffix);
  let problem: unknown;
  if (fs.existsSync(bundled)) {
    try {
      makeExecutable(bundled);
      // The one that asks AWS, which the first runs.
      makeExecutable(path.join(extensionPath, 'server', `${NAME}-account${suffix}`));
      return await probe(bundled, 'extension', env);
    } catch (error) {
      problem = error;
    }
  }
  try {
    return await probe(NAME, 'PATH', env);
  } catch (error) {
    throw problem ?? error;
  }
}

/** Some ways of unpacking lose the mark. */
function makeExecutable(file: string): void {
  if (process.platform === 'win32') return;
  try {
    fs.accessSync(file, fs.constants.X_OK);
  } catch {
    fs.chmodSync(file, 0o755);
  }
}

async function probe(command: string, origin: Program['origin'], env: NodeJS.ProcessEnv): Promise<Program> {
  const printed = await run({ command, env }, ['--version']);
  const version = /^amplify-ls (\S+)/.exec(printed)?.[1];
  if (!version) throw new Error(vscode.l10n.t('{0} is another program than amplify-ls', command));
  return { command, origin, version, env };
}

/** What a run of the program prints, given `input`. */
export function run({ command, env }: Pick<Program, 'command' | 'env'>, args: string[], input = ''): Promise<string> {
  const options = { env, timeout: TIMEOUT_MS, windowsHide: true, maxBuffer: LARGEST };
  return new Promise((done, fail) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (!error) {
        done(stdout);
      } else if (error.code === 'ENOENT') {
        fail(new Error(vscode.l10n.t('{0} was not found', command)));
      } else {
        const said = stderr.trim().split('\n')[0];
        fail(new Error(vscode.l10n.t('{0} could not be run: {1}', command, said || error.message)));
      }
    });
    // A program that ends without reading is no trouble of ours.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
