// Files of code with a configuration inside, and a second folder.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const vscode = require('vscode');
const { actions, all, codeOf, command, finds, labels, open, position, processes, replace, session, set, until } = require('./tools');

const EXPORTS = `/* eslint-disable */
const awsmobile = {
    "aws_project_region": "us-east-1",
    "aws_cognito_region": "us-east-1",
    "aws_user_pools_id": "us-east-1_Kd8sW3nQz",
    "aws_user_pools_web_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa",
    "oauth": {},
    "aws_cognito_mfa_configuration": "OFFF"
};
export default awsmobile;
`;
const DART = `const amplifyConfig = '''{
  "version": "1.4",
  "auth": {
    "aws_region": "us-east-1",
    "userPoolId": "us-east-1_Kd8sW3nQz",
    "user_pool_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa"
  }
}''';
`;

suite('files of code', () => {
  let document;
  const close = async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    fs.rmSync(document.uri.fsPath);
  };
  const symbols = async () =>
    ((await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri)) ?? []).map(({ name }) => name);

  test('aws-exports.js: findings, hover, completion', async () => {
    document = await open('aws-exports.js', EXPORTS);
    await finds(document, ['7:37 unknown-value']);
    const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, position(4, 10));
    const texts = hovers.map(({ contents }) => contents.map((part) => part.value ?? part).join('\n')).join('\n---\n');
    assert.match(texts, /user pool/i);
    const values = await labels(document, 7, 39);
    for (const value of ['OFF', 'OPTIONAL', 'ON']) assert.ok(values.includes(value), values.join());
  });

  test('a fix mends what is inside and leaves the code alone', async () => {
    const [found] = all(document).filter(({ source }) => source === 'amplify');
    const offered = await actions(document, found.range, 'quickfix');
    const fix = offered.find(({ title }) => title.startsWith('Replace with'));
    assert.ok(fix, offered.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await finds(document, []);
    assert.match(document.getText(), /^\/\* eslint-disable \*\/\nconst awsmobile = \{[^]*"OFF"\n\};\nexport default awsmobile;\n$/);
  });

  test('outline and formatting are those of JavaScript, also where ours are asked for', async () => {
    // JSON has them twice then: that the setting counts is the proof that JavaScript was spared.
    await set('builtinJsonServer', false);
    await command('restart');
    await until('the server', () => session().phase === 'running');
    const json = await open('amplify_outputs.json');
    const twice = async () => {
      const found = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', json.uri);
      return found?.filter(({ name }) => name === 'auth').length === 2;
    };
    await until('two outlines', twice);
    await vscode.window.showTextDocument(document);
    assert.deepEqual((await symbols()).filter((name) => name === 'aws_user_pools_id').length <= 1, true);
    const edits = await vscode.commands.executeCommand('vscode.executeFormatDocumentProvider', document.uri, { tabSize: 4, insertSpaces: true });
    const own = (edits ?? []).map(({ newText }) => newText).join('');
    assert.ok(!own.includes('{'), own);
    await set('builtinJsonServer', undefined);
    await command('restart');
    await until('the server', () => session().phase === 'running');
    await until('one outline', async () => !(await twice()));
    await close();
  });

  test('amplify_outputs.dart, whatever its language is', async () => {
    document = await open('lib/amplify_outputs.dart', DART);
    await finds(document, ['4:4 unknown-key']);
    await command('fixAll');
    await finds(document, []);
    assert.ok(document.getText().startsWith("const amplifyConfig = '''{\n"), document.getText());
    await close();
  });

  test('amplifyconfiguration.dart, a copy without ids', async () => {
    document = await open('amplifyconfiguration.dart', `const amplifyconfig = '''${JSON.stringify({
      auth: { plugins: { awsCognitoAuthPlugin: { CognitoUserPool: { Default: {
        PoolId: 'us-east-1_Kd8sW3nQz', AppClientId: '6t2vq8m4n0s5k1r7d3h9j5b2fa', Region: 'us-east-1',
      } } } } },
    }, null, 2)}''';\n`);
    await until('its status', () => session().phase === 'running');
    await command('copyRedacted');
    const copy = await vscode.env.clipboard.readText();
    assert.match(copy, /^const amplifyconfig = '''\{[^]*"PoolId": "us-east-1_[0-9A-Za-z]{9}"/);
    assert.ok(!copy.includes('Kd8sW3nQz') && !copy.includes('6t2vq8m4n0s5k1r7d3h9j5b2fa'), copy);
    await close();
  });

  test('other files of code are none of ours', async () => {
    document = await open('exports.js', EXPORTS);
    // Not the file of the first test: VS Code may still hold the text that was mended there.
    const other = await open('web/aws-exports.js', EXPORTS);
    assert.equal(other.getText(), EXPORTS);
    await finds(other, ['7:37 unknown-value']);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    fs.rmSync(other.uri.fsPath);
    assert.deepEqual(all(document).filter(({ source }) => source === 'amplify').map(codeOf), []);
    await close();
  });

  test('files of a second folder are seen by the same server', async () => {
    document = await open('amplify_outputs.json', DART.slice(DART.indexOf('{'), DART.lastIndexOf('}') + 1), 1);
    await finds(document, ['4:4 unknown-key']);
    assert.equal(processes().length, 1);
    await replace(document, '{}');
    await close();
  });
});
