/**
 * Outer source ports of tunnels: their values are free, but which packets share one follows the flow hash. They are
 * compared as classes, numbered by first appearance.
 */
import type { Difference } from './difference';
import type { Hop } from './hop';
import { describeFrame } from './hop';
import { member, textOf } from './json';
import { packetsOf } from './packets';

const TUNNELS = ['vxlan', 'geneve'] as const;

interface OuterPort {
  readonly label: string;
  readonly port: string;
}

/** The first packet whose outer source port is shared with other packets than on the real kernel. */
export function portClasses(expected: readonly Hop[], got: readonly Hop[]): Difference | null {
  const want = classesOf(outerPorts(expected));
  const have = classesOf(outerPorts(got));
  for (const [i, row] of want.entries()) {
    if (have[i] === undefined || have[i].shares === row.shares) continue;
    const place = `outer source port of ${row.label}`;
    return { section: 'frames', place, expected: row.shares, got: have[i].shares };
  }
  return null;
}

/** Each packet's outer ports, in order of the packets. */
function outerPorts(hops: readonly Hop[]): readonly OuterPort[] {
  return packetsOf(hops).flatMap((packet) => {
    const ports = new Set<string>();
    for (const hop of packet.hops) {
      if (TUNNELS.some((tunnel) => tunnel in hop.frame)) ports.add(textOf(member(hop.frame, 'udp'), 'sport'));
    }
    const frame = packet.hops[0]?.frame ?? {};
    return [...ports].map((port) => ({ label: `${packet.step} ${describeFrame(frame)}`, port }));
  });
}

function classesOf(ports: readonly OuterPort[]): readonly { label: string; shares: string }[] {
  const first = new Map<string, string>();
  return ports.map(({ label, port }, i) => {
    const shares = first.get(port);
    if (shares !== undefined) return { label, shares: `the port of ${shares}` };
    first.set(port, `packet ${String(i + 1)} (${label})`);
    return { label, shares: 'a port of its own' };
  });
}
