/** Goal: a cable that is pulled out takes the carrier from both ends and nothing else, and comes back. */
import { expect, test } from 'vitest';
import { dropsOf, fabricSession, said } from '../../testing/fabric-lab';

const OUT = { kind: 'cable', netns: 'node-2', dev: 'eth0', plugged: false } as const;
const PING = 'ping -c 1 -W 1 192.168.56.12';

test('both ends lose their carrier; addresses and routes stay, neighbours and what was learned go', () => {
  const session = fabricSession('{ kind: segment }');
  said(session, 'node-1', PING);
  said(session, 'node-2', 'ping -c 1 192.168.56.11');
  session.input(OUT);
  expect(said(session, 'node-2', 'ip link show eth0')).toMatch(
    /<NO-CARRIER,BROADCAST,MULTICAST,UP>.* state DOWN /,
  );
  expect(said(session, 'switch', 'ip link show p-node-2')).toMatch(/NO-CARRIER/);
  expect(said(session, 'node-2', 'ip -4 addr show eth0')).toMatch(/192\.168\.56\.12\/24/);
  expect(said(session, 'node-2', 'ip neigh show')).toBe('');
  expect(said(session, 'switch', 'bridge fdb show br sw0')).not.toMatch(/02:00:c0:a8:38:0c/);
  // A port without a carrier is disabled: the bridge asks nobody behind it.
  expect(dropsOf(session, 'node-1', PING)).toEqual(
    expect.arrayContaining([expect.stringMatching(/PW_NO_EGRESS_PORT/)]),
  );
});

test('plugged in again, all is as before; twice is once', () => {
  const session = fabricSession('{ kind: segment }');
  session.input(OUT);
  session.input(OUT);
  session.input({ ...OUT, plugged: true });
  session.input({ ...OUT, plugged: true });
  expect(said(session, 'node-1', PING)).toMatch(/ttl=64 /);
});

test.each([
  ['a device that is none', { netns: 'node-1', dev: 'eth9' }],
  ['one without a cable', { netns: 'switch', dev: 'sw0' }],
  ['a machine that is none', { netns: 'node-9', dev: 'eth0' }],
])('%s is refused', (_, at) => {
  const session = fabricSession('{ kind: segment }');
  const from = session.length;
  session.input({ kind: 'cable', plugged: false, ...at });
  expect(session.trace.record(from)).toMatchObject({ kind: 'input', verdict: 'refused' });
});
