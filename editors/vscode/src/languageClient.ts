// The client of the protocol, with two things done otherwise than by default.
import { LanguageClient } from 'vscode-languageclient/node';
import { JSON_FILES } from './files';

type Feature = Parameters<LanguageClient['registerFeature']>[0];

// What the language of a file of code has of its own: a second one beside it would only be in the way.
const OF_THE_LANGUAGE = [
  'textDocument/documentSymbol', 'textDocument/foldingRange', 'textDocument/selectionRange', 'textDocument/formatting',
];

export class AmplifyClient extends LanguageClient {
  override registerFeature(feature: Feature): void {
    const method = 'registrationType' in feature ? feature.registrationType.method : undefined;
    // The commands of the server are ours: they are there before it runs, and ask what they need.
    if (method === 'workspace/executeCommand') return;
    if (method && OF_THE_LANGUAGE.includes(method)) {
      const initialize = feature.initialize.bind(feature);
      feature.initialize = (capabilities) => initialize(capabilities, JSON_FILES);
    }
    super.registerFeature(feature);
  }
}
