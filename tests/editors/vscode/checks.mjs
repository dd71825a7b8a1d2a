// Counts what is right, for the scripts that drive a whole VS Code.
let passed = 0;
let failed = 0;

export function check(name, ok, detail = '') {
  if (ok) passed++;
  else failed++;
  console.log(ok ? `ok    ${name}` : `FAIL  ${name}  -- ${detail}`);
}

/** Says how many, and ends. */
export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
