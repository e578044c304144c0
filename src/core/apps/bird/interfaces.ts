/** What BIRD knows of the machine's devices, and `protocol direct`. Source: BIRD 1.6.8 nest/iface.c, nest/rt-dev.c. */
import type { BirdInterface, BirdRoute } from '../../model/bird';
import type { ProtocolConfig } from '../../model/bird.config';
import type { Link } from '../../model/link';
import type { Netns, World } from '../../model/world';
import { prefixKey } from '../../model/route';
import { hasCarrier } from '../../kernel/carrier';
import { ANY_IPV4, isLoopbackIpv4, networkOf } from '../../wire/addr';
import { interfaceFits } from './config.static';
import { sourceOf, type Bird } from './draft';
import { isUp } from './hosts';
import { importRoute } from './import';
import { setRoute } from './table';

/** The devices, where nothing is new the same as before; `kept` are those that routes lead to and that may be no more. */
export function scanInterfaces(
  world: World,
  ns: Netns,
  before: readonly BirdInterface[] = [],
  kept: readonly BirdInterface[] = [],
): readonly BirdInterface[] {
  const found: BirdInterface[] = [];
  for (const link of ns.links) {
    if (link === undefined) continue;
    const there = before[found.length];
    const known =
      there?.ifindex === link.ifindex ? there : before.find(({ ifindex }) => ifindex === link.ifindex);
    if (known !== undefined && isAsBefore(world, ns, link, known)) {
      found.push(known);
      continue;
    }
    found.push({
      ...{ ifindex: link.ifindex, name: link.name, admin: link.up, mtu: link.mtu },
      link: hasCarrier(world, ns, link),
      loopback: link.kind === 'loopback',
      broadcast: isBroadcast(link),
      addrs: link.addrs.map(({ local, len, secondary }) => ({ local, len, secondary })),
    });
  }
  for (const one of kept) {
    if (ns.links[one.ifindex] === undefined)
      found.push({ ...one, admin: false, link: false, gone: true, addrs: [] });
  }
  return found;
}

function isBroadcast({ kind }: Link): boolean {
  return kind !== 'loopback' && kind !== 'ipip' && kind !== 'wireguard' && kind !== 'tun';
}

function isAsBefore(world: World, ns: Netns, link: Link, known: BirdInterface): boolean {
  return (
    link.name === known.name &&
    link.up === known.admin &&
    link.mtu === known.mtu &&
    known.gone === undefined &&
    known.loopback === (link.kind === 'loopback') &&
    known.broadcast === isBroadcast(link) &&
    link.addrs.length === known.addrs.length &&
    link.addrs.every(({ local, len, secondary }, i) => {
      const was = known.addrs[i];
      return was?.local === local && was.len === len && was.secondary === secondary;
    }) &&
    hasCarrier(world, ns, link) === known.link
  );
}

/** Networks on the links that a protocol direct knows, by prefix and device. */
function connected(
  config: Extract<ProtocolConfig, { kind: 'direct' }>,
  interfaces: readonly BirdInterface[],
): ReadonlyMap<string, { readonly addr: BirdRoute['addr']; readonly len: number; readonly dev: number }> {
  const found = new Map<
    string,
    { readonly addr: BirdRoute['addr']; readonly len: number; readonly dev: number }
  >();
  for (const one of interfaces) {
    if (!isUp(one) || !interfaceFits(config.interfaces, one.name)) continue;
    for (const { local, len, secondary } of one.addrs) {
      if (secondary || isLoopbackIpv4(local)) continue;
      const addr = networkOf(local, len);
      found.set(`${String(prefixKey(addr, len))}/${String(one.ifindex)}`, { addr, len, dev: one.ifindex });
    }
  }
  return found;
}

/** A protocol direct hears of the devices as they are now. */
export function directRoutes(
  bird: Bird,
  no: number,
  config: Extract<ProtocolConfig, { kind: 'direct' }>,
  before: readonly BirdInterface[],
): void {
  const { s, io } = bird;
  const was = connected(config, before);
  const now = connected(config, s.interfaces);
  for (const [key, { addr, len, dev }] of was)
    if (!now.has(key)) setRoute(bird, no, dev, { addr, len }, null);
  for (const [key, { addr, len, dev }] of now) {
    if (was.has(key)) continue;
    const { nowNs } = io.ctx.world;
    const { preference } = config;
    importRoute(bird, {
      ...{ addr, len, protocol: no, privateId: dev, source: sourceOf(bird, no, dev), kind: 'device' },
      ...{ preference, dest: 'device', gateway: ANY_IPV4, dev, sinceNs: nowNs, heardNs: nowNs },
      ...{ attributes: null, host: ANY_IPV4, igpMetric: 0, kernel: null },
      ...{ peer: ANY_IPV4, peerId: ANY_IPV4, internal: false },
    });
  }
}

/** The smallest address of the machine: the router id where nobody gives one. */
export function ownRouterId(interfaces: readonly BirdInterface[]): BirdRoute['addr'] {
  const addrs = interfaces.flatMap((one) => (one.loopback ? [] : one.addrs.map(({ local }) => local)));
  return addrs.sort((a, b) => a - b)[0] ?? ANY_IPV4;
}

export function sameInterfaces(a: readonly BirdInterface[], b: readonly BirdInterface[]): boolean {
  return a.length === b.length && a.every((one, i) => sameInterface(one, b[i]));
}

function sameInterface(a: BirdInterface, b: BirdInterface | undefined): boolean {
  if (a === b) return true;
  return (
    b !== undefined &&
    a.ifindex === b.ifindex &&
    a.name === b.name &&
    a.admin === b.admin &&
    a.gone === b.gone &&
    a.link === b.link &&
    a.mtu === b.mtu &&
    a.addrs.length === b.addrs.length &&
    a.addrs.every(({ local, len }, i) => b.addrs[i]?.local === local && b.addrs[i].len === len)
  );
}
