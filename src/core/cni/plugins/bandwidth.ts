/**
 * bandwidth: rate limits. Links here have no queueing disciplines, so the plugin reads its configuration, refuses what
 * the real one refuses, and hands the result on without doing anything.
 * Source: containernetworking/plugins v1.9.1 plugins/meta/bandwidth/main.go.
 */
import type { JsonObject } from '../../base/json';
import { objectAt } from '../../base/json';
import { ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniPlugin } from '../../cluster/cni/plugin';

export const bandwidth: CniPlugin = {
  kind: 'bandwidth',
  withoutEffect: true,

  add(_io, { conf, prevResult }): CniAnswer {
    const fault = rateFault(conf);
    if (fault !== null) return fail(fault);
    if (prevResult === null) return fail('must be called as chained plugin');
    return ok(prevResult);
  },

  del: () => ok(null),

  check: (_io, { prevResult }) =>
    prevResult === null ? fail('must be called as a chained plugin') : ok(null),
};

function rateFault(conf: JsonObject): string | null {
  const runtime = objectAt(objectAt(conf, 'runtimeConfig'), 'bandwidth');
  const source = Object.keys(runtime).length > 0 ? runtime : conf;
  for (const way of ['ingress', 'egress']) {
    const [rate, burst] = [`${way}Rate`, `${way}Burst`].map((key) => {
      const value = source[key];
      return typeof value === 'number' ? value : 0;
    });
    if (rate !== undefined && rate < 0) return `invalid rate: ${rate}`;
    if (burst === 0 && (rate ?? 0) > 0) return 'if rate is set, burst must also be set';
    if (rate === 0 && (burst ?? 0) > 0) return 'if burst is set, rate must also be set';
  }
  return null;
}
