/**
 * What felix mends from time to time: it reads the kernel, and puts right what of its own somebody has changed or taken away.
 * Source: calico felix/config/config_params.go (…RefreshInterval), felix/routetable/route_table.go,
 * felix/dataplane/linux/vxlan_mgr.go KeepVXLANDeviceInSync.
 */
import type { ControllerIo } from '../../../cluster/controller';
import { linkByName, linkOf } from '../../../kernel/ctx';
import type { NetOp } from '../../../model/op';
import { SCOPE_LINK, TABLE_MAIN, type Route } from '../../../model/route';
import type { Netns } from '../../../model/world';
import { formatIpv4, parseIpv4, type Cidr4 } from '../../../wire/addr';
import type { FlannelOp } from '../../flannel/effect';
import type { PolicyPod } from '../felix/desired';
import type { KernelEntry } from '../felix/network';
import { REFRESH_KINDS, type FelixSettings, type RefreshKind } from '../felix/settings';
import { TUNNEL_DEVICE, WIREGUARD_DEVICE } from '../felix/tunnels-in-use';
import { isThere } from './is-there';

/** Things that are looked after, each in its own time. */
export type Watched = RefreshKind | 'devices';

export const WATCHED: readonly Watched[] = [...REFRESH_KINDS, 'devices'];

/** What is said when something of it is mended. */
export const REPAIRS = {
  iptables: 'calicoRepairRules',
  ipsets: 'calicoRepairSets',
  routes: 'calicoRepairWays',
} as const;

const SECOND_NS = 1_000_000_000;
/** Canal's manifest says so in an environment variable, which comes before what FelixConfiguration says. */
const CANAL_IPTABLES_SEC = 60;
/** Tunnels are looked after in a loop of their own. */
const DEVICES_SEC = 10;

export const lookTimer = (which: Watched): string => `look ${which}`;

export function intervalNs(which: Watched, { refreshSec }: FelixSettings, backend: string): number {
  if (which === 'iptables' && backend === 'none') return CANAL_IPTABLES_SEC * SECOND_NS;
  return Math.round((which === 'devices' ? DEVICES_SEC : refreshSec[which]) * SECOND_NS);
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
    case 'rule':
      return ['routes'];
    case 'link':
    case 'addr':
    case 'wg':
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

/**
 * Whether a route is felix's to take away: by its number, or by a device of felix's own.
 * Source: felix/routetable/ownershippol/main_table.go RouteIsOurs.
 */
function isOurs(name: string, { protocol }: Route, { removeExternalRoutes }: FelixSettings): boolean {
  if (protocol === '80') return true;
  if (name === TUNNEL_DEVICE.vxlan) return protocol === 'boot';
  if (!name.startsWith(WORKLOAD) || protocol === 'kernel') return false;
  return removeExternalRoutes || protocol === 'boot';
}

function strangeRoutes(
  ns: Netns,
  wanted: readonly FlannelOp[],
  settings: FelixSettings,
): readonly FlannelOp[] {
  const known = new Set(
    wanted.flatMap((op) => ('route' in op ? [placeOf(op.route.dst, op.route.dev ?? '')] : [])),
  );
  return mainRoutes(ns).flatMap((route): readonly FlannelOp[] => {
    const dev = linkOf(ns, route.dev)?.name ?? '';
    const dst: Cidr4 = { addr: route.dst, len: route.len };
    if (!isOurs(dev, route, settings) || known.has(placeOf(dst, dev))) return [];
    return [{ kind: 'route.del', route: dev === '' ? { dst, type: route.type } : { dst, dev } }];
  });
}

/** Peers of wireguard.cali that are nobody's. Source: felix/wireguard/wireguard.go constructWireguardDeltaForResync. */
function strangePeers(ns: Netns, wanted: readonly FlannelOp[]): readonly FlannelOp[] {
  const link = linkByName(ns, WIREGUARD_DEVICE);
  if (link?.kind !== 'wireguard') return [];
  const known = new Set(
    wanted.flatMap((op) => (op.kind === 'wg.set' ? (op.peers ?? []) : [])).map(({ publicKey }) => publicKey),
  );
  return [...link.peers.entries.keys()].flatMap((publicKey): readonly FlannelOp[] =>
    known.has(publicKey)
      ? []
      : [{ kind: 'wg.set', dev: WIREGUARD_DEVICE, peers: [{ publicKey, remove: true }] }],
  );
}

/** What is missing, and what is there that nobody wants: routes of others on felix's own devices, peers of nobody. */
export function waysToMend(
  io: Pick<ControllerIo, 'ctx' | 'netns'>,
  entries: readonly KernelEntry[],
  pods: readonly PolicyPod[],
  settings: FelixSettings,
): readonly FlannelOp[] {
  const ns = io.ctx.own(io.netns);
  const wanted = [...entries.map(({ add }) => add), ...pods.flatMap((pod) => podRoute(pod, ns))];
  return [
    ...strangeRoutes(ns, wanted, settings),
    ...strangePeers(ns, wanted),
    ...wanted.filter((op) => !isThere(ns, op)),
  ];
}

const placeOf = ({ addr, len }: Cidr4, dev: string): string => `${formatIpv4(addr)}/${String(len)} ${dev}`;
