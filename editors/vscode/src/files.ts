// Which documents are ours. It holds no state and is the only place of the extension that knows names of files.
import type * as vscode from 'vscode';

interface Filter {
  scheme: string;
  language?: string;
  pattern: string;
}

// Not `git:` and its like: old versions of a file in a comparison cannot be mended.
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];
const JSON_NAMES = ['*amplify_outputs*', '*amplifyconfiguration*'];
// Files of code with a configuration inside. Their language depends on what else is installed, so their names decide.
const CODE_NAMES = ['aws-exports.js', 'aws-exports.mjs', 'aws-exports.ts', 'amplifyconfiguration.dart', 'amplify_outputs.dart'];

/** The documents that are JSON themselves. */
export const JSON_FILES: Filter[] = SCHEMES.flatMap((scheme) =>
  JSON_NAMES.flatMap((name) => ['json', 'jsonc'].map((language) => ({ scheme, language, pattern: `**/${name}.{json,jsonc}` }))),
);

/** The documents that hold a configuration. */
export const CONFIGURATIONS: Filter[] = [
  ...JSON_FILES,
  ...SCHEMES.flatMap((scheme) => CODE_NAMES.map((name) => ({ scheme, pattern: `**/${name}` }))),
];

/** The documents that the server is told of. */
export const SELECTOR: Filter[] = [
  ...CONFIGURATIONS,
  ...SCHEMES.map((scheme) => ({ scheme, pattern: '**/amplify-ls.toml' })),
];

/** A file that holds a configuration, as a search for files wants it. */
export const CONFIGURATION_FILE = `**/{${[...JSON_NAMES.flatMap((name) => [`${name}.json`, `${name}.jsonc`]), ...CODE_NAMES].join()}}`;

/** What a document is, in a few words; nothing is said of documents that are none of ours. */
export function describe(document: vscode.TextDocument): string | undefined {
  const name = nameOf(document);
  if (name === 'amplify-ls.toml') return name;
  const head = document.getText().slice(0, 20_000);
  const version = /["']version["']\s*:\s*["']([0-9.]{1,8})["']/i.exec(head)?.[1];
  const withVersion = (kind: string) => (version ? `${kind}, version ${version}` : kind);
  if (name.includes('amplify_outputs')) return withVersion('Amplify Gen 2');
  if (!name.includes('amplifyconfiguration') && !name.startsWith('aws-exports.')) return undefined;
  if (/["']plugins["']\s*:/.test(head)) return withVersion('Amplify Gen 1 for mobile');
  return /\baws_[a-z_]+["']?\s*:/.test(head) ? 'Amplify Gen 1 for the web' : 'Amplify Gen 1';
}

/** The AWS regions that a document names. */
export function regionsOf(document: vscode.TextDocument): string[] {
  const named = document.getText().matchAll(/region["']?\s*:\s*["']([a-z]{2}(?:-[a-z]+){1,2}-[0-9])["']/gi);
  return [...new Set([...named].map(([, region]) => region))];
}

/** The last part of its address. */
export function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.split('/').pop() ?? '';
}
