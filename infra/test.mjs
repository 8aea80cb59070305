// npm test: the set-up of npm start, then every check and every test; the last line is the sum of all.

import { parseArgs } from 'node:util';
import { prepare } from './prepare/prepare.mjs';
import { secondsSince } from './prepare/step.mjs';
import { STAGES } from './testing/stages.mjs';

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: [] }, verbose: { type: 'boolean', default: false } },
});
const only = values.only.flatMap((names) => names.split(','));
const unknown = only.filter((name) => !STAGES.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no stage "${unknown.join('", "')}". There are: ${STAGES.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}

if (!(await prepare())) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const total = { passed: 0, failed: 0, skipped: 0 };
for (const stage of STAGES.filter(({ name }) => only.length === 0 || only.includes(name))) {
  const start = Date.now();
  const { passed, failed, skipped, output, note } = await stage.run(values.verbose);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0 && !values.verbose) console.log(`\n${output.trim()}\n`);
  const sum = `${passed} passed${failed > 0 ? `, ${failed} FAILED` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  console.log(
    `  ${failed > 0 ? '✗' : '✓'} ${stage.name.padEnd(12)} ${sum.padEnd(32)} ${secondsSince(start)}${note === undefined ? '' : `  ${note}`}`,
  );
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
