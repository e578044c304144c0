import { writeFile } from '../../kernel/ops/file';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { pluginStage } from '../../testing/plugins';

/** Goal: addresses are given out and freed as the real plugin does it, with its files and words. */
const conf = (ipam: JsonObject): JsonObject => ({
  cniVersion: '1.0.0',
  name: 'net',
  type: 'bridge',
  ipam: { type: 'host-local', ...ipam },
});
const SMALL = conf({ subnet: '10.9.0.0/29' });
const FOLDER = '/var/lib/cni/networks/net';

function addressOf(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  return (answer as { ips: readonly { address: string }[] }).ips.map(({ address }) => address).join(' ');
}

describe('addresses', () => {
  it('are given out in order, and noted with who has them', () => {
    const stage = pluginStage();
    expect(addressOf(stage.call('host-local', 'ADD', 'a', SMALL))).toBe('10.9.0.2/29');
    expect(addressOf(stage.call('host-local', 'ADD', 'b', SMALL))).toBe('10.9.0.3/29');
    expect(stage.files(FOLDER)).toEqual({
      lock: '',
      '10.9.0.2': 'id-a\r\neth0',
      '10.9.0.3': 'id-b\r\neth0',
      'last_reserved_ip.0': '10.9.0.3',
    });
  });

  it('that were freed are used again only when the others have been', () => {
    const stage = pluginStage();
    const add = (pod: string): string => addressOf(stage.call('host-local', 'ADD', pod, SMALL));
    add('a');
    add('b');
    stage.call('host-local', 'DEL', 'a', SMALL);
    expect(['c', 'd', 'e', 'f'].map(add)).toEqual([
      '10.9.0.4/29',
      '10.9.0.5/29',
      '10.9.0.6/29',
      '10.9.0.2/29',
    ]);
    expect(add('g')).toBe(
      'failed to allocate for range 0: no IP addresses available in range set: 10.9.0.1-10.9.0.6',
    );
  });

  it('come from each range set, and from the ranges of a set in turn', () => {
    const stage = pluginStage();
    const two = conf({
      ranges: [[{ subnet: '10.1.0.0/30' }, { subnet: '10.2.0.0/30' }], [{ subnet: 'fd00::/126' }]],
    });
    expect(addressOf(stage.call('host-local', 'ADD', 'a', two))).toBe('10.1.0.2/30 fd00::2/126');
    expect(addressOf(stage.call('host-local', 'ADD', 'b', two))).toBe('10.2.0.2/30 fd00::3/126');
    // The second set is used up: the address from the first goes back.
    expect(addressOf(stage.call('host-local', 'ADD', 'c', two))).toMatch(
      /^failed to allocate for range 0: no IP/,
    );
    stage.call('host-local', 'DEL', 'a', two);
    expect(addressOf(stage.call('host-local', 'ADD', 'c', two))).toBe('10.1.0.2/30 fd00::2/126');
  });

  it('may be asked for', () => {
    const stage = pluginStage();
    const ask = (pod: string, ip: string): string =>
      addressOf(stage.call('host-local', 'ADD', pod, SMALL, { args: `IP=${ip}` }));
    expect(ask('a', '10.9.0.5')).toBe('10.9.0.5/29');
    expect(ask('b', '10.9.0.5')).toMatch(/requested IP address 10.9.0.5 is not available in range set/);
    expect(ask('c', '10.9.0.1')).toMatch(/requested ip 10.9.0.1 is subnet's gateway/);
    expect(ask('d', '10.8.0.1')).toBe('failed to allocate all requested IPs: 10.8.0.1');
    expect(stage.files(FOLDER)).not.toHaveProperty('10.9.0.2');
  });

  it('are given once to an interface', () => {
    const stage = pluginStage();
    stage.call('host-local', 'ADD', 'a', SMALL);
    expect(stage.call('host-local', 'ADD', 'a', SMALL)).toBe(
      'failed to allocate for range 0: 10.9.0.2 has been allocated to id-a, duplicate allocation is not allowed',
    );
    expect(addressOf(stage.call('host-local', 'ADD', 'a', SMALL, { ifname: 'net1' }))).toBe('10.9.0.3/29');
  });

  it('are missed by CHECK when they are not there', () => {
    const stage = pluginStage();
    stage.call('host-local', 'ADD', 'a', SMALL);
    expect(stage.call('host-local', 'CHECK', 'a', SMALL)).toBeNull();
    stage.call('host-local', 'DEL', 'a', SMALL);
    expect(stage.call('host-local', 'CHECK', 'a', SMALL)).toBe(
      'host-local: Failed to find address added by container id-a',
    );
    expect(stage.call('host-local', 'DEL', 'a', SMALL)).toBeNull();
  });
});

describe('configurations', () => {
  it.each<[JsonObject, string]>([
    [{}, 'no IP ranges specified'],
    [
      { subnet: '10.0.0.5/24' },
      'invalid range set 0: Network has host bits set. For a subnet mask of length 24 the network address is 10.0.0.0',
    ],
    [{ subnet: '10.0.0.0/31' }, 'invalid range set 0: Network 10.0.0.0/31 too small to allocate from'],
    [
      { subnet: '10.0.0.0/24', rangeStart: '10.0.1.1' },
      'invalid range set 0: RangeStart 10.0.1.1 not in network 10.0.0.0/24',
    ],
    [
      { subnet: '10.0.0.0/24', rangeEnd: '10.0.1.1' },
      'invalid range set 0: RangeEnd 10.0.1.1 not in network 10.0.0.0/24',
    ],
    [{ subnet: 'ten' }, 'invalid CIDR address: ten'],
    [{ ranges: [[{ subnet: '10.0.0.0/24' }], [{ subnet: '10.0.0.0/25' }]] }, 'range set 0 overlaps with 1'],
    [
      { ranges: [[{ subnet: '10.0.0.0/24' }, { subnet: '10.0.0.0/25' }]] },
      'invalid range set 0: subnets 10.0.0.1-10.0.0.254 and 10.0.0.1-10.0.0.126 overlap',
    ],
    [{ ranges: [[]] }, 'invalid range set 0: empty range set'],
    [
      { ranges: [[{ subnet: '10.0.0.0/24' }, { subnet: 'fd00::/64' }]] },
      'invalid range set 0: mixed address families',
    ],
  ])('%j', (ipam, words) => {
    expect(pluginStage().call('host-local', 'ADD', 'a', conf(ipam))).toBe(words);
  });

  it('may name a file with DNS settings of the node', () => {
    const stage = pluginStage();
    const { ctx } = stage.simulation;
    writeFile(ctx, ctx.own(0), '/etc/resolv.conf', 'nameserver 10.0.0.53\nsearch a.b c.d\n');
    const answer = stage.call(
      'host-local',
      'ADD',
      'a',
      conf({ subnet: '10.9.0.0/24', resolvConf: '/etc/resolv.conf' }),
    );
    expect(answer).toMatchObject({ dns: { nameservers: ['10.0.0.53'], search: ['a.b', 'c.d'] } });
  });
});
