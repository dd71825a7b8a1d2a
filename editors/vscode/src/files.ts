// Which documents are ours. It holds no state and is the only place of the extension that knows names of files.
import type * as vscode from 'vscode';

// Not `git:` and its like: old versions of a file in a comparison cannot be mended.
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];
const PATTERNS = ['**/*amplify_outputs*.{json,jsonc}', '**/*amplifyconfiguration*.{json,jsonc}'];

/** The documents that the server is told of. */
export const SELECTOR: { scheme: string; language?: string; pattern: string }[] = SCHEMES.flatMap((scheme) => [
  ...PATTERNS.flatMap((pattern) => ['json', 'jsonc'].map((language) => ({ scheme, language, pattern }))),
  // Its language depends on what else is installed.
  { scheme, pattern: '**/amplify-ls.toml' },
]);

/** What a document is, in a few words; nothing is said of documents that are none of ours. */
export function describe(document: vscode.TextDocument): string | undefined {
  const name = document.uri.path.split('/').pop() ?? '';
  if (name === 'amplify-ls.toml') return 'amplify-ls.toml';
  if (name.includes('amplify_outputs')) {
    const head = document.getText().slice(0, 2000);
    const version = /"version"\s*:\s*"([0-9.]{1,8})"/.exec(head)?.[1];
    return version ? `Amplify Gen 2, version ${version}` : 'Amplify Gen 2';
  }
  return name.includes('amplifyconfiguration') ? 'Amplify Gen 1' : undefined;
}
