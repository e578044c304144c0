/** What backends make and program: backend-devices, host-gw-routes, vxlan-lease-events. */
import { need } from '../../../core/base/assert';
import { hostGw } from '../../../core/cni/flannel/backend/host-gw';
import { planRoute, sameRoute, type GatewayRoute } from '../../../core/cni/flannel/backend/route-network';
import { vxlan } from '../../../core/cni/flannel/backend/vxlan';
import { readBackend, type BackendConf, type VxlanConf } from '../../../core/cni/flannel/backend-conf';
import type { FlannelOp } from '../../../core/cni/flannel/effect';
import type { ExtIface } from '../../../core/cni/flannel/ext-iface';
import type { LeaseEvent } from '../../../core/cni/flannel/lease';
import { parseNetConf } from '../../../core/cni/flannel/net-conf';
import { commandOf } from '../../../core/cni/flannel/op-text';
import { perform } from '../../../core/cni/flannel/perform';
import { tunnelOf } from '../../../core/cni/flannel/tunnel';
import { TABLE_MAIN } from '../../../core/model/route';
import type { Netns } from '../../../core/model/world';
import { createSimulation, type Simulation } from '../../../core/simulator';
import { asIpv4, formatCidr4, formatIpv4 } from '../../../core/wire/addr';
import { formatCidr6, formatIpv6, parseCidr6, parseIpv6, type Ipv6Addr } from '../../../core/wire/addr6';
import type { JsonObject } from '../json';
import { member, objectsOf, textOf } from '../json';
import type { Played } from '../played';
import { addr, compared, net } from '../compare';

function backendConf(backend: JsonObject, extMtu: number): BackendConf {
  const conf = parseNetConf(JSON.stringify({ Network: '10.244.0.0/16', Backend: backend }));
  const read = conf.ok ? readBackend(conf.value, extMtu) : null;
  return need(read?.ok === true ? read.value : null, `a backend in ${JSON.stringify(backend)}`);
}

export function backendDevices(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const extMtu = Number(input['extIfaceMTU']);
  const conf = backendConf({ ...member(input, 'options'), Type: textOf(input, 'backend') }, extMtu);
  return compared(golden['expected'], { ...tunnelOf(conf, extMtu) });
}

/** A node that has every IPv4 address on its link, so that any of them can be a gateway. */
interface Node {
  readonly simulation: Simulation;
  readonly ns: () => Netns;
  readonly ext: ExtIface;
}

const OWN = net('198.51.100.1/32');
const EVERYTHING = net('0.0.0.0/0');

function node(): Node {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'node', role: 'node' });
  simulation.apply('node', { kind: 'link.add', name: 'eth0', spec: { kind: 'dummy' } });
  simulation.apply('node', { kind: 'link.set', name: 'eth0', set: { up: true } });
  simulation.apply('node', { kind: 'addr.add', dev: 'eth0', addr: OWN });
  simulation.apply('node', { kind: 'route.add', route: { dst: EVERYTHING, dev: 'eth0' } });
  const ns = (): Netns => need(simulation.world.netns[0], 'the node');
  const ifindex = ns().links.findIndex((link) => link?.name === 'eth0');
  const ext = { name: 'eth0', ifindex, mtu: 1500, ifaceAddr: OWN.addr, extAddr: OWN.addr };
  return { simulation, ns, ext };
}

function eventOf(event: JsonObject, backendData: string): LeaseEvent {
  return {
    type: textOf(event, 'type') === 'removed' ? 'removed' : 'added',
    lease: {
      subnet: net(textOf(event, 'subnet')),
      publicIp: addr(textOf(event, 'publicIP')),
      backendType: textOf(event, 'backendType'),
      backendData,
    },
  };
}

export function vxlanLeaseEvents(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const at = node();
  const direct = input['directRoutingOK'] === true;
  const conf = backendConf({ Type: 'vxlan', DirectRouting: direct }, at.ext.mtu) as VxlanConf;
  const running = { conf, ext: at.ext, network: net('10.244.0.0/16'), device: 'flannel.1' };
  const data = JSON.stringify({ VNI: 1, VtepMAC: textOf(input, 'vtepMAC') });
  const event = eventOf({ ...input, backendType: 'vxlan' }, data);
  const commands = vxlan
    .onLease(at.ns(), running, event)
    .map((effect) => (effect.kind === 'net' ? commandOf(effect.op) : effect.kind));
  return compared(golden['expected'], commands);
}

export function hostGwRoutes(golden: JsonObject): Played {
  const events = objectsOf(member(golden, 'input')['events']);
  const six = events.some((event) => textOf(event, 'subnet').includes(':'));
  const got = six ? routes6(events) : routes4(events);
  const expected = member(golden, 'expected');
  const { warnings, ...rest } = got;
  return compared(expected, expected['warnings'] === undefined ? rest : { ...rest, warnings });
}

interface Routes {
  readonly routes: readonly JsonObject[];
  /** Leases that were passed over. */
  readonly warnings: number;
}

/** Played on a simulated node: what is in its table in the end. */
function routes4(events: readonly JsonObject[]): Routes & JsonObject {
  const at = node();
  const running = {
    conf: { type: 'host-gw' },
    ext: at.ext,
    network: EVERYTHING,
    device: null,
  } as const;
  let warnings = 0;
  for (const event of events) {
    const effects = hostGw.onLease(at.ns(), running, eventOf(event, 'null'));
    const { log } = perform(effects, {
      net: (op: FlannelOp) => at.simulation.apply('node', op),
      other: () => undefined,
    });
    warnings += log.filter(({ text }) => text.startsWith('Ignoring')).length;
  }
  const table = [...(at.ns().routeTables.get(TABLE_MAIN)?.byPrefix.values() ?? [])].flat();
  const routes = table
    .filter(({ gateway }) => gateway !== 0)
    .map(({ dst, len, gateway }) => ({
      dst: formatCidr4({ addr: asIpv4(dst), len }),
      gw: formatIpv4(gateway),
    }));
  return { routes, warnings };
}

/** The simulated kernel has no IPv6: its table is a list here, the rule is the one that IPv4 goes by. */
function routes6(events: readonly JsonObject[]): Routes & JsonObject {
  let table: readonly GatewayRoute<Ipv6Addr>[] = [];
  let warnings = 0;
  for (const event of events) {
    const dst = parseCidr6(textOf(event, 'subnet'));
    const via = parseIpv6(textOf(event, 'publicIP'));
    if (!dst.ok || !via.ok) throw new Error(`no IPv6 lease: ${JSON.stringify(event)}`);
    const wanted = { dst: dst.value, via: via.value, dev: 'eth0' };
    if (textOf(event, 'backendType') !== 'host-gw') warnings += 1;
    else if (textOf(event, 'type') === 'removed') table = table.filter((route) => !sameRoute(route, wanted));
    else {
      const sameDst = table.filter(
        (route) => route.dst.addr === wanted.dst.addr && route.dst.len === wanted.dst.len,
      );
      const { remove, add } = planRoute(sameDst, wanted);
      table = [...table.filter((route) => route !== remove), ...(add ? [wanted] : [])];
    }
  }
  const routes = table.map(({ dst, via }) => ({
    dst: formatCidr6(dst),
    gw: formatIpv6(via),
  }));
  return { routes, warnings };
}
