/** Ports in policy rules. Source: calico felix/rules/policy.go SplitPortList, felix/iptables/match_builder.go. */

/** Both ends belong to it. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** A multiport match has 15 places; a range takes two. */
const MULTIPORT_SLOTS = 15;

/** Groups that fit into one multiport match each, in their order. */
export function splitPortList(ports: readonly PortRange[]): readonly (readonly PortRange[])[] {
  const splits: PortRange[][] = [];
  let free = 0;
  for (const range of ports) {
    const slots = range.first === range.last ? 1 : 2;
    if (splits.length === 0 || free < slots) {
      splits.push([]);
      free = MULTIPORT_SLOTS;
    }
    splits.at(-1)?.push(range);
    free -= slots;
  }
  return splits;
}

/** `80,8080:8090`. */
export function multiportText(ports: readonly PortRange[]): string {
  return ports
    .map(({ first, last }) => (first === last ? String(first) : `${String(first)}:${String(last)}`))
    .join(',');
}
