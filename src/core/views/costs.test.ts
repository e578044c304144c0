/** Goal: costs are counts of what happened: tunnels lengthen frames by what their headers measure, by that and no more. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseLab } from '../scenario';
import { Session } from '../session';
import type { CostsView } from './contract';

const FLANNEL = readFileSync('scenarios/flannel-vxlan/scenario.yaml', 'utf8');
/** Echo requests and replies of the send, and the cables between the nodes. */
const PACKETS = 4;
const CABLES = 2;

function opened(backend: string): Session {
  const lab = parseLab('lab', FLANNEL);
  const session = lab.ok ? Session.open(lab.value, { choices: { backend } }) : lab;
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

function sent(backend: string): CostsView {
  const session = opened(backend);
  session.input({ kind: 'send', name: 'ping-across' });
  return session.query('costs', { input: 0, seq: session.length - 1 });
}

describe('the same ping through each backend', () => {
  const bare = sent('host-gw');

  // RFC 7348 and 2003, flannel's udp backend: outer IPv4 20, UDP 8, VXLAN 8, inner Ethernet 14.
  test.each([
    ['vxlan', 50],
    ['ipip', 20],
    ['udp', 28],
    ['vxlan-direct', 0],
  ])('%s lengthens every packet by %i bytes, on every cable', (backend, added) => {
    const { traffic } = sent(backend);
    expect(traffic.tunnelBytes).toBe(PACKETS * added);
    expect(traffic.cableFrames).toBe(bare.traffic.cableFrames);
    expect(traffic.cableBytes - bare.traffic.cableBytes).toBe(PACKETS * CABLES * added);
  });

  test('a daemon in user space is handed each packet by the kernel and back, on both nodes', () => {
    const { traffic } = sent('udp');
    // From flannel0 to flanneld, and from flanneld's socket; on the other node the same in reverse.
    expect(traffic.crossings - bare.traffic.crossings).toBe(PACKETS * 4);
  });

  test('a tunnel asks more tables, and VXLAN keeps more entries', () => {
    const vxlan = sent('vxlan');
    expect(vxlan.traffic.routeLookups).toBeGreaterThan(bare.traffic.routeLookups);
    // An entry in each table for the other node's VTEP, on both nodes.
    expect(vxlan.tables.fdbEntries - bare.tables.fdbEntries).toBe(2);
    expect(vxlan.tables.neighbours - bare.tables.neighbours).toBe(2);
    expect(vxlan.tables.routes).toBe(bare.tables.routes);
  });
});

test('costs grow along the way, and each input has its own', () => {
  const session = opened('vxlan');
  session.input({ kind: 'send', name: 'ping-across' });
  const first = session.length - 1;
  session.input({ kind: 'send', name: 'ping-across' });
  let before = session.query('costs', { input: 0, seq: 0 }).traffic;
  expect(new Set(Object.values(before))).toEqual(new Set([0]));
  for (let seq = session.query('timeline', {}).start; seq <= first; seq += 7) {
    const { traffic } = session.query('costs', { input: 0, seq });
    for (const [name, count] of Object.entries(traffic)) {
      expect(count, name).toBeGreaterThanOrEqual(before[name as keyof typeof before]);
    }
    before = traffic;
  }
  const atEnd = session.length - 1;
  expect(session.query('costs', { input: 0, seq: atEnd }).traffic).toEqual(
    session.query('costs', { input: 0, seq: first }).traffic,
  );
  // What was learned with the first ping need not be asked again.
  const again = session.query('costs', { input: 1, seq: atEnd }).traffic;
  expect(again.cableFrames).toBe(PACKETS * CABLES);
});

test('rules and flooded copies are counted where there are some', () => {
  const lab = readFileSync('scenarios/same-node/scenario.yaml', 'utf8');
  const parsed = parseLab('lab', lab);
  const session = parsed.ok ? Session.open(parsed.value) : parsed;
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  session.value.input({ kind: 'send', name: 'ping-neighbour' });
  const seq = session.value.length - 1;
  const { traffic } = session.value.query('costs', { input: 0, seq });
  expect(traffic.cableFrames).toBe(0);
  // The ARP request goes to both other pods, and back to the sender, whose port is a hairpin: two copies beyond the first.
  expect(traffic.floodedCopies).toBe(2);
});
