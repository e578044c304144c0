import { describe, expect, it } from 'vitest';
import { net, routedNet, type Net } from '../testing/net';
import { formatIpv4, ipv4, parseCidr4 } from '../wire/addr';
import type { IpRule } from '../model/route';
import { SCOPE_HOST, SCOPE_LINK } from '../model/route';
import { fibLookup, fibPeek, localType, nexthopOf, routeSource, selectSource } from './fib';
import { putIpRules } from './write';

/** Goal: which route wins, and which source address it gives. Method: tables filled by `ip route`, asked directly. */
interface Asked {
  readonly src?: string;
  readonly iif?: string;
  readonly oif?: string;
  readonly mark?: number;
  readonly tos?: number;
}

function lookup(lab: Net, netns: string, dst: string, asked: Asked = {}): string | null {
  const ns = lab.ns(netns);
  const index = (dev: string | undefined): number =>
    dev === undefined ? 0 : lab.link(`${netns}.${dev}`).ifindex;
  const key = {
    ...{ dst: ipv4(dst), src: ipv4(asked.src ?? '0.0.0.0'), tos: asked.tos ?? 0, mark: asked.mark ?? 0 },
    ...{ iif: index(asked.iif), oif: index(asked.oif) },
  };
  const { route } = fibLookup(lab.simulation.ctx, ns, key, null);
  expect(fibPeek(ns, key).route).toBe(route);
  if (route === null) return null;
  const via = formatIpv4(nexthopOf(route, key.dst));
  return `${route.type} via ${via} dev ${ns.links[route.dev]?.name ?? '-'}`;
}

function rules(lab: Net, netns: string, more: readonly Partial<IpRule>[]): void {
  const { ctx } = lab.simulation;
  const ns = ctx.own(lab.ns(netns).id);
  const plain = {
    action: 'lookup' as const,
    from: null,
    to: null,
    iif: null,
    oif: null,
    fwmark: null,
    fwmask: 0xffff_ffff,
    op: 0,
  };
  const added = more.map((rule) => ({ ...plain, pref: 1000, table: 100, ...rule }));
  putIpRules(
    ctx,
    ns,
    [...ns.ipRules, ...added].sort((a, b) => a.pref - b.pref),
  );
}

describe('the winner', () => {
  it('has the longest prefix', () => {
    const lab = routedNet().type(
      'r',
      'ip route add 10.60.0.0/16 via 10.1.0.2\nip route add 10.60.1.0/24 via 10.2.0.2\nip route add 10.60.1.7 via 10.1.0.2',
    );
    expect(lookup(lab, 'r', '10.60.2.1')).toBe('unicast via 10.1.0.2 dev e0');
    expect(lookup(lab, 'r', '10.60.1.1')).toBe('unicast via 10.2.0.2 dev e1');
    expect(lookup(lab, 'r', '10.60.1.7')).toBe('unicast via 10.1.0.2 dev e0');
    expect(lookup(lab, 'r', '10.61.0.1')).toBeNull();
  });

  it('is the local table’s before any other’s', () => {
    const lab = routedNet().type('r', 'ip route add 10.1.0.1/32 via 10.2.0.2');
    expect(lookup(lab, 'r', '10.1.0.1')).toBe('local via 10.1.0.1 dev e0');
    expect(lookup(lab, 'r', '10.1.0.255')).toBe('broadcast via 10.1.0.255 dev e0');
    expect(lookup(lab, 'r', '127.1.2.3')).toBe('local via 127.1.2.3 dev lo');
  });

  // observed on Linux 6.18: metric 0 (absent) wins, then the lowest; of equals the first that was added
  it('has the lowest metric', () => {
    const lab = routedNet().type(
      'r',
      'ip route add 10.60.0.0/24 via 10.2.0.2 metric 50\nip route add 10.60.0.0/24 via 10.1.0.2 metric 10',
    );
    expect(lookup(lab, 'r', '10.60.0.1')).toBe('unicast via 10.1.0.2 dev e0');
    lab.type('r', 'ip route add 10.60.0.0/24 via 10.2.0.2\nip route append 10.60.0.0/24 via 10.1.0.2');
    expect(lookup(lab, 'r', '10.60.0.1')).toBe('unicast via 10.2.0.2 dev e1');
    lab.type('r', 'ip route del 10.60.0.0/24');
    expect(lookup(lab, 'r', '10.60.0.1')).toBe('unicast via 10.1.0.2 dev e0');
  });

  it('fits the type of service, where a route has one', () => {
    const lab = routedNet().type(
      'r',
      'ip route add 10.60.0.0/24 via 10.1.0.2\nip route add 10.60.0.0/24 tos 0x10 via 10.2.0.2',
    );
    expect(lookup(lab, 'r', '10.60.0.1', { tos: 0x10 })).toBe('unicast via 10.2.0.2 dev e1');
    expect(lookup(lab, 'r', '10.60.0.1', { tos: 0x08 })).toBe('unicast via 10.1.0.2 dev e0');
  });

  it('leaves by the device that was asked for', () => {
    const lab = routedNet().type(
      'r',
      'ip route add default via 10.1.0.2\nip route add default via 10.2.0.2 metric 5',
    );
    expect(lookup(lab, 'r', '8.8.8.8')).toBe('unicast via 10.1.0.2 dev e0');
    expect(lookup(lab, 'r', '8.8.8.8', { oif: 'e1' })).toBe('unicast via 10.2.0.2 dev e1');
  });

  // observed on Linux 6.18: an address stays one's own while its device is down
  it('needs its device, unless it says that an address is ours', () => {
    const lab = routedNet().type('r', 'ip link set e1 down');
    expect(lookup(lab, 'r', '10.2.0.2')).toBeNull();
    expect(lookup(lab, 'r', '10.2.0.1')).toBe('local via 10.2.0.1 dev e1');
    expect(localType(lab.ns('r'), ipv4('10.2.0.1'))).toBe('local');
    expect(lab.answers('h1', '-c1 10.2.0.1')).toBe(1);
  });
});

describe('policy rules', () => {
  const table100 = (command: string): Net => routedNet().type('r', command);

  it.each([
    ['from', { from: '10.1.0.0/24' }, { src: '10.1.0.2' }, { src: '10.2.0.2' }],
    ['fwmark', { fwmark: 1, fwmask: 0xf }, { mark: 0x31 }, { mark: 2 }],
    ['iif', { iif: 'e0' }, { iif: 'e0' }, { iif: 'e1' }],
    ['iif lo, made here', { iif: 'lo' }, {}, { iif: 'e1' }],
    ['oif', { oif: 'e1' }, { oif: 'e1' }, {}],
  ] as const)('select by %s', (_, selector, fits, not) => {
    const lab = table100('ip route add default via 10.2.0.2 table 100');
    const from = 'from' in selector ? parseCidr4(selector.from) : null;
    rules(lab, 'r', [{ ...selector, from: from?.ok ? from.value : null }]);
    expect(lookup(lab, 'r', '8.8.8.8', fits)).toBe('unicast via 10.2.0.2 dev e1');
    expect(lookup(lab, 'r', '8.8.8.8', not)).toBeNull();
  });

  // observed on Linux 6.18
  it.each(['ip route list', 'ip route add throw default table 100'])(
    'a table without an answer falls through to the next (%s)',
    (command) => {
      const lab = table100(command);
      rules(lab, 'r', [{}]);
      expect(lookup(lab, 'r', '10.2.0.2')).toBe('unicast via 10.2.0.2 dev e1');
      const visits = lab
        .records('route.lookup')
        .at(-1)
        ?.detail.rules.map(({ pref, outcome }) => [pref, outcome]);
      expect(visits).toEqual([
        [0, 'no-match'],
        [1000, command.includes('throw') ? 'throw' : 'no-match'],
        [32_766, 'hit'],
      ]);
    },
  );

  // observed on Linux 6.18
  it('a table that says no is an answer', () => {
    const lab = table100('ip route add blackhole default table 100');
    rules(lab, 'r', [{}]);
    expect(lookup(lab, 'r', '10.2.0.2')).toBe('blackhole via 10.2.0.2 dev -');
  });
});

describe('the record of a look-up', () => {
  it('tells key, table, winner and how many entries there were', () => {
    const lab = routedNet();
    lookup(lab, 'r', '10.2.0.2');
    expect(lab.records('route.lookup').at(-1)).toMatchObject({
      verdict: 'unicast',
      dev: lab.link('r.e1').ifindex,
      detail: { key: { dst: ipv4('10.2.0.2') }, table: { name: 'main', size: 2 }, match: { len: 24 } },
    });
  });

  it('says so when there is no route', () => {
    const lab = routedNet();
    lookup(lab, 'r', '10.99.0.1');
    const { verdict, detail } = lab.records('route.lookup').at(-1) ?? {};
    expect(verdict).toBe('none');
    expect(detail?.match).toBeNull();
    expect(detail?.rules.map(({ outcome }) => outcome)).toEqual(['no-match', 'no-match', 'no-match']);
  });
});

describe('the source address', () => {
  const lab = net()
    .machines('h', 'x')
    .cable('h.a', 'x.a')
    .cable('h.b', 'x.b')
    .type('h', 'ip addr add 10.1.0.1/24 dev a\nip addr add 10.1.0.9/24 dev a\nip addr add 10.8.0.1/24 dev a')
    .type('h', 'ip addr add 10.9.0.1/24 dev b')
    .type('h', 'ip route add 10.50.0.0/24 via 10.1.0.2 src 10.9.0.1');

  const sourceTo = (dst: string): string => {
    const key = { dst: ipv4(dst), src: ipv4('0.0.0.0'), iif: 0, oif: 0, tos: 0, mark: 0 };
    const { route } = fibPeek(lab.ns('h'), key);
    if (route === null) return 'no route';
    const { verdict, chosen } = routeSource(lab.ns('h'), route, key.dst);
    return `${verdict} ${formatIpv4(chosen)}`;
  };

  it('is the one the route prefers', () => expect(sourceTo('10.50.0.1')).toBe('prefsrc 10.9.0.1'));
  it('is that of the connected route', () => expect(sourceTo('10.8.0.7')).toBe('prefsrc 10.8.0.1'));
  it('of a packet to oneself is the same address', () =>
    expect(sourceTo('10.1.0.9')).toBe('prefsrc 10.1.0.1'));

  it('is the primary address of the device that shares the next hop’s subnet', () => {
    const choice = selectSource(lab.ns('h'), lab.link('h.a'), ipv4('10.8.0.2'), SCOPE_LINK);
    expect(formatIpv4(choice.chosen)).toBe('10.8.0.1');
    expect(choice.candidates.map(({ addr, taken }) => [formatIpv4(addr), taken])).toEqual([
      ['10.1.0.1', false],
      ['10.8.0.1', true],
    ]);
  });

  it('is the first primary one when none shares it', () => {
    const choice = selectSource(lab.ns('h'), lab.link('h.a'), ipv4('192.0.2.1'), SCOPE_LINK);
    expect([choice.verdict, formatIpv4(choice.chosen)]).toEqual(['device', '10.1.0.1']);
  });

  it('is another device’s when this one has none, but never of host scope', () => {
    const bare = net().machines('h', 'x').cable('h.a', 'x.a').cable('h.b', 'x.b');
    const none = selectSource(bare.ns('h'), bare.link('h.a'), ipv4('192.0.2.1'), SCOPE_LINK);
    expect(none).toMatchObject({ verdict: 'none', chosen: 0 });
    bare.type('h', 'ip addr add 10.9.0.1/24 dev b');
    const other = selectSource(bare.ns('h'), bare.link('h.a'), ipv4('192.0.2.1'), SCOPE_LINK);
    expect([other.verdict, formatIpv4(other.chosen)]).toEqual(['other-device', '10.9.0.1']);
    expect(selectSource(bare.ns('h'), bare.link('h.lo'), ipv4('127.0.0.9'), SCOPE_HOST).verdict).toBe(
      'device',
    );
  });
});
