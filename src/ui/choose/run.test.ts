/** Goal: what a candidate is said to do comes out of a run, and the address given leads to the step in question. */
import { describe, expect, test } from 'vitest';
import { decodeShared } from '../../core/index';
import { hostHere } from '../state/host.fixture';
import { UNASKED } from './answers';
import type { Answers } from './answers';
import { CANDIDATES, candidatesFor } from './candidates';
import { fits, keptOut, runCandidate } from './run';
import type { Result } from './run';

async function run(id: string, more: Partial<Answers>): Promise<Result> {
  const candidate = CANDIDATES.find((one) => one.id === id);
  const result = candidate && (await runCandidate(hostHere(), candidate, { ...UNASKED, ...more }));
  if (!result) throw new Error(id);
  return result;
}

describe('host-gw', () => {
  test('delivers on one segment, and puts nothing in front of packets', async () => {
    const result = await run('flannel-host-gw', { network: 'segment' });
    expect(fits(result)).toBe(true);
    expect(result.costs?.tunnelBytes).toBe(0);
  });
  test('does not deliver behind a router, and the address is of that very step', async () => {
    const result = await run('flannel-host-gw', { network: 'two-segments' });
    expect(result.trials.near?.well).toBe(true);
    expect(result.trials.far?.well).toBe(false);
    expect(fits(result)).toBe(false);
    const shared = result.trials.far?.address.split('?').slice(1).join('?') ?? '';
    const decoded = await decodeShared(`lab?${shared}`);
    expect(decoded.ok && decoded.value.inputs).toHaveLength(1);
    expect(decoded.ok && decoded.value.cursor).not.toBeNull();
  });
});

test('a tunnel delivers behind a router, at the cost of its headers', async () => {
  const result = await run('flannel-vxlan', { network: 'two-segments' });
  expect(fits(result)).toBe(true);
  // A request and an answer, each wrapped once: outer Ethernet does not count, inner does (RFC 7348: 50 bytes).
  expect(result.costs?.tunnelBytes).toBe(2 * 50);
});

test.each(['calico-bgp', 'flannel-host-gw'])(
  '%s delivers behind a router that is told of pods, and nothing is wrapped; else it does not',
  async (id) => {
    const [told, untold] = [
      await run(id, { network: 'two-segments', routers: true }),
      await run(id, { network: 'two-segments' }),
    ];
    expect([fits(told), fits(untold)]).toEqual([true, false]);
    expect(told.costs?.tunnelBytes).toBe(0);
  },
);

test('in a cloud whose security group names ports, what has none is lost; what is wrapped in UDP is not', async () => {
  const said = { network: 'vpc', portsOnly: true } as const;
  const [ipip, open, vxlan] = [
    await run('flannel-ipip', said),
    await run('flannel-ipip', { network: 'vpc' }),
    await run('flannel-vxlan', said),
  ];
  expect([ipip, open, vxlan].map(fits)).toEqual([false, true, true]);
});

test('IPIP delivers behind a router that knows nothing, with 20 bytes in front; only there when it is CrossSubnet', async () => {
  const always = await run('calico-ipip', { network: 'segment' });
  const across = await run('calico-ipip-cross-subnet', { network: 'two-segments' });
  const near = await run('calico-ipip-cross-subnet', { network: 'segment' });
  // A request and an answer (RFC 2003: one IPv4 header of 20 bytes each).
  expect([always, across, near].map(({ costs }) => costs?.tunnelBytes)).toEqual([2 * 20, 2 * 20, 0]);
});

test('a cloud’s routes lead to all nodes while its table has room, and not to the last when it lacks an entry', async () => {
  const [room, full] = [
    await run('cloud-routes', { network: 'vpc', cloud: 'room' }),
    await run('cloud-routes', { network: 'vpc', cloud: 'full' }),
  ];
  expect([fits(room), fits(full)]).toEqual([true, false]);
  expect(full.trials.near?.well).toBe(true);
  expect(candidatesFor({ ...UNASKED, network: 'vpc' }).some(({ id }) => id === 'cloud-routes')).toBe(false);
});

test('policies are enforced by those who do, and by nobody else', async () => {
  const [flannel, canal] = [
    await run('flannel-vxlan', { policies: true }),
    await run('canal', { policies: true }),
  ];
  expect(flannel.trials.stranger?.well).toBe(false);
  expect(canal.trials.stranger?.well).toBe(true);
  expect([fits(flannel), fits(canal)]).toEqual([false, true]);
});

test('who is reached by nobody has not kept anybody out', async () => {
  const result = await run('flannel-host-gw', { network: 'two-segments', policies: true });
  expect(result.trials.stranger).toBeUndefined();
});

test('only what is sealed on every cable is called so', async () => {
  const [vxlan, wireguard] = [
    await run('flannel-vxlan', { encryption: true }),
    await run('flannel-wireguard', { encryption: true }),
  ];
  expect([vxlan.trials.sealed?.well, wireguard.trials.sealed?.well]).toEqual([false, true]);
});

test('sealed is who is sealed on the way back as well', async () => {
  const wireguard = CANDIDATES.find(({ id }) => id === 'flannel-wireguard');
  if (wireguard === undefined) throw new Error('no such candidate');
  const here = hostHere();
  const plainBack: typeof here = {
    ...here,
    async open(...args) {
      const reply = await here.open(...args);
      const command = 'ip route add 10.244.1.0/24 via 192.168.56.11';
      const { snapshot } = await here.input({ kind: 'exec', netns: 'node-3', command });
      return reply.ok ? { ...reply, snapshot } : reply;
    },
  };
  const result = await runCandidate(plainBack, wireguard, { ...UNASKED, encryption: true });
  expect(result?.trials.far?.well).toBe(true);
  expect(result?.trials.sealed?.well).toBe(false);
});

test('who was lost for another reason than a policy has not been kept out', () => {
  const drop = (reason: string, policies: readonly string[] = []) =>
    ({ seq: 1, netns: 'node-1', reason, policies, why: { key: 'x', params: {} } }) as const;
  const policy = drop('NETFILTER_DROP', ['default/nobody']);
  expect(keptOut({ passes: false, drop: policy })).toBe(true);
  expect(keptOut({ passes: false, drop: drop('NETFILTER_DROP') })).toBe(false);
  expect(keptOut({ passes: false, drop: drop('NEIGH_FAILED') })).toBe(false);
  expect(keptOut({ passes: false, drop: null })).toBe(false);
  expect(keptOut({ passes: true, drop: policy })).toBe(false);
});
