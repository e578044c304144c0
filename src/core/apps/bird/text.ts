/** What birdc prints of protocols and devices. Source: BIRD 1.6.8 nest/proto.c proto_cmd_show, proto/bgp/bgp.c bgp_show_proto_info, nest/iface.c if_show. */
import { mapGet } from '../../base/persistent-map';
import {
  bgpStateWord,
  type BgpConnection,
  type BirdInterface,
  type BirdProtocol,
  type BirdState,
  type RouteCounts,
} from '../../model/bird';
import { rfc3339 } from '../../base/instant';
import { ANY_IPV4, formatIpv4, type Ipv4Addr } from '../../wire/addr';
import { statusOf } from './api';
import { lastErrorText } from './errors';
import { isUp } from './hosts';
import { framingOf } from './open';
import { preferredOf } from './table';
import { clock } from './text.route';
import { secondsUntil } from './timers';

export const VERSION = '1.6.8';
export const READY = `BIRD ${VERSION} ready.`;

const dateTime = (ns: number): string => rfc3339(ns).replace('T', ' ').replace('Z', '');

export function statusLines(state: BirdState, nowNs: number): readonly string[] {
  return [
    `BIRD ${VERSION}`,
    `Router ID is ${formatIpv4(state.routerId)}`,
    `Current server time is ${dateTime(nowNs)}`,
    `Last reboot on ${dateTime(state.startedNs)}`,
    `Last reconfiguration on ${dateTime(state.configuredNs)}`,
    'Daemon is up and running',
  ];
}

const NAMES = { device: 'Device', direct: 'Direct', static: 'Static', kernel: 'Kernel', bgp: 'BGP' } as const;

/** `show protocols`, `show protocols all`; `name` for one of them. Null when there is none of that name. */
export function protocolLines(
  state: BirdState,
  nowNs: number,
  all: boolean,
  name: string | null,
): readonly string[] | null {
  const chosen = state.order.flatMap((no) => {
    const protocol = mapGet(state.protocols, no);
    return protocol === undefined || (name !== null && protocol.config.name !== name) ? [] : [protocol];
  });
  if (chosen.length === 0 && name !== null) return null;
  const lines = ['name     proto    table    state  since       info'];
  for (const protocol of chosen) {
    const { config, state: standing, sinceNs } = protocol;
    const { info } = statusOf(protocol);
    const columns = [config.name.padEnd(8), NAMES[config.kind].padEnd(8), 'master  '];
    lines.push(`${columns.join(' ')} ${standing.padEnd(6)} ${clock(sinceNs).padEnd(10)}  ${info}`);
    if (all) lines.push(...detailLines(state, protocol, nowNs), '');
  }
  return lines;
}

const NUMBER_WIDTH = 10;
const column = (n: number | null): string => (n === null ? '---' : String(n)).padStart(NUMBER_WIDTH);

function countsLine(label: string, counts: RouteCounts, without: readonly (keyof RouteCounts)[]): string {
  const columns = (['received', 'rejected', 'filtered', 'ignored', 'accepted'] as const).map((key) =>
    column(without.includes(key) ? null : counts[key]),
  );
  return `    ${label.padEnd(20)}${columns.join(' ')}`;
}

function detailLines(state: BirdState, protocol: BirdProtocol, nowNs: number): readonly string[] {
  const { config, stats } = protocol;
  const lines: string[] = [];
  if (config.description !== null) lines.push(`  Description:    ${config.description}`);
  lines.push(
    `  Preference:     ${String(config.preference)}`,
    `  Input filter:   ${config.importFilter.name}`,
    `  Output filter:  ${config.exportFilter.name}`,
  );
  if (protocol.state !== 'down') {
    const preferred = preferredOf(state, protocol.no);
    lines.push(
      `  Routes:         ${String(stats.imported)} imported, ${String(stats.exported)} exported, ${String(preferred)} preferred`,
      '  Route change stats:     received   rejected   filtered    ignored   accepted',
      countsLine('Import updates:', stats.importUpdates, []),
      countsLine('Import withdraws:', stats.importWithdraws, ['filtered']),
      countsLine('Export updates:', stats.exportUpdates, ['ignored']),
      countsLine('Export withdraws:', stats.exportWithdraws, ['rejected', 'filtered', 'ignored']),
    );
  }
  return [...lines, ...bgpLines(state, protocol, nowNs)];
}

/** Source: bgp.c bgp_show_proto_info, bgp_show_capabilities. */
function bgpLines(_state: BirdState, protocol: BirdProtocol, nowNs: number): readonly string[] {
  const { config, session } = protocol;
  if (config.kind !== 'bgp' || session === null) return [];
  const line = (label: string, text: string): string => `    ${`${label}:`.padEnd(17)} ${text}`;
  const lines = [
    `  BGP state:          ${bgpStateWord(protocol)}`,
    line('Neighbor address', formatIpv4(config.neighbor)),
    line('Neighbor AS', String(config.remoteAs)),
  ];
  if (session.restartDueNs !== 0) lines.push(line('Neighbor graceful restart active', ''));
  if (protocol.state === 'start') {
    const { outgoing } = session;
    if (session.startupDueNs !== 0) {
      lines.push(
        line(
          'Error wait',
          `${String(secondsUntil(nowNs, session.startupDueNs))}/${String(session.startupDelay)}`,
        ),
      );
    }
    if (outgoing.state === 'Active' || outgoing.state === 'Connect') {
      const total = outgoing.state === 'Active' ? config.connectDelayTime : config.connectRetryTime;
      lines.push(
        line('Connect delay', `${String(secondsUntil(nowNs, outgoing.connectDueNs))}/${String(total)}`),
      );
    }
  } else if (protocol.state === 'up' && session.established !== null) {
    const c = session[session.established];
    const source: Ipv4Addr = session.localAddress;
    lines.push(
      line('Neighbor ID', formatIpv4(session.remoteId)),
      line('Neighbor caps', capabilityText(c)),
      line('Session', sessionText(protocol, c)),
      line('Source address', source === ANY_IPV4 ? '' : formatIpv4(source)),
      line('Hold timer', timerText(nowNs, c.holdDueNs, c.holdTime)),
      line('Keepalive timer', timerText(nowNs, c.keepaliveDueNs, c.keepaliveTime)),
    );
  }
  const error = lastErrorText(session.lastError);
  if (error !== '') lines.push(line('Last error', error));
  return lines;
}

const timerText = (nowNs: number, dueNs: number, total: number): string =>
  `${String(secondsUntil(nowNs, dueNs))}/${String(total)}`;

function capabilityText({ abilities }: BgpConnection): string {
  if (abilities === null) return '';
  return [
    ...(abilities.refresh ? ['refresh'] : []),
    ...(abilities.enhancedRefresh ? ['enhanced-refresh'] : []),
    ...(abilities.restartAble ? ['restart-able'] : abilities.restartAware ? ['restart-aware'] : []),
    ...(abilities.longLivedAware ? ['llgr-aware'] : []),
    ...(abilities.as4 ? ['AS4'] : []),
    ...(abilities.addPathReceive ? ['add-path-rx'] : []),
    ...(abilities.addPathSend ? ['add-path-tx'] : []),
  ].join(' ');
}

function sessionText({ config }: BirdProtocol, { abilities }: BgpConnection): string {
  if (config.kind !== 'bgp') return '';
  const internal = config.localAs === config.remoteAs;
  return [
    internal ? 'internal' : 'external',
    ...(config.multihop > 0 ? ['multihop'] : []),
    ...(config.rrClient ? ['route-reflector'] : []),
    ...(config.rsClient ? ['route-server'] : []),
    ...(framingOf(config, abilities, 'out').as4 ? ['AS4'] : []),
    ...(framingOf(config, abilities, 'in').addPath ? ['add-path-rx'] : []),
    ...(framingOf(config, abilities, 'out').addPath ? ['add-path-tx'] : []),
  ].join(' ');
}

/** Source: nest/iface.c if_show. */
export function interfaceLines({ interfaces }: BirdState): readonly string[] {
  return interfaces.flatMap((one) => {
    if (one.gone === true) return [];
    const up = one.loopback ? one.admin : isUp(one);
    const flags = [
      one.broadcast || one.loopback ? 'MultiAccess' : 'PtP',
      ...(one.broadcast ? ['Broadcast', 'Multicast'] : []),
      one.admin ? 'AdminUp' : 'AdminDown',
      one.link ? 'LinkUp' : 'LinkDown',
      ...(one.loopback ? ['Loopback', 'Ignored'] : []),
    ];
    return [
      `${one.name} ${up ? 'up' : 'DOWN'} (index=${String(one.ifindex)})`,
      `\t${flags.join(' ')} MTU=${String(one.mtu)}`,
      ...addressLines(one),
    ];
  });
}

function scopeOf(addr: Ipv4Addr): string {
  const [a, b] = [Math.floor(addr / 0x100_0000), Math.floor(addr / 0x1_0000) % 256];
  if (a === 127) return 'host';
  if (a === 169 && b === 254) return 'link';
  const site = a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  return site ? 'site' : 'univ';
}

function addressLines({ addrs }: BirdInterface): readonly string[] {
  return addrs.map(({ local, len, secondary }, i) => {
    const role = i === 0 && !secondary ? 'Primary' : secondary ? 'Secondary' : 'Unselected';
    return `\t${formatIpv4(local)}/${String(len)} (${role}, scope ${scopeOf(local)})`;
  });
}
