/** Segments with a machine between them that forwards: what two segments, a firewall and others have in common. */
import type { FabricMachine, FabricSettings, Underlay } from './kind';
import { cable, card, nodeIn, numbers, portOf, rangeAt, ROUTER, segmentOf, switchWith } from './parts';

/** The nodes, a switch for each segment, and the router `name` with a card and the first address in each. */
export function routedSegments(
  { nodes, ranges, mtu }: FabricSettings,
  name: string,
  more: readonly string[],
): Underlay {
  const all = numbers(nodes);
  const inSegment = (at: number) => all.filter((node) => segmentOf(node, nodes, ranges.length) === at);
  const switches = ranges.map((_, at): FabricMachine =>
    switchWith(`switch-${at + 1}`, at + 1, [...inSegment(at).map(portOf), `p-${name}`], mtu),
  );
  const router: FabricMachine = {
    name,
    role: 'router',
    setup: [...ROUTER, ...ranges.flatMap((range, at) => card(`eth${at}`, range, 1, mtu)), ...more],
  };
  return {
    machines: [
      ...switches,
      router,
      ...all.map((node) => nodeIn(rangeAt(ranges, segmentOf(node, nodes, ranges.length)), node, mtu)),
    ],
    cables: ranges.flatMap((_, at) => [
      ...inSegment(at).map((node) => cable(`node-${node}`, 'eth0', `switch-${at + 1}`, portOf(node))),
      cable(name, `eth${at}`, `switch-${at + 1}`, `p-${name}`),
    ]),
    services: [],
    cloudRoutes: null,
  };
}
