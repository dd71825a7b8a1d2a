// The client of the protocol, with a few things done otherwise than by default.
import { ErrorAction, LanguageClient, type ErrorHandler } from 'vscode-languageclient/node';
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

  /** That a dead program cannot be written to is told by its end, after which it is started again; by default it is not, if
   * it was written to often enough before. */
  override createDefaultErrorHandler(maxRestartCount?: number): ErrorHandler {
    const handler = super.createDefaultErrorHandler(maxRestartCount);
    return { error: () => ({ action: ErrorAction.Continue, handled: true }), closed: () => handler.closed() };
  }
}
