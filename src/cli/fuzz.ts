/**
 * npm run fuzz -- [--minutes 10] [--seed N]
 *
 * Random networks with random traffic until the time is over, each checked event by event. A finding names its seed:
 * `--seed N` shows it again, with what was built and done.
 */
import { parseArgs } from 'node:util';
import { loadAllParts } from '../core/base/part';
import { randomWorld } from '../core/testing/random-world';
import { findingsOf } from '../core/testing/whole-system';
import { nullSink } from '../core/trace/sink';

await loadAllParts();

const MS_PER_MINUTE = 60_000;
const LINES_MAX = 10;

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? '1');
const only = values.seed === undefined ? null : Number(values.seed);
if (!(minutes > 0) || (only !== null && !Number.isSafeInteger(only))) {
  console.error('--minutes takes a number above 0, --seed an integer');
  process.exit(2);
}

let found = 0;

/** What is wrong with a seed's network, told with how to see it again. */
function tell(seed: number): void {
  const findings = lookAt(seed);
  if (findings.length === 0) return;
  found += 1;
  console.log(`\nnpm run fuzz -- --seed ${String(seed)}`);
  for (const line of findings.slice(0, LINES_MAX)) console.log(`  ${line}`);
  if (findings.length > LINES_MAX) console.log(`  and ${String(findings.length - LINES_MAX)} more`);
}

function lookAt(seed: number): readonly string[] {
  try {
    return findingsOf(seed);
  } catch (thrown) {
    return [thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)];
  }
}

if (only !== null) {
  const { story, actions } = randomWorld(only, nullSink);
  console.log([...story, ...actions.map(({ name }) => `- ${name}`)].join('\n'));
  tell(only);
} else {
  const until = Date.now() + minutes * MS_PER_MINUTE;
  // Seeds nobody has tried: the time of the day is as good a beginning as any.
  let seed = Date.now() % 1_000_000_000;
  const first = seed;
  for (; Date.now() < until; seed += 1) tell(seed);
  console.log(
    `\n${String(seed - first)} networks from seed ${String(first)}, ${String(found)} with findings`,
  );
}
process.exit(found > 0 ? 1 : 0);
