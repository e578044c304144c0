import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setU16 } from '../base/bytes';
import { fibPeek } from '../kernel/fib';
import type { RuleSpec } from '../model/op';
import { createSimulation, type Simulation } from '../simulator';
import { asIpv4, formatIpv4, ipv4, type Cidr4 } from '../wire/addr';
import { ETHERNET_HEADER_LEN } from '../wire/ethernet';
import { icmpFrame } from './make-frame';
import { net, type Net } from './net';

/**
 * Goal: policy rules, several next hops and path MTUs do what their manuals say, whatever the configuration. Method: random
 * ones beside models that know no tricks. fast-check prints the seed of what fails.
 */
const small = fc.nat({ max: 3 }).map((low) => asIpv4(ipv4('10.0.0.0') + low));
const cidr: fc.Arbitrary<Cidr4> = fc
  .tuple(small, fc.constantFrom(8, 31, 32))
  .map(([addr, len]) => ({ addr: asIpv4(Math.floor(addr / 2 ** (32 - len)) * 2 ** (32 - len)), len }));
const range = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }))
  .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));

const TABLES = [100, 101, 102] as const;
/** Leads somewhere: its only prefix can be suppressed. */
const WAY_OUT = 103;

interface Rule extends RuleSpec {
  readonly pref: number;
}

const rule: fc.Arbitrary<Rule> = fc
  .record(
    {
      pref: fc.integer({ min: 1, max: 40 }),
      table: fc.constantFrom(...TABLES, WAY_OUT),
      action: fc.constantFrom(
        'lookup' as const,
        'lookup' as const,
        'nop' as const,
        'blackhole' as const,
        'prohibit' as const,
      ),
      not: fc.constant(true as const),
      from: cidr,
      to: cidr,
      fwmark: fc.nat({ max: 3 }),
      fwmask: fc.constantFrom(1, 3),
      ipproto: fc.constantFrom(6, 17),
      sport: range,
      dport: range,
      suppressPrefixlength: fc.constantFrom(0, 31),
    },
    { requiredKeys: ['pref', 'table', 'action'] },
  )
  .map(({ fwmark, fwmask, suppressPrefixlength, ...rest }) => ({
    ...rest,
    ...(fwmark === undefined ? {} : { fwmark: fwmark & (fwmask ?? 3), fwmask: fwmask ?? 3 }),
    ...(suppressPrefixlength === undefined || rest.action !== 'lookup' ? {} : { suppressPrefixlength }),
  }));

const question = fc.record({
  src: small,
  dst: small,
  mark: fc.nat({ max: 3 }),
  proto: fc.constantFrom(6, 17),
  sport: fc.nat({ max: 3 }),
  dport: fc.nat({ max: 3 }),
});

function inside({ addr, len }: Cidr4, of: number): boolean {
  return Math.floor(addr / 2 ** (32 - len)) === Math.floor(of / 2 ** (32 - len));
}

/** A machine with three tables: one covers everything, one two addresses, one a single address. */
function machine(): Simulation {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'm', role: 'router' });
  const dsts = [
    { addr: asIpv4(0), len: 0 },
    { addr: ipv4('10.0.0.2'), len: 31 },
    { addr: ipv4('10.0.0.3'), len: 32 },
  ];
  TABLES.forEach((table, i) => {
    const dst = dsts[i] ?? { addr: asIpv4(0), len: 0 };
    simulation.apply('m', { kind: 'route.add', route: { dst, type: 'unreachable', table } });
  });
  simulation.apply('m', { kind: 'link.set', name: 'lo', set: { up: true } });
  simulation.apply('m', {
    kind: 'route.add',
    route: { dst: { addr: asIpv4(0), len: 0 }, dev: 'lo', table: WAY_OUT },
  });
  return simulation;
}

const COVERED: Readonly<Record<number, (dst: number) => boolean>> = {
  [WAY_OUT]: () => true,
  100: () => true,
  101: (dst) => dst >= ipv4('10.0.0.2') && dst <= ipv4('10.0.0.3'),
  102: (dst) => dst === ipv4('10.0.0.3'),
};

/** `nop` stands for no rule at all. */
const ERRNO = {
  lookup: 'EHOSTUNREACH',
  blackhole: 'EINVAL',
  prohibit: 'EACCES',
  unreachable: 'ENETUNREACH',
  nop: 'ENETUNREACH',
  goto: 'ENETUNREACH',
} as const;

describe('policy rules', () => {
  it('are asked by preference, and the first table that knows the destination decides', () => {
    const property = fc.property(
      fc.array(rule, { maxLength: 8 }),
      fc.array(question, { minLength: 1, maxLength: 8 }),
      (rules, questions) => {
        const simulation = machine();
        const taken: Rule[] = [];
        for (const one of rules)
          if (simulation.apply('m', { kind: 'rule.add', rule: one }) === null) taken.push(one);
        const ns = simulation.world.netns[0];
        if (ns === undefined) throw new Error('no netns');
        // A rule that comes later with the same preference stands behind.
        const inOrder = taken
          .map((one, i) => ({ one, i }))
          .sort((a, b) => a.one.pref - b.one.pref || a.i - b.i);
        for (const asked of questions) {
          const found = fibPeek(ns, { ...asked, iif: 0, oif: 0, tos: 0 });
          const wanted = inOrder.find(({ one }) => {
            const fits =
              (one.from === undefined || one.from === null || inside(one.from, asked.src)) &&
              (one.to === undefined || one.to === null || inside(one.to, asked.dst)) &&
              (one.fwmark === undefined ||
                one.fwmark === null ||
                (asked.mark & (one.fwmask ?? 0)) === one.fwmark) &&
              (one.ipproto === undefined || one.ipproto === asked.proto) &&
              (one.sport === undefined || (asked.sport >= one.sport.min && asked.sport <= one.sport.max)) &&
              (one.dport === undefined || (asked.dport >= one.dport.min && asked.dport <= one.dport.max));
            if (fits === (one.not === true) || one.action === 'nop') return false;
            // Errors are not suppressed.
            if (one.table === WAY_OUT && one.suppressPrefixlength !== undefined)
              return one.action !== 'lookup';
            return one.action !== 'lookup' || COVERED[one.table ?? 0]?.(asked.dst) === true;
          })?.one;
          const table = wanted?.action === 'lookup' ? wanted.table : undefined;
          const type = table === WAY_OUT ? 'unicast' : 'unreachable';
          expect(found.route?.type).toBe(table === undefined ? undefined : type);
          expect(found.route === null ? undefined : found.table).toBe(table);
          if (table === WAY_OUT) {
            expect(found.errno).toBeNull();
            continue;
          }
          expect(found.errno).toBe(ERRNO[wanted?.action ?? 'nop']);
        }
      },
    );
    fc.assert(property, { numRuns: 200 });
  });
});

describe('several next hops', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 4 });

  function router(all: readonly number[], policy: number): Net {
    const lab = net().machines('r', ...all.map((_, i) => `n${String(i)}`));
    all.forEach((_, i) => {
      lab
        .cable(`r.e${String(i)}`, `n${String(i)}.eth0`)
        .type('r', `ip addr add 10.1.${String(i)}.1/24 dev e${String(i)}`);
    });
    const hops = all.map((weight, i) => `nexthop via 10.1.${String(i)}.2 weight ${String(weight)}`).join(' ');
    return lab.type(
      'r',
      `ip route add default ${hops}\nsysctl -w net.ipv4.fib_multipath_hash_policy=${String(policy)}`,
    );
  }

  it('flows spread in proportion to the weights, and each keeps its way', () => {
    const FLOWS = 3000;
    fc.assert(
      fc.property(weights, fc.constantFrom(0, 1), fc.nat(), (all, policy, start) => {
        const ns = router(all, policy).ns('r');
        const counts = all.map(() => 0);
        for (let i = 0; i < FLOWS; i += 1) {
          const key = {
            ...{
              src: asIpv4(ipv4('10.9.0.0') + ((start + i * 7919) % 65_536)),
              dst: asIpv4(ipv4('203.0.113.0') + (i % 256)),
            },
            ...{ iif: 0, oif: 0, tos: 0, mark: 0, proto: 6, sport: 1024 + i, dport: 80 },
          };
          const first = fibPeek(ns, key).route?.dev ?? 0;
          expect(fibPeek(ns, key).route?.dev).toBe(first);
          // Ports count with policy 1 alone.
          if (policy === 0) expect(fibPeek(ns, { ...key, sport: 1, dport: 2 }).route?.dev).toBe(first);
          const hop = ns.links[first]?.name.slice(1) ?? '';
          counts[Number(hop)] = (counts[Number(hop)] ?? 0) + 1;
        }
        const total = all.reduce((sum, weight) => sum + weight, 0);
        all.forEach((weight, i) => {
          const share = weight / total;
          // Six standard deviations: a wrong share shows, chance does not.
          const room = 6 * Math.sqrt(FLOWS * share * (1 - share));
          expect(Math.abs((counts[i] ?? 0) - FLOWS * share)).toBeLessThan(room);
        });
      }),
      { numRuns: 12 },
    );
  });

  it('a way that is down takes no flow, and the others share its flows by their weights', () => {
    const ns = router([1, 1, 2], 0).type('r', 'ip link set e2 down').ns('r');
    const seen = new Set<number>();
    for (let i = 0; i < 400; i += 1) {
      const key = {
        src: asIpv4(ipv4('10.9.0.0') + i),
        dst: ipv4('203.0.113.9'),
        iif: 0,
        oif: 0,
        tos: 0,
        mark: 0,
      };
      seen.add(fibPeek(ns, key).route?.dev ?? 0);
    }
    expect(new Set([...seen].map((dev) => ns.links[dev]?.name))).toEqual(new Set(['e0', 'e1']));
  });
});

describe('path MTUs', () => {
  const WIRE = 1500;
  const LEAST = 552;

  /** The router says that `mtu` fits on the way to `dst`, quoting an echo reply of the host's own stack. */
  function told(lab: Net, dst: string, mtu: number): void {
    const ends = { from: lab.mac('r.eth0'), to: lab.mac('h.eth0') };
    const quoted = icmpFrame({ ...ends, src: '10.0.0.1', dst }, 'echo-reply').subarray(ETHERNET_HEADER_LEN);
    const error = icmpFrame({ ...ends, src: '10.0.0.254', dst: '10.0.0.1' }, { type: 3, code: 4 }, quoted);
    setU16(error, ETHERNET_HEADER_LEN + 20 + 6, mtu);
    setU16(error, ETHERNET_HEADER_LEN + 20 + 2, 0);
    let sum = 0;
    for (let at = ETHERNET_HEADER_LEN + 20; at < error.length; at += 2)
      sum += ((error[at] ?? 0) << 8) | (error[at + 1] ?? 0);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    setU16(error, ETHERNET_HEADER_LEN + 20 + 2, ~sum & 0xffff);
    lab.arrive('h.eth0', error);
  }

  function mtuTo(lab: Net, dst: string): string {
    const text = lab.printed('h', `ip route get ${dst}`).join(' ');
    return /mtu (lock )?(\d+)/.exec(text)?.slice(1).join('').trim() ?? '';
  }

  it('only ever shrink until they expire, and are locked below min_pmtu', () => {
    const news = fc.array(
      fc.oneof(
        fc.record({
          dst: fc.constantFrom('203.0.113.1', '203.0.113.2'),
          mtu: fc.integer({ min: 68, max: 2000 }),
        }),
        fc.record({ waitSec: fc.constantFrom(1, 290, 601) }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(news, (all) => {
        const lab = net()
          .machines('h', 'r')
          .cable('h.eth0', 'r.eth0')
          .type('h', 'ip addr add 10.0.0.1/24 dev eth0\nip route add default via 10.0.0.254')
          .type('r', 'ip addr add 10.0.0.254/24 dev eth0');
        const known = new Map<string, { mtu: number; locked: boolean; untilSec: number }>();
        let nowSec = 0;
        for (const one of all) {
          if ('waitSec' in one) {
            lab.wait(one.waitSec);
            nowSec += one.waitSec;
            continue;
          }
          told(lab, one.dst, one.mtu);
          const old = known.get(one.dst);
          const valid = old !== undefined && nowSec <= old.untilSec ? old : undefined;
          const present = valid?.mtu ?? WIRE;
          if (valid?.locked === true || one.mtu > present) continue;
          const locked = one.mtu < LEAST;
          const mtu = locked ? Math.min(present, LEAST) : one.mtu;
          // The same again within half a life changes nothing.
          if (valid?.mtu === mtu && !locked && valid.untilSec - nowSec > 300) continue;
          known.set(one.dst, { mtu, locked, untilSec: nowSec + 600 });
        }
        for (const dst of ['203.0.113.1', '203.0.113.2']) {
          const entry = known.get(dst);
          const wanted =
            entry === undefined || nowSec > entry.untilSec
              ? ''
              : `${entry.locked ? 'lock ' : ''}${String(entry.mtu)}`;
          expect(mtuTo(lab, dst), formatIpv4(ipv4(dst))).toBe(wanted);
        }
      }),
      { numRuns: 60 },
    );
  });
});
