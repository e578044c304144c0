/** What the settings of a cluster say together: refused where a real control plane would not start. */
import { objectAt, textAt } from '../base/json';
import { networkOf, parseCidr4 } from '../wire/addr';
import type { Cidr4 } from '../wire/addr';
import { formatCidr4, inCidr } from '../wire/addr';
import type { ClusterConfig } from '../model/cluster';
import type { World } from '../model/world';
import type { Problem } from '../session.types';
import type { Lab, LabMachine } from './lab';
import type { Place } from './problems';
import { problemAt } from './problems';

/** Network solutions with somebody who enforces NetworkPolicies. */
const ENFORCING: readonly string[] = ['calico', 'canal'];

/** More would only hide the lab. */
const WARNINGS_MAX = 5;

/** Sizes of a range of ranges that kube-controller-manager keeps account of: 2^16 (cidrset.go, clusterSubnetMaxDiff). */
const MASK_DIFFERENCE_MAX = 16;

/** Problems of the settings by themselves. Source: kubernetes v1.34 cmd/kube-controller-manager, nodeipam/ipam/cidrset. */
export function clusterProblems(
  { podCIDR, nodeCIDRMaskSize }: ClusterConfig,
  machines: readonly LabMachine[],
  at: (field: string) => Place,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (!machines.some(({ role, joins }) => role === 'node' && joins)) {
    problems.push(problemAt(at(''), 'clusterNoNode'));
  }
  const range = podCIDR === null ? null : parseCidr4(podCIDR);
  if (range?.ok !== true || podCIDR === null) return problems;
  const params = { mask: nodeCIDRMaskSize, range: podCIDR, len: range.value.len };
  if (nodeCIDRMaskSize < range.value.len) {
    problems.push(problemAt(at('nodeCIDRMaskSize'), 'cidrMask', params));
  } else if (nodeCIDRMaskSize - range.value.len > MASK_DIFFERENCE_MAX) {
    problems.push(problemAt(at('nodeCIDRMaskSize'), 'cidrMaskDifference', params));
  }
  return problems;
}

/**
 * What is odd about a cluster and may be meant. A real cluster starts all the same, and then some nodes get no range, or
 * packets for pods go astray; that is worth a lab.
 */
export function clusterWarnings(lab: Lab, world: World): readonly Problem[] {
  return [...unenforcedPolicies(lab), ...rangeWarnings(lab, world)].slice(0, WARNINGS_MAX);
}

/** The API server keeps policies whoever is there to enforce them: with most networks, nobody. */
function unenforcedPolicies({ info: { cluster }, manifests }: Lab): readonly Problem[] {
  if (cluster === null || ENFORCING.includes(cluster.network)) return [];
  return manifests
    .filter(({ object }) => object['kind'] === 'NetworkPolicy')
    .map(({ object, place }) => {
      const params = { name: textAt(objectAt(object, 'metadata'), 'name'), network: cluster.network };
      return problemAt(place, 'policyNotEnforced', params);
    });
}

function rangeWarnings(lab: Lab, world: World): readonly Problem[] {
  const { podCIDR = null, nodeCIDRMaskSize = 0, rangesInUse = 0 } = lab.info.cluster ?? {};
  const range = podCIDR === null ? null : parseCidr4(podCIDR);
  if (podCIDR === null || range?.ok !== true) return [];
  const warnings: Problem[] = [];
  const nodes = lab.machines.filter(({ role }) => role === 'node').length;
  const ranges = Math.max(0, 2 ** Math.max(0, nodeCIDRMaskSize - range.value.len) - rangesInUse);
  if (nodes > ranges) {
    warnings.push(
      problemAt(lab.clusterPlace, 'cidrsFew', { range: podCIDR, ranges, nodes, mask: nodeCIDRMaskSize }),
    );
  }
  for (const { name, root } of world.machines) {
    for (const link of world.netns[root]?.links ?? []) {
      if (link?.kind !== 'physical') continue;
      for (const { local, len } of link.addrs) {
        const own: Cidr4 = { addr: networkOf(local, len), len };
        if (!inCidr(own.addr, range.value) && !inCidr(range.value.addr, own)) continue;
        const params = { range: podCIDR, own: formatCidr4(own), machine: name, dev: link.name };
        warnings.push(problemAt(lab.clusterPlace, 'cidrOverlap', params));
      }
    }
  }
  return warnings;
}
