/**
 * What felix mends from time to time: it reads the kernel, and puts right what of its own somebody has changed or taken away.
 * Source: calico felix/config/config_params.go (…RefreshInterval), felix/routetable/route_table.go,
 * felix/dataplane/linux/vxlan_mgr.go KeepVXLANDeviceInSync.
 */
import type { ControllerIo } from '../../../cluster/controller';
import { linkByName, linkOf } from '../../../kernel/ctx';
import type { NetOp } from '../../../model/op';
import { prefixKey, SCOPE_LINK, TABLE_MAIN, type Route } from '../../../model/route';
import type { Netns } from '../../../model/world';
import { ANY_IPV4, formatIpv4, parseIpv4, type Cidr4 } from '../../../wire/addr';
import type { FlannelOp } from '../../flannel/effect';
import type { PolicyPod } from '../felix/desired';
import type { KernelEntry } from '../felix/network';
import { REFRESH_KINDS, type FelixSettings, type RefreshKind } from '../felix/settings';
import { TUNNEL_DEVICE } from '../felix/tunnels-in-use';

/** Things that are looked after, each in its own time. */
export type Watched = RefreshKind | 'devices';

export const WATCHED: readonly Watched[] = [...REFRESH_KINDS, 'devices'];

/** As the log would have it. */
export const WATCHED_WORDS: Readonly<Record<Exclude<Watched, 'devices'>, string>> = {
  iptables: 'iptables',
  ipsets: 'IP sets',
  routes: 'routes',
};

const SECOND_NS = 1_000_000_000;
/** Canal's manifest says so in an environment variable, which comes before what FelixConfiguration says. */
const CANAL_IPTABLES_SEC = 60;
/** Tunnels are looked after in a loop of their own. */
const DEVICES_SEC = 10;

export const lookTimer = (which: Watched): string => `look ${which}`;

export function intervalNs(which: Watched, { refreshSec }: FelixSettings, backend: string): number {
  if (which === 'iptables' && backend === 'none') return CANAL_IPTABLES_SEC * SECOND_NS;
  return (which === 'devices' ? DEVICES_SEC : refreshSec[which]) * SECOND_NS;
}

/** What of it an operation may have touched. */
export function watchedBy(kind: NetOp['kind']): readonly Watched[] {
  if (kind === 'ipset') return ['ipsets'];
  const [family] = kind.split('.');
  switch (family) {
    case 'nf':
      return ['iptables'];
    case 'route':
    case 'neigh':
    case 'fdb':
      return ['routes'];
    case 'link':
    case 'addr':
      return ['devices', 'routes'];
    default:
      return [];
  }
}

const WORKLOAD = 'cali';

function mainRoutes(ns: Netns): readonly Route[] {
  return [...(ns.routeTables.get(TABLE_MAIN)?.byPrefix.values() ?? [])].flat();
}

/** The way to a pod of this node, as the plugin has made it. */
function podRoute({ address, device }: PolicyPod, ns: Netns): readonly FlannelOp[] {
  const addr = parseIpv4(address);
  if (!addr.ok || linkByName(ns, device) === null) return [];
  return [
    { kind: 'route.replace', route: { dst: { addr: addr.value, len: 32 }, dev: device, scope: SCOPE_LINK } },
  ];
}

/** What is missing, and what is there that nobody wants: routes of others on felix's own devices. */
export function waysToMend(
  io: Pick<ControllerIo, 'ctx' | 'netns'>,
  entries: readonly KernelEntry[],
  pods: readonly PolicyPod[],
): readonly FlannelOp[] {
  const ns = io.ctx.own(io.netns);
  const wanted = [...entries.map(({ add }) => add), ...pods.flatMap((pod) => podRoute(pod, ns))];
  const known = new Set(
    wanted.flatMap((op) => ('route' in op ? [placeOf(op.route.dst, op.route.dev ?? '')] : [])),
  );
  const strange = mainRoutes(ns).filter(({ dst, len, dev, protocol }) => {
    const name = linkOf(ns, dev)?.name ?? '';
    const own = name.startsWith(WORKLOAD) || name === TUNNEL_DEVICE.vxlan;
    return own && protocol !== 'kernel' && !known.has(placeOf({ addr: dst, len }, name));
  });
  return [
    ...strange.map(({ dst, len, dev }): FlannelOp => ({
      kind: 'route.del',
      route: { dst: { addr: dst, len }, dev: linkOf(ns, dev)?.name ?? '' },
    })),
    ...wanted.filter((op) => !isThere(ns, op)),
  ];
}

const placeOf = ({ addr, len }: Cidr4, dev: string): string => `${formatIpv4(addr)}/${String(len)} ${dev}`;

function isThere(ns: Netns, op: FlannelOp): boolean {
  if (op.kind === 'neigh.replace') {
    const entry = linkByName(ns, op.dev)?.neigh.entries.get(op.dst);
    return entry?.state === 'PERMANENT' && entry.mac === op.mac;
  }
  if (op.kind === 'fdb.replace') {
    const device = linkByName(ns, op.dev);
    const entry = device?.kind === 'vxlan' ? device.fdb.entries.get(op.mac) : undefined;
    return entry?.destinations.some(({ ip }) => ip === op.dst) === true;
  }
  if (op.kind !== 'route.replace') return true;
  const { dst, via = ANY_IPV4, dev = '', type = 'unicast', table = TABLE_MAIN } = op.route;
  const routes = ns.routeTables.get(table)?.byPrefix.get(prefixKey(dst.addr, dst.len)) ?? [];
  return routes.some(
    (route) => route.type === type && route.gateway === via && (linkOf(ns, route.dev)?.name ?? '') === dev,
  );
}
