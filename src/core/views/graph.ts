/** The drawing: World → machines, namespaces, devices, routing cores and the wires between them. */
import { formatCidr4, formatIpv4, formatMac } from '../wire/addr';
import type { Link, LinkRef } from '../model/link';
import { isBareIp } from '../model/link';
import type { Netns, World } from '../model/world';
import { speaksBgp } from './birds';
import { agentsByMachine, nodeFacts, podsByNetns, type Agent } from './cluster-facts';
import type {
  DeviceElement,
  GraphElement,
  LabGraph,
  PodFacts,
  RoutingElement,
  VlansFact,
  Wire,
  WireKind,
} from './contract';
import { elementId } from './contract';
import { prefixText } from './iproute2.route';
import { deviceElement, devName } from './names';
import { forwards, hasRoutingCore, mainRoutes } from './routing-core';
import { tunnelPairs } from './tunnel-pairs';

/** Id of the wire between two elements. */
export function wireId(kind: WireKind, from: string, to: string): string {
  return `${kind}:${from}|${to}`;
}

/** Everything there is at this instant. Loopback devices are not drawn. */
export function labGraph(world: World): LabGraph {
  const agents = agentsByMachine(world);
  const pods = podsByNetns(world);
  const machines = world.machines.map((machine): GraphElement => ({
    id: elementId.machine(machine.name),
    kind: 'machine',
    name: machine.name,
    role: machine.role,
    addresses: drawnLinks(world.netns[machine.root])
      .filter((link) => link.kind === 'physical')
      .flatMap(addressesOf),
    node: nodeFacts(world, machine.name),
    agents: kindsOf(agents.get(machine.name)),
    stopped: kindsOf(agents.get(machine.name)?.filter(({ stopped }) => stopped)),
    holds: [],
  }));
  const elements = [...controlPlane(world, agents), ...machines];
  const wires: Wire[] = [];
  for (const ns of world.netns) {
    if (ns === undefined) continue;
    elements.push(...netnsElements(world, ns, pods.get(ns.name) ?? null));
    wires.push(...netnsWires(world, ns));
  }
  wires.push(
    ...tunnelPairs(world).map(({ from, to }) =>
      wire('tunnel', deviceElement(world, ...from), deviceElement(world, ...to)),
    ),
  );
  // A wire may lead to a device that was deleted.
  const drawn = new Set(elements.map(({ id }) => id));
  return {
    elements,
    wires: wires.filter(({ from, to }) => drawn.has(from) && drawn.has(to)),
    bgp: speaksBgp(world),
  };
}

function drawnLinks(ns: Netns | undefined): Link[] {
  return (ns?.links ?? []).filter((link): link is Link => link !== undefined && link.kind !== 'loopback');
}

function addressesOf(link: Link): string[] {
  return link.addrs.map((addr) => formatCidr4({ addr: addr.local, len: addr.len }));
}

const kindsOf = (agents: readonly Agent[] | undefined): readonly string[] =>
  (agents ?? []).map(({ kind }) => kind);

function controlPlane(world: World, agents: ReadonlyMap<string, readonly Agent[]>): GraphElement[] {
  if (world.cluster === null) return [];
  return [{ id: elementId.apiserver(), kind: 'apiserver', loops: kindsOf(agents.get('')) }];
}

function netnsElements(world: World, ns: Netns, pod: PodFacts | null): GraphElement[] {
  const machine = world.machines.find(({ id }) => id === ns.machine);
  const links = drawnLinks(ns);
  const elements: GraphElement[] = [
    {
      id: elementId.netns(ns.name),
      kind: 'netns',
      name: ns.name,
      machine: machine?.name ?? '',
      root: machine?.root === ns.id,
      addresses: links.flatMap(addressesOf),
      pod: machine?.root === ns.id || pod === null ? null : { ...pod, pause: hasPause(ns) },
    },
    ...links.map((link) => drawnDevice(world, ns, link)),
  ];
  if (hasRoutingCore(world, ns)) elements.push(routingElement(world, ns));
  return elements;
}

function hasPause(ns: Netns): boolean {
  return [...ns.processes.entries.values()].some(({ app, exitCode }) => app === 'pause' && exitCode === null);
}

function vlansFact(ns: Netns, link: Link): VlansFact | null {
  const bridge = ns.links[link.master];
  const table = link.port?.vlans ?? null;
  if (table === null || bridge?.kind !== 'bridge' || bridge.vlan?.filtering !== true) return null;
  return {
    untagged: table.pvid === 0 ? null : table.pvid,
    tagged: table.vlans.flatMap(({ vid, untagged }) => (untagged ? [] : [vid])),
  };
}

function drawnDevice(world: World, ns: Netns, link: Link): DeviceElement {
  return {
    id: elementId.device(ns.name, link.name),
    kind: 'device',
    name: link.name,
    netns: ns.name,
    device: link.kind,
    addresses: addressesOf(link),
    mac: isBareIp(link) ? '' : formatMac(link.mac),
    mtu: link.mtu,
    up: link.up,
    master: link.master === 0 ? null : devName(world, ns.id, link.master),
    vni: 'vni' in link ? link.vni : null,
    vlans: vlansFact(ns, link),
    dstPort: 'vni' in link ? link.dstPort : link.kind === 'wireguard' ? link.listenPort : null,
  };
}

function routingElement(world: World, ns: Netns): RoutingElement {
  return {
    id: elementId.routing(ns.name),
    kind: 'routing',
    netns: ns.name,
    routes: mainRoutes(ns).map((route) => ({
      dst: prefixText(route.dst, route.len),
      via: route.gateway === 0 ? null : formatIpv4(route.gateway),
      dev: route.dev === 0 ? route.type : devName(world, ns.id, route.dev),
    })),
    forwarding: forwards(ns),
  };
}

/** Wires that begin in this netns; a pair is drawn once, from the end that comes first. */
function netnsWires(world: World, ns: Netns): Wire[] {
  const wires: Wire[] = [];
  for (const link of drawnLinks(ns)) {
    const here = elementId.device(ns.name, link.name);
    if (link.master !== 0) wires.push(wire('port', deviceElement(world, ns.id, link.master), here));
    else if (hasRoutingCore(world, ns)) wires.push(wire('stack', elementId.routing(ns.name), here));
    const peer = link.kind === 'veth' || link.kind === 'physical' ? link.peer : null;
    if (peer !== null && comesFirst({ netns: ns.id, ifindex: link.ifindex }, peer)) {
      const there = deviceElement(world, peer.netns, peer.ifindex);
      const kind = link.kind === 'veth' ? 'veth' : 'cable';
      const out = link.kind === 'physical' && link.unplugged;
      wires.push(out ? { ...wire(kind, here, there), out } : wire(kind, here, there));
    }
    if (link.kind === 'vlan' || link.kind === 'macvlan' || link.kind === 'ipvlan') {
      wires.push(wire('lower', here, deviceElement(world, link.lower.netns, link.lower.ifindex)));
    }
    if ((link.kind === 'vxlan' || link.kind === 'ipip') && link.lower !== 0) {
      wires.push(wire('lower', here, deviceElement(world, ns.id, link.lower)));
    }
  }
  return wires;
}

function wire(kind: WireKind, from: string, to: string): Wire {
  return { id: wireId(kind, from, to), kind, from, to };
}

function comesFirst(a: LinkRef, b: LinkRef): boolean {
  return a.netns < b.netns || (a.netns === b.netns && a.ifindex < b.ifindex);
}
