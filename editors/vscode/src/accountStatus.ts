// How it stands with the AWS account, as the server tells it.
import * as vscode from 'vscode';

/** What the server tells. */
export interface AccountStatus {
  state: 'off' | 'ready' | 'loading' | 'trouble';
  source?: 'aws' | 'snapshot' | null;
  profile?: string | null;
  account?: string | null;
  /** When the oldest of what is shown was so, in seconds since 1970. */
  asOf?: number | null;
  troubles?: { message: string; actions: string[] }[];
}

/** As long as nothing was told. */
export const OFF: AccountStatus = { state: 'off' };

/** What is wrong, in one line. */
export function trouble({ troubles = [] }: AccountStatus): string {
  return troubles
    .map(({ message, actions }) => (actions.length > 0 ? `${message} (${actions.join(', ')})` : message))
    .join('; ');
}

/** When it was so, as the user writes times. */
export function time({ asOf }: AccountStatus): string {
  return asOf ? new Date(asOf * 1000).toLocaleTimeString(vscode.env.language, { hour: '2-digit', minute: '2-digit' }) : '';
}

/** The user allowed it, by a setting. */
export function isAllowed(): boolean {
  const settings = vscode.workspace.getConfiguration('amplify-ls.account');
  return settings.get('enabled', false) || settings.get('snapshot', '') !== '';
}
