/**
 * From a device's name to the chain of its endpoint: a tree of two levels, so that a node with many pods does not ask for
 * each of them. Source: calico felix/rules/dispatch.go.
 */
import { goTo, type Action } from './action';
import { CHAIN, ENDPOINT_PREFIX, endpointChainName } from './chain-name';
import { match, WILDCARD } from './match';
import { rule, type Chain, type Rule } from './rule';

/** What several names begin with; of a single one all of it. */
function commonPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  while (!others.every((name) => name.startsWith(first.slice(0, length)))) length -= 1;
  return first.slice(0, length);
}

interface Direction {
  readonly root: string;
  readonly prefix: string;
  readonly onDevice: (device: string) => string;
}

/** The chains below the root first. `end` is what becomes of other devices, wherever they are looked for. */
function dispatchTree(
  names: readonly string[],
  { root, prefix, onDevice }: Direction,
  end: readonly Rule[],
): readonly Chain[] {
  const sorted = [...new Set(names)].sort();
  const common = commonPrefix(sorted);
  const buckets = new Map<string, string[]>();
  for (const name of sorted) {
    const key = name.slice(0, common.length + 1);
    buckets.set(key, [...(buckets.get(key) ?? []), name]);
  }
  const toEndpoint = (device: string): Rule =>
    rule([onDevice(device)], goTo(endpointChainName(prefix, device)));
  const children: Chain[] = [];
  const rootRules = [...buckets].map(([key, devices]): Rule => {
    const [only = '', ...others] = devices;
    if (others.length === 0) return toEndpoint(only);
    const name = `${root}-${key.slice(common.length)}`;
    // No way leads back to the root, so the end stands here as well.
    children.push({ name, rules: [...devices.map(toEndpoint), ...end] });
    return rule([onDevice(key + WILDCARD)], goTo(name));
  });
  return [...children, { name: root, rules: [...rootRules, ...end] }];
}

/** A device that felix knows nothing of yet lets nothing through. WorkloadDispatchChains. */
export function workloadDispatchChains(devices: readonly string[], denyAction: Action): readonly Chain[] {
  const end = [rule([], denyAction, 'Unknown interface')];
  const from = {
    root: CHAIN.fromWorkload,
    prefix: ENDPOINT_PREFIX.fromWorkload,
    onDevice: match.inInterface,
  };
  const to = { root: CHAIN.toWorkload, prefix: ENDPOINT_PREFIX.toWorkload, onDevice: match.outInterface };
  return [from, to].flatMap((direction) => dispatchTree(devices, direction, end));
}

/** Devices of the host without an endpoint are nobody's business. HostDispatchChains. */
export function hostDispatchChains(devices: readonly string[], forward: boolean): readonly Chain[] {
  const from = { root: CHAIN.fromHost, prefix: ENDPOINT_PREFIX.fromHost, onDevice: match.inInterface };
  const to = { root: CHAIN.toHost, prefix: ENDPOINT_PREFIX.toHost, onDevice: match.outInterface };
  const forwarded = [
    { ...from, root: CHAIN.fromHostForward, prefix: ENDPOINT_PREFIX.fromHostForward },
    { ...to, root: CHAIN.toHostForward, prefix: ENDPOINT_PREFIX.toHostForward },
  ];
  return [from, to, ...(forward ? forwarded : [])].flatMap((each) => dispatchTree(devices, each, []));
}
