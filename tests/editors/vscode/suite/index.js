// The extension host calls `run`; what it rejects with fails the run. Lines with the mark reach the terminal.
const path = require('node:path');
const Mocha = require('mocha');

class Lines {
  constructor(runner) {
    let passed = 0;
    let failed = 0;
    const say = (text) => console.log(`[suite] ${text}`);
    runner.on('pass', (test) => {
      passed++;
      say(`ok    ${test.title} (${test.duration} ms)`);
    });
    runner.on('fail', (test, error) => {
      failed++;
      say(`FAIL  ${test.title}  -- ${error.stack}`);
    });
    runner.on('end', () => say(`${passed} passed, ${failed} failed`));
  }
}

exports.run = () =>
  new Promise((done, fail) => {
    const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, reporter: Lines });
    // In this order: the first sees how it starts, the last what nobody tried.
    for (const name of ['timing', 'editing', 'code', 'account', 'complete']) mocha.addFile(path.join(__dirname, `${name}.js`));
    mocha.run((failures) => (failures ? fail(new Error(`${failures} failed`)) : done()));
  });
