/**
 * A spec as the list of operations that build it, in the order in which the referee builds the real thing: devices with
 * their masters, lab settings, addresses, sysctls, routes, neighbours, fdb, wireguard peers.
 */
import type { IpvlanMode, MacvlanMode } from '../../core/model/link';
import type { FabricOp, LinkSpec, NeighSpecState, NetOp, RouteSpec } from '../../core/model/op';
import type { RouteProtocol, RouteType } from '../../core/model/route';
import { parseIpsetRestore } from '../../core/kernel/ipset/text';
import { parseRestore } from '../../core/kernel/netfilter/text';
import { SCOPE_GLOBAL, SCOPE_HOST, SCOPE_LINK, SCOPE_SITE } from '../../core/model/route';
import type { Cidr4 } from '../../core/wire/addr';
import { ZERO_MAC, ipv4, mac, parseCidr4 } from '../../core/wire/addr';
import type { Spec, SpecAddress, SpecDevice, SpecRoute, SpecWireguard } from './spec';

export type BuildStep =
  | { readonly fabric: FabricOp }
  | {
      readonly netns: string;
      readonly op: NetOp;
      /** The kernel refuses it, and build_log in hops.json says how. */
      readonly refused?: SpecRoute;
    }
  /** What the referee tells a tool in the tool's own words. */
  | { readonly netns: string; readonly command: string };

/** The referee moves the delayed re-check of neighbours out of its captures. */
const LAB_NEIGH_SYSCTLS = { delay_first_probe_time: 120, base_reachable_time_ms: 600_000 } as const;

const SCOPES: Readonly<Record<string, number>> = {
  global: SCOPE_GLOBAL,
  site: SCOPE_SITE,
  link: SCOPE_LINK,
  host: SCOPE_HOST,
};
const ROUTE_TYPES: readonly RouteType[] = [
  ...(['unicast', 'local', 'broadcast', 'unreachable', 'blackhole', 'prohibit', 'throw'] as const),
];
const PROTOCOLS: readonly RouteProtocol[] = ['boot', 'kernel', 'static', 'dhcp', 'bird', 'ra'];
const NEIGH_STATES: readonly NeighSpecState[] = ['permanent', 'reachable', 'stale', 'noarp'];

export function operationsOf(spec: Spec): readonly BuildStep[] {
  const ops = (netns: string, ...list: readonly NetOp[]): readonly BuildStep[] =>
    list.map((op) => ({ netns, op }));
  return [
    ...namespaces(spec),
    ...spec.devices.flatMap(device),
    ...labSettings(spec),
    ...(spec.addresses ?? []).flatMap((a) =>
      ops(a.ns, {
        kind: 'addr.add',
        dev: a.dev,
        addr: cidr(a.addr),
        ...(a.brd === undefined ? {} : { broadcast: ipv4(a.brd) }),
        ...scopeOfAddress(a),
      }),
    ),
    ...Object.entries(spec.namespaces).flatMap(([ns, { sysctl }]) => sysctls(ns, sysctl)),
    ...(spec.routes ?? []).map((route): BuildStep => {
      const op: NetOp = { kind: 'route.add', route: routeSpec(route) };
      return { netns: route.ns, op, ...(route.expect_error === true ? { refused: route } : {}) };
    }),
    ...(spec.rules ?? []).map(({ ns, rule }): BuildStep => ({ netns: ns, command: `ip rule add ${rule}` })),
    ...(spec.neighbours ?? []).flatMap((n) =>
      ops(n.ns, {
        kind: 'neigh.replace',
        dev: n.dev,
        dst: ipv4(n.ip),
        mac: mac(n.mac),
        state: oneOf(NEIGH_STATES, n.state ?? 'permanent'),
      }),
    ),
    ...(spec.fdb ?? []).flatMap((f) =>
      ops(f.ns, {
        kind: 'fdb.append',
        dev: f.dev,
        mac: mac(f.mac),
        // A destination makes it an entry of the tunnel device; without one it is a static entry of the bridge.
        ...(f.dst === undefined ? {} : { dst: ipv4(f.dst) }),
        where: f.dst === undefined ? 'master' : 'self',
        permanent: true,
      }),
    ),
    ...(spec.wireguard ?? []).map(wireguard),
    ...Object.entries(spec.ipsets ?? {}).flatMap(([ns, lines]) => ops(ns, ipsets(ns, lines))),
    ...Object.entries(spec.iptables ?? {}).flatMap(([ns, lines]) => ops(ns, netfilter(ns, lines))),
  ];
}

/** Sets as the spec has them, in the words of `ipset restore`. */
function ipsets(ns: string, lines: readonly string[]): NetOp {
  const commands = parseIpsetRestore(lines.join('\n'));
  if (!commands.ok)
    throw new Error(`no such mechanism: ${ns} ipset line ${commands.error.line}: ${commands.error.what}`);
  return { kind: 'ipset', commands: commands.value };
}

/** Rules as the spec has them, in iptables-restore's words. Throws on a match or target the simulator has not. */
function netfilter(ns: string, lines: readonly string[]): NetOp {
  const tables = parseRestore(lines.join('\n'));
  if (!tables.ok)
    throw new Error(`no such mechanism: ${ns} iptables line ${tables.error.line}: ${tables.error.what}`);
  return { kind: 'nf.replace', tables: tables.value };
}

/** The key of a namespace's device is called after the namespace. */
function wireguard({ ns, dev, port, peers }: SpecWireguard): BuildStep {
  return {
    netns: ns,
    op: {
      kind: 'wg.set',
      dev,
      publicKey: `@${ns}`,
      listenPort: port,
      replacePeers: true,
      peers: peers.map((peer) => {
        const [addr = '', number] = peer.endpoint.split(':');
        return {
          publicKey: peer.public_key,
          endpoint: { addr: ipv4(addr), port: Number(number) },
          allowedIps: peer.allowed_ips.map(cidr),
        };
      }),
    },
  };
}

/** Nodes, switches, routers and hosts are machines; a pod is a namespace of the node its cable ends in. */
function namespaces(spec: Spec): readonly BuildStep[] {
  const machines: BuildStep[] = [];
  const pods: BuildStep[] = [];
  const early: BuildStep[] = [];
  for (const [name, ns] of Object.entries(spec.namespaces)) {
    if (ns.role === 'pod') pods.push({ netns: nodeOf(spec, name), op: { kind: 'netns.add', name } });
    else machines.push({ fabric: { kind: 'machine.add', name, role: ns.role } });
    early.push({ netns: name, op: { kind: 'link.set', name: 'lo', set: { up: true } } });
    early.push(...sysctls(name, ns.sysctl_early ?? {}));
  }
  return [...machines, ...pods, ...early];
}

function nodeOf(spec: Spec, pod: string): string {
  for (const { ns, peer, parent_ns: parent } of spec.devices) {
    if (peer?.ns === pod) return ns;
    if (ns === pod && (peer?.ns ?? parent) !== undefined) return peer?.ns ?? parent ?? '';
  }
  throw new Error(`no device leads out of pod ${pod}`);
}

function device(d: SpecDevice): readonly BuildStep[] {
  const steps: BuildStep[] = [];
  const apply = (netns: string, op: NetOp): void => void steps.push({ netns, op });
  apply(d.ns, {
    kind: 'link.add',
    name: d.name,
    spec: linkSpec(d),
    ...(d.mac === undefined ? {} : { mac: mac(d.mac) }),
  });
  // `remote` of a vxlan device is an entry of its table for all addresses (vxlan_core.c __vxlan_dev_create).
  if (d.type === 'vxlan' && d.remote !== undefined) {
    const to = { dst: ipv4(d.remote), ...(d.dev === undefined ? {} : { via: d.dev }) };
    apply(d.ns, { kind: 'fdb.append', dev: d.name, mac: ZERO_MAC, ...to, where: 'self', permanent: true });
  }
  if (d.mtu !== undefined) apply(d.ns, { kind: 'link.set', name: d.name, set: { mtu: d.mtu } });
  if (d.peer !== undefined) {
    const mtu = d.peer.mtu ?? d.mtu;
    if (mtu !== undefined) apply(d.peer.ns, { kind: 'link.set', name: d.peer.name, set: { mtu } });
    if (d.peer.up !== false) apply(d.peer.ns, { kind: 'link.set', name: d.peer.name, set: { up: true } });
  }
  if (d.master !== undefined) {
    apply(d.ns, { kind: 'link.set', name: d.name, set: { master: d.master } });
    const { hairpin, learning, flood } = d;
    const port = {
      ...(hairpin === undefined ? {} : { hairpin }),
      ...(learning === undefined ? {} : { learning }),
      ...(flood === undefined ? {} : { flood }),
    };
    if (Object.keys(port).length > 0) apply(d.ns, { kind: 'link.set', name: d.name, set: port });
  }
  if (d.up !== false) apply(d.ns, { kind: 'link.set', name: d.name, set: { up: true } });
  if (d.promisc !== undefined) apply(d.ns, { kind: 'link.set', name: d.name, set: { promisc: d.promisc } });
  return steps;
}

function linkSpec(d: SpecDevice): LinkSpec {
  switch (d.type) {
    case 'veth':
      if (d.peer === undefined) break;
      return {
        kind: 'veth',
        peer: {
          netns: d.peer.ns,
          name: d.peer.name,
          ...(d.peer.mac === undefined ? {} : { mac: mac(d.peer.mac) }),
        },
      };
    case 'bridge':
      return { kind: 'bridge' };
    case 'dummy':
      return { kind: 'dummy' };
    case 'tun':
      return { kind: 'tun' };
    case 'macvlan':
      return {
        kind: 'macvlan',
        link: { netns: d.parent_ns ?? d.ns, dev: d.parent ?? '' },
        mode: d.mode as MacvlanMode,
      };
    case 'ipvlan':
      return {
        kind: 'ipvlan',
        link: { netns: d.parent_ns ?? d.ns, dev: d.parent ?? '' },
        mode: d.mode as IpvlanMode,
      };
    case 'geneve':
      return {
        kind: 'geneve',
        vni: d.vni ?? 0,
        remote: ipv4(d.remote ?? '0.0.0.0'),
        ...(d.dstport === undefined ? {} : { dstPort: d.dstport }),
      };
    case 'wireguard':
      return { kind: 'wireguard' };
    case 'ipip':
      return {
        kind: 'ipip',
        ...(d.local === undefined ? {} : { local: ipv4(d.local) }),
        ...(d.remote === undefined ? {} : { remote: ipv4(d.remote) }),
        ...(d.dev === undefined ? {} : { dev: d.dev }),
        ...(d.ttl === undefined ? {} : { ttl: d.ttl }),
      };
    case 'vxlan':
      return {
        kind: 'vxlan',
        vni: d.vni ?? 0,
        ...(d.dev === undefined ? {} : { dev: d.dev }),
        ...(d.local === undefined ? {} : { local: ipv4(d.local) }),
        ...(d.dstport === undefined ? {} : { dstPort: d.dstport }),
        learning: d.learning === true,
      };
  }
  throw new Error(`device type ${d.type}`);
}

function labSettings(spec: Spec): readonly BuildStep[] {
  const ends = spec.devices.flatMap((d) => (d.peer === undefined ? [d] : [d, d.peer]));
  return ends.flatMap(({ ns, name }) =>
    Object.entries(LAB_NEIGH_SYSCTLS).map(([key, value]): BuildStep => {
      return { netns: ns, op: { kind: 'sysctl.set', key: `net/ipv4/neigh/${name}/${key}`, value } };
    }),
  );
}

function sysctls(netns: string, values: Readonly<Record<string, number>>): readonly BuildStep[] {
  return Object.entries(values).map(([key, value]) => ({
    netns,
    // Dots are as good as slashes where no device name holds one.
    op: { kind: 'sysctl.set', key: key.includes('/') ? key : key.replaceAll('.', '/'), value },
  }));
}

function routeSpec(route: SpecRoute): RouteSpec {
  return {
    dst: cidr(route.dst),
    ...(route.type === undefined ? {} : { type: oneOf(ROUTE_TYPES, route.type) }),
    ...(route.via === undefined ? {} : { via: ipv4(route.via) }),
    ...(route.dev === undefined ? {} : { dev: route.dev }),
    ...(route.src === undefined ? {} : { src: ipv4(route.src) }),
    ...(route.scope === undefined ? {} : { scope: scopeOf(route.scope) }),
    ...(route.proto === undefined ? {} : { protocol: oneOf(PROTOCOLS, route.proto) }),
    ...(route.metric === undefined ? {} : { metric: route.metric }),
    ...(route.table === undefined ? {} : { table: route.table }),
    ...(route.onlink === undefined ? {} : { onlink: route.onlink }),
    ...(route.mtu === undefined ? {} : { mtu: route.mtu }),
  };
}

function cidr(text: string): Cidr4 {
  const parsed = parseCidr4(text === 'default' ? '0.0.0.0/0' : text);
  if (!parsed.ok) throw new Error(`not an address: ${text}`);
  return parsed.value;
}

/** The tool takes the loopback's addresses for the host's own (ipaddress.c default_scope). */
function scopeOfAddress({ addr, scope }: SpecAddress): { readonly scope?: number } {
  if (scope !== undefined) return { scope: scopeOf(scope) };
  return addr.startsWith('127.') ? { scope: SCOPE_HOST } : {};
}

function scopeOf(name: string): number {
  const scope = SCOPES[name];
  if (scope === undefined) throw new Error(`scope ${name}`);
  return scope;
}

function oneOf<T extends string>(known: readonly T[], name: string): T {
  const found = known.find((value) => value === name);
  if (found === undefined) throw new Error(`unknown word ${name}`);
  return found;
}
