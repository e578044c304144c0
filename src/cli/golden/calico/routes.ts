/** Routes of felix's: route-targets. */
import { routeTarget, type TargetType } from '../../../core/cni/calico/felix/route-target';
import { compared } from '../compare';
import type { JsonObject } from '../json';
import { member, textOf } from '../json';
import type { Played } from '../played';

const TYPES: readonly TargetType[] = [
  ...(['', 'local', 'vxlan', 'noencap', 'onlink', 'global-unicast', 'local-unicast'] as const),
  ...(['blackhole', 'throw', 'prohibit', 'unreachable'] as const),
];

export function routeTargets(golden: JsonObject): Played {
  const type = textOf(member(golden, 'input'), 'targetType');
  const known = TYPES.find((each) => each === type);
  if (known === undefined) return { notModelled: `no target ${type}` };
  const target = routeTarget(known);
  return compared(golden['expected'], {
    routeType: target.type,
    scope: target.scope,
    onlink: target.onlink,
  });
}
