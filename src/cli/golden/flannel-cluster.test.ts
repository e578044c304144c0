/**
 * Goal: a cluster that builds itself from objects ends up with the devices, addresses, routes, neighbours, fdb and rules
 * that the recorded topologies were given by hand.
 * Method: both states under the same names: a MAC address is named after the device it belongs to.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Netns, World } from '../../core/model/world';
import { BACKENDS, flannelCluster, netConf, podOn } from '../../core/testing/flannel-cluster';
import type { RunningCluster } from '../../core/testing/nodes';
import { openLab } from '../../core/testing/open-lab';
import { labFile } from '../labFiles';
import { GOLDEN_CASES } from '../project';
import { compareState } from './compare-state';
import { readKernelCase } from './golden-files';
import type { Json, JsonObject } from './json';
import { isObject, member, objectsOf, parseJson, textOf } from './json';
import type { Spec } from './spec';
import { iptablesSave } from './world-netfilter';
import { stateOf } from './world-state';

const NETNS = ['node1', 'node2', 'pod-a', 'pod-b'] as const;
const VETH = /"veth[0-9a-f]{8}"/g;

/** What lies in the way of a comparison, case by case; everything else is equal. */
interface Apart {
  readonly backend: keyof typeof BACKENDS;
  /** Sections the recording does not have. */
  readonly without?: readonly string[];
  /** A device whose addresses are not compared. */
  readonly addressless?: string;
  /** Rows of both sides that differ for the reason given. */
  readonly free?: (section: string, row: JsonObject) => boolean;
}

const CASES: Readonly<Record<string, Apart>> = {
  '02-flannel-vxlan': { backend: 'vxlan' },
  '03-flannel-host-gw': { backend: 'host-gw' },
  // The recording puts the whole network's length on flannel0's address, which makes its route the kernel's; flannel
  // gives it /32 and adds the route itself (udp_network_amd64.go configureIface).
  '04-flannel-udp': {
    backend: 'udp',
    free: (section, row) => section.startsWith('routes') && row['dev'] === 'flannel0',
    addressless: 'flannel0',
  },
  '04b-flannel-ipip': { backend: 'ipip', without: ['iptables'] },
  '23-flannel-wireguard': { backend: 'wireguard', without: ['iptables'] },
};

function built(backend: keyof typeof BACKENDS): RunningCluster {
  const ranges = { node1: '10.244.1.0/24', node2: '10.244.2.0/24' };
  const cluster = flannelCluster(2, netConf(BACKENDS[backend]), { ranges });
  podOn(cluster, 'pod-a', 1);
  podOn(cluster, 'pod-b', 2);
  return cluster;
}

function ours({ simulation, netns }: RunningCluster): JsonObject {
  return statesOf(simulation.world, netns);
}

function statesOf(world: World, netns: (name: string) => Netns | null): JsonObject {
  return Object.fromEntries(
    NETNS.map((name) => {
      const ns = netns(name);
      if (ns === null) throw new Error(`no netns ${name}`);
      return [name, { ...stateOf(world, ns), iptables: iptablesSave(ns) }];
    }),
  );
}

/** What a lab's file ends with, whose nodes are called `node-1` and `node-2`. */
function labState(id: string): JsonObject {
  const { world } = openLab(labFile(id)?.text ?? '');
  return statesOf(world, (name) => {
    const called = name.replace(/^node/, 'node-');
    return world.netns.find((ns) => ns?.name === called) ?? null;
  });
}

/** The state with names in the place of chance, without what the cases leave out. */
function named(state: JsonObject, apart: Apart): JsonObject {
  const macs = new Map<string, string>();
  for (const ns of NETNS) {
    for (const link of objectsOf(member(state, ns)['links'])) {
      const name = textOf(link, 'ifname').replace(/^veth.*/, 'veth');
      const mac = textOf(link, 'address');
      // A bridge takes the address of its first port, and the port's row then stands for both.
      if (!mac.startsWith('00:00:') && mac.includes(':') && !(macs.has(mac) && name === 'cni0'))
        macs.set(mac, `mac of ${ns} ${name}`);
    }
  }
  let text = JSON.stringify(state).replace(VETH, '"veth"');
  for (const [mac, name] of macs) text = text.replaceAll(`"${mac}"`, `"${name}"`);
  const all = parseJson(text);
  if (!isObject(all)) throw new Error('no state');
  return Object.fromEntries(NETNS.map((ns) => [ns, ownRows(member(all, ns), apart)]));
}

function ownRows(sections: JsonObject, { free = () => false, addressless }: Apart): JsonObject {
  return Object.fromEntries(
    Object.entries(sections).map(([section, rows]): [string, Json] => {
      if (!Array.isArray(rows)) return [section, rows ?? null];
      const kept = (rows as readonly Json[]).filter(
        (row) => !isObject(row) || !(free(section, row) || isAside(section, row)),
      );
      // Which device was made first is the builder's choice.
      if (section !== 'links') return [section, kept];
      const links = objectsOf(kept).map((row) =>
        row['ifname'] === addressless ? { ...row, addr_info: [] } : nameless(row),
      );
      return [section, links.sort(byName)];
    }),
  );
}

/** The default route of our nodes, by which flanneld finds its interface; the bridge's own row (see above). */
function isAside(section: string, row: JsonObject): boolean {
  if (section === 'routes')
    return row['dst'] === 'default' && row['dev'] === 'eth0' && row['gateway'] === '192.168.56.1';
  return section === 'fdb' && row['ifname'] === 'cni0' && row['master'] === 'cni0';
}

function byName(a: JsonObject, b: JsonObject): number {
  return textOf(a, 'ifname') < textOf(b, 'ifname') ? -1 : 1;
}

/** Its MAC address is a bridge's own or its port's. */
function nameless(row: JsonObject): JsonObject {
  return row['ifname'] === 'cni0' ? { ...row, address: '' } : row;
}

/** Which devices are compared: those of the recording, under their common names. */
function specOf(spec: Spec): Spec {
  const text = JSON.stringify(spec).replace(VETH, '"veth"');
  return JSON.parse(text) as Spec;
}

const ASIDE = ['sysctl', 'counters', 'conntrack', 'route_get'];

describe.each(Object.entries(CASES))('%s', (name, apart) => {
  const golden = readKernelCase(join(GOLDEN_CASES, 'kernel', name));
  const without = [...ASIDE, ...(apart.without ?? [])];
  const want = named(golden.before, apart);

  test('is what flannel makes of two Nodes, a ConfigMap and two Pods', () => {
    const got = named(ours(built(apart.backend)), apart);
    expect(compareState(specOf(golden.spec), 'before', want, got, without)).toBeNull();
  });

  test('is what the lab of that backend ends with', () => {
    const got = named(labState(`flannel-${apart.backend}`), apart);
    expect(compareState(specOf(golden.spec), 'before', want, got, without)).toBeNull();
  });
});
