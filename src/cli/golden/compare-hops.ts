/** Frames of the simulator against frames of the real kernel. Rules: src/golden-cases/README.md, "What must match". */
import type { Difference } from './difference';
import { asDifference, firstDifference, show } from './difference';
import type { Hop } from './hop';
import { describeFrame, innermost, placeOf } from './hop';
import type { JsonObject } from './json';
import { member } from './json';
import { normalFrame, wrongChecksums } from './normal';
import type { Packet } from './packets';
import { packetsOf } from './packets';
import { portClasses } from './port-classes';
import type { Topology } from './topology';
import type { HopNode } from './tree';
import { treeOf } from './tree';

const SECTION = 'frames';

export interface HopRules {
  readonly topology: Topology;
  /** Ports whose values must match. */
  readonly ports: ReadonlySet<number>;
  /** Traffic steps in order. */
  readonly steps: readonly string[];
}

/** The first difference between two recordings of the same traffic, null when they are equal. */
export function compareHops(
  expected: readonly Hop[],
  got: readonly Hop[],
  rules: HopRules,
): Difference | null {
  const normal = (hops: readonly Hop[]): readonly Packet[] =>
    packetsOf(hops.map((hop) => ({ ...hop, frame: normalFrame(hop.frame, rules.ports) })));
  const want = normal(expected);
  const have = normal(got);
  for (const step of ['', ...rules.steps]) {
    const inStep = (packet: Packet): boolean => packet.step === step;
    const found = compareStep(
      step,
      inOrder(want.filter(inStep)),
      inOrder(have.filter(inStep)),
      rules.topology,
    );
    if (found !== null) return found;
  }
  return portClasses(expected, got) ?? badChecksum(got);
}

function compareStep(
  step: string,
  expected: readonly Packet[],
  got: readonly Packet[],
  topology: Topology,
): Difference | null {
  const count = Math.max(expected.length, got.length);
  for (let i = 0; i < count; i += 1) {
    const want = expected[i];
    const have = got[i];
    if (want === undefined || have === undefined || firstHop(want) !== firstHop(have)) {
      const place = `${step} packet ${String(i + 1)} of ${String(expected.length)}`;
      return { section: SECTION, place, expected: titleOf(want), got: titleOf(have) };
    }
    const place = `${step} packet ${String(i + 1)} (${describeFrame(want.hops[0]?.frame ?? {})})`;
    const found = compareBranches(
      place,
      treeOf(want.hops, topology),
      treeOf(have.hops, topology),
      'its first hops',
    );
    if (found !== null) return found;
  }
  return null;
}

/**
 * Packets in the order that must match: of their first appearance. Where a router cuts fragments again while the
 * sender is still sending, how they interleave is free: later fragments follow at the end, place by place.
 */
function inOrder(packets: readonly Packet[]): readonly Packet[] {
  const later = packets.filter(isLaterFragment);
  const places = [...new Set(later.map(firstPlace))].sort();
  const byPlace = places.flatMap((place) => later.filter((packet) => firstPlace(packet) === place));
  return [...packets.filter((packet) => !isLaterFragment(packet)), ...byPlace];
}

function firstPlace({ hops }: Packet): string {
  return hops[0] === undefined ? '' : placeOf(hops[0]);
}

function isLaterFragment({ hops }: Packet): boolean {
  return Number(member(innermost(hops[0]?.frame ?? {}), 'ip')['frag_off'] ?? 0) > 0;
}

/** What tells packets of a step apart when they first appear; the rest of the frame is compared hop by hop. */
function firstHop(packet: Packet): string {
  const hop = packet.hops[0];
  return hop === undefined ? '' : `${placeOf(hop)} ${describeFrame(hop.frame)}`;
}

function titleOf(packet: Packet | undefined): string {
  const hop = packet?.hops[0];
  return hop === undefined ? 'no packet' : `${describeFrame(hop.frame)}, first at ${placeOf(hop)}`;
}

function compareNodes(place: string, want: HopNode, have: HopNode): Difference | null {
  const here = `${place} at ${placeOf(want.hop)}`;
  const found = firstDifference(asSeen(want.hop), asSeen(have.hop));
  if (found !== null) return asDifference(SECTION, here, found);
  const ports = (nodes: readonly HopNode[]): string => nodes.map((n) => placeOf(n.hop)).join(', ');
  const wanted = ports(want.floods);
  const sent = ports(have.floods);
  if (wanted !== sent) {
    const outs = 'copies through the ports, in order';
    return asDifference(SECTION, `${here}: ${outs}`, {
      path: '',
      expected: wanted || 'none',
      got: sent || 'none',
    });
  }
  for (const [i, flood] of want.floods.entries()) {
    const other = have.floods[i];
    if (other === undefined) continue;
    const deeper = compareNodes(place, flood, other);
    if (deeper !== null) return deeper;
  }
  return compareBranches(place, want.others, have.others, `after ${placeOf(want.hop)}`);
}

/** Branches whose order is free: matched by place, and among equals by their bytes. */
function compareBranches(
  place: string,
  want: readonly HopNode[],
  have: readonly HopNode[],
  where: string,
): Difference | null {
  const left = [...have];
  for (const node of want) {
    const same = left.filter((other) => placeOf(other.hop) === placeOf(node.hop));
    const tried = matchOf(place, node, same);
    if (tried === null) {
      const got = left.map((n) => placeOf(n.hop)).join(', ') || 'the packet ends';
      return { section: SECTION, place: `${place}, ${where}`, expected: placeOf(node.hop), got };
    }
    if (tried.difference !== null) return tried.difference;
    left.splice(left.indexOf(tried.match), 1);
  }
  const extra = left[0];
  if (extra === undefined) return null;
  const expected = want.length === 0 ? 'the packet ends' : 'no further branch';
  return { section: SECTION, place: `${place}, ${where}`, expected, got: placeOf(extra.hop) };
}

/** The candidate that equals `node`, else the first one and what is different about it; null without candidates. */
function matchOf(
  place: string,
  node: HopNode,
  candidates: readonly HopNode[],
): { readonly match: HopNode; readonly difference: Difference | null } | null {
  let first: Difference | null = null;
  for (const match of candidates) {
    const difference = compareNodes(place, node, match);
    if (difference === null) return { match, difference };
    first ??= difference;
  }
  const match = candidates[0];
  return match === undefined ? null : { match, difference: first };
}

function asSeen(hop: Hop): JsonObject {
  return { pkttype: hop.pkttype, frame: hop.frame, len: hop.len };
}

/** The real frames carry right checksums everywhere, so ours must. */
function badChecksum(hops: readonly Hop[]): Difference | null {
  for (const hop of hops) {
    const wrong = wrongChecksums(hop.frame);
    if (wrong.length === 0) continue;
    const place = `${hop.step} ${describeFrame(hop.frame)} at ${placeOf(hop)}`;
    return { section: SECTION, place, expected: 'right checksums', got: `wrong: ${show([...wrong])}` };
  }
  return null;
}
