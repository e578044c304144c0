/**
 * A packet's hops as a tree: a flood branches, everything else is a tree with one branch. Who follows whom is read from
 * the wiring, because the order in which branches interleave is nobody's answer.
 */
import type { Hop } from './hop';
import { deviceOf } from './hop';
import type { JsonObject } from './json';
import { member, stable } from './json';
import type { Topology } from './topology';

export interface HopNode {
  readonly hop: Hop;
  /** Copies a bridge sent through its ports, in order: the order matters. */
  readonly floods: readonly HopNode[];
  /** Everything else that follows, in order of appearance: the order does not matter. */
  readonly others: readonly HopNode[];
}

interface Growing {
  readonly hop: Hop;
  readonly frame: string;
  readonly floods: Growing[];
  readonly others: Growing[];
  /** Whether the far end of the wire has it already. */
  claimed: boolean;
}

/** The tree of one packet; more than one root when a hop follows from none of the others. */
export function treeOf(hops: readonly Hop[], topology: Topology): readonly HopNode[] {
  const seen: Growing[] = [];
  const roots: Growing[] = [];
  for (const hop of hops) {
    const node: Growing = { hop, frame: stable(hop.frame), floods: [], others: [], claimed: false };
    const parent = parentOf(node, seen, topology);
    if (parent === null) roots.push(node);
    else if (leavesByPort(hop, topology) && !leavesByPort(parent.hop, topology)) parent.floods.push(node);
    else parent.others.push(node);
    seen.push(node);
  }
  return roots;
}

function leavesByPort(hop: Hop, topology: Topology): boolean {
  return hop.direction === 'out' && topology.bridges.has(deviceOf(hop));
}

function parentOf(node: Growing, seen: readonly Growing[], topology: Topology): Growing | null {
  const { hop } = node;
  return hop.direction === 'in' ? senderOf(node, seen, topology) : sourceOf(node, seen, topology);
}

/** Where a frame that comes in was before. */
function senderOf(node: Growing, seen: readonly Growing[], topology: Topology): Growing | null {
  const { hop } = node;
  const peer = topology.peers.get(deviceOf(hop));
  if (peer !== undefined) {
    const sent = seen.filter((s) => s.hop.direction === 'out' && deviceOf(s.hop) === peer && !s.claimed);
    const sender = sent.find((s) => s.frame === node.frame) ?? sent[0] ?? null;
    if (sender !== null) sender.claimed = true;
    return sender;
  }
  // A bridge's own device takes what came in by one of its ports; a tunnel's device what was inside a received packet.
  const received = seen.filter((s) => s.hop.direction === 'in' && s.hop.ns === hop.ns);
  const bridged = received.filter((s) => topology.bridges.get(deviceOf(s.hop)) === deviceOf(hop));
  if (bridged.length > 0) return closest(bridged, (s) => s.frame === node.frame);
  const routed = received.filter((s) => !topology.bridges.has(deviceOf(s.hop)));
  return closest(routed, (s) => carries(s.hop.frame, node.frame));
}

/** What a frame that goes out was before, on this machine. */
function sourceOf(node: Growing, seen: readonly Growing[], topology: Topology): Growing | null {
  const { hop } = node;
  const bridge = topology.bridges.get(deviceOf(hop));
  const here = seen.filter((s) => s.hop.ns === hop.ns);
  if (bridge !== undefined) {
    const bridged = here.filter((s) =>
      s.hop.direction === 'in'
        ? topology.bridges.get(deviceOf(s.hop)) === bridge
        : deviceOf(s.hop) === bridge,
    );
    return closest(bridged, (s) => s.frame === node.frame);
  }
  const above = here.filter((s) =>
    s.hop.direction === 'in'
      ? !topology.bridges.has(deviceOf(s.hop))
      : !topology.bridges.has(deviceOf(s.hop)) && carries(hop.frame, s.frame),
  );
  return closest(above, (s) => carries(hop.frame, s.frame));
}

/** The last one that fits, else the last one. */
function closest(nodes: readonly Growing[], fits: (node: Growing) => boolean): Growing | null {
  return nodes.findLast(fits) ?? nodes[nodes.length - 1] ?? null;
}

/** Whether `outer` is a tunnel packet around the frame written as `inner`. */
function carries(outer: JsonObject, inner: string): boolean {
  return Object.values(outer).some((header) => {
    const carried = member({ header }, 'header')['inner'];
    return carried !== undefined && stable(carried) === inner;
  });
}
