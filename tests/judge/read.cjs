// Reads configurations, one JSON text a line, with amplify-js's own reader, and prints what it makes of each, one JSON
// value a line: {"config": ...} or {"error": "..."}.
const { parseAmplifyConfig } = require("@aws-amplify/core/internals/utils");
const readline = require("node:readline");

for (const method of ["log", "warn", "debug", "info"]) console[method] = () => {};

const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
const answers = [];
lines.on("line", (line) => {
  try {
    answers.push(JSON.stringify({ config: parseAmplifyConfig(JSON.parse(line)) }));
  } catch (error) {
    answers.push(JSON.stringify({ error: String(error) }));
  }
});
lines.on("close", () => process.stdout.write(answers.join("\n") + "\n"));
