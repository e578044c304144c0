/** Goal: of a packet in a tunnel one sees what it carries and between whom, with every kind of tunnel, and of no other. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseLab } from '../scenario';
import { Session } from '../session';
import type { Instant } from './contract';

const FLANNEL = readFileSync('scenarios/flannel-vxlan/scenario.yaml', 'utf8');

function opened(backend: string): Session {
  const lab = parseLab('lab', FLANNEL);
  const session = lab.ok ? Session.open(lab.value, { choices: { backend } }) : lab;
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

/** Each hop of what follows from the ping. */
function hops(session: Session): readonly Instant[] {
  session.input({ kind: 'send', name: 'ping-across' });
  const seqs = session.query('timeline', {}).steps.hop;
  return seqs.map((seq) => session.query('instant', { seq, grain: 'hop' }));
}

/** Outer IPv4 20, UDP 8, VXLAN 8 and inner Ethernet 14; WireGuard 60 and padding (RFC 7348, 2003; flannel's udp). */
const ADDED: Readonly<Record<string, number>> = { vxlan: 50, ipip: 20, udp: 28 };
const DEVICES: Readonly<Record<string, string>> = {
  ...{ vxlan: 'flannel.1', ipip: 'flannel.ipip', udp: 'flannel0', wireguard: 'flannel-wg' },
};

describe.each(Object.keys(DEVICES))('%s', (backend) => {
  const all = hops(opened(backend));
  const ends = [1, 2].map((node) => `dev:node-${node}/${DEVICES[backend] ?? ''}`);

  test('a ping is carried from one end to the other, and back', () => {
    const carried = all.flatMap((one) =>
      one.carried ? [`${one.carried.from} ${one.carried.to ?? ''}`] : [],
    );
    expect([...new Set(carried)].sort()).toEqual([ends.join(' '), ends.toReversed().join(' ')]);
  });

  test('on the switch between the nodes it is carried, in the pods it is not', () => {
    const at = (place: string) => all.filter(({ netns, packet }) => packet !== null && netns === place);
    // Pings alone are as long; WireGuard's handshakes are no packets of pods.
    const between = at('switch').filter(
      ({ packetView }) =>
        packetView !== null && packetView.lenBytes >= 104 && !/wireguard(In|Re)/.test(packetView.title.key),
    );
    for (const { carried, packetView } of between) expect(carried, packetView?.title.key).not.toBeNull();
    expect(between.length).toBeGreaterThan(0);
    for (const { carried } of [...at('pod-a'), ...at('pod-b')]) expect(carried).toBeNull();
    for (const { carried, packetView } of between) {
      expect([carried?.outer.from ?? '', carried?.outer.to ?? ''].sort()).toEqual([
        '192.168.56.11',
        '192.168.56.12',
      ]);
      const added = (packetView?.lenBytes ?? 0) - (carried?.inner.lenBytes ?? 0);
      if (backend === 'wireguard') expect(added).toBeGreaterThanOrEqual(60);
      // What goes into a device without Ethernet has no such header; on the cable there is one again.
      else expect(added).toBe((ADDED[backend] ?? 0) + (backend === 'vxlan' ? 0 : 14));
      expect(carried?.inner.layers.some(({ tag }) => tag === 'ICMP')).toBe(true);
    }
  });

  test('is drawn between the devices that carry it', () => {
    const session = opened(backend);
    const { wires } = session.query('graph', { seq: session.length - 1 }).graph;
    const tunnels = wires.filter(({ kind }) => kind === 'tunnel').map(({ from, to }) => [from, to].sort());
    expect(tunnels).toEqual([ends]);
  });
});

test('host-gw carries nothing', () => {
  expect(hops(opened('host-gw')).filter(({ carried }) => carried !== null)).toEqual([]);
});

test('one that is lost on its way was meant for the other end', () => {
  const session = opened('vxlan');
  session.input({ kind: 'cable', netns: 'node-2', dev: 'eth0', plugged: false });
  const lost = hops(session).find(({ drop, carried }) => drop !== null && carried !== null);
  expect(lost?.carried).toMatchObject({ from: 'dev:node-1/flannel.1', to: 'dev:node-2/flannel.1' });
});
