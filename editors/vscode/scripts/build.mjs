// Bundles src into dist: `extension.js`, which is loaded with every JSON file and does next to nothing, and `client.js`,
// which is loaded with the first file of Amplify.
import path from 'node:path';
import * as esbuild from 'esbuild';

const extension = path.resolve(import.meta.dirname, '..');
await esbuild.build({
  absWorkingDir: extension,
  entryPoints: ['src/extension.ts', 'src/client.ts'],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', './client'],
  minify: true,
  legalComments: 'none',
});
