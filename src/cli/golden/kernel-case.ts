/** One kernel case from its folder to its result. */
import { compareHops } from './compare-hops';
import { compareState } from './compare-state';
import type { Difference } from './difference';
import { asDifference, firstDifference } from './difference';
import type { KernelCase } from './golden-files';
import { readKernelCase } from './golden-files';
import { goldenHops } from './hop';
import type { Json, JsonObject } from './json';
import { isObject, objectsOf, pick } from './json';
import type { LeftOut } from './left-out';
import { leftOut } from './left-out';
import { compareTrace } from './netfilter-trace';
import { knownPorts } from './normal';
import type { Recording } from './play';
import { playAccepted } from './play';
import type { CaseResult } from './result';
import { missingMechanism } from './spec';
import { topologyOf } from './topology';

/** Plays the case in `folder`. An error thrown by the simulator fails the case; it never ends the run. */
export function runKernelCase(folder: string, name: string): CaseResult {
  const golden = readKernelCase(folder);
  const missing = missingMechanism(golden.spec);
  if (missing !== null) return { outcome: 'failed', name, why: `no such mechanism: ${missing}` };
  const without = leftOut(golden);
  let difference: Difference | null;
  try {
    difference = compareCase(golden, playAccepted(golden.spec), without);
  } catch (error) {
    const why = `thrown: ${error instanceof Error ? error.message : String(error)}`;
    return { outcome: 'failed', name, why };
  }
  if (difference !== null) return { outcome: 'failed', name, why: difference };
  return { outcome: 'passed', name, leftOut: without.words };
}

/**
 * The first difference, in the order in which one would look for it: built alike, frames, results, state afterwards,
 * rules met on the way.
 */
export function compareCase(golden: KernelCase, got: Recording, without: LeftOut): Difference | null {
  const { spec, hops, before, after, trace } = golden;
  const file = isObject(hops) ? hops : {};
  const build = firstDifference(objectsOf(file['build_log']), got.buildLog);
  if (build !== null) return asDifference('build', 'build_log', build);
  const ports = knownPorts(spec);
  const rules = { topology: topologyOf(spec), ports, steps: spec.traffic.map(({ id }) => id) };
  const steps = objectsOf(file['steps']).map((step) => pick(step, ['id', 'result']));
  const result = firstDifference(withoutAges(steps), withoutAges(got.steps));
  return (
    compareState(spec, 'before', before, got.before, without.sections) ??
    compareHops(goldenHops(hops), got.hops, rules) ??
    (result === null ? null : asDifference('steps', '', result)) ??
    compareState(spec, 'after', after, got.after, without.sections) ??
    (trace === null || without.trace ? null : compareTrace(trace, got.trace, ports))
  );
}

/**
 * `expires 599sec` in what a command printed: the number depends on the clock. Namespaces bear the referee's own names there
 * (`link-netns kx-pod-a`).
 */
function withoutAges(steps: readonly JsonObject[]): Json {
  return JSON.parse(
    JSON.stringify(steps)
      .replace(/expires \d+sec/g, 'expires')
      .replace(/ link-netns(id)? [\w.-]+/g, ''),
  ) as Json;
}
