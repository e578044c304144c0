/** `wg show`. Source: wireguard-tools 1.0.20210914 src/show.c. */
import type { WireguardLink } from '../../../model/link';
import type { WireguardPeer } from '../../../model/wireguard';
import { formatCidr4, formatIpv4 } from '../../../wire/addr';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { findLink, netnsNamed } from '../../netns';

export const SHOW_USAGE =
  'wg show [ <interface> | all | interfaces ] [ public-key | listen-port | fwmark | peers | endpoints | allowed-ips ]';

const NS_PER_SEC = 1_000_000_000;
const LATER = [
  ...['private-key', 'preshared-keys', 'latest-handshakes', 'transfer', 'persistent-keepalive', 'dump'],
];

export function show(io: CommandIo, argv: readonly string[]): Outcome {
  const [what = 'all', parameter, ...more] = argv;
  if (more.length > 0) return failed(1, `Usage: ${SHOW_USAGE}`);
  const all = netnsNamed(io.host.world, io.netns).links.filter(
    (link): link is WireguardLink => link?.kind === 'wireguard',
  );
  if (what === 'interfaces')
    return printed(...(all.length > 0 ? [all.map(({ name }) => name).join(' ')] : []));
  const found = findLink(io.host, io.netns, what);
  if (what !== 'all' && found?.kind !== 'wireguard') {
    const why = found === null ? 'No such device' : 'Operation not supported';
    return failed(1, `Unable to access interface: ${why}`);
  }
  const links = found?.kind === 'wireguard' ? [found] : all;
  if (parameter === undefined) {
    const { nowNs } = io.host.world;
    return printed(...links.flatMap((link, i) => [...(i > 0 ? [''] : []), ...prettyLines(link, nowNs)]));
  }
  if (LATER.includes(parameter)) return notYet(`wg show … ${parameter}`);
  const lines = links.map((link) => parameterLines(link, parameter));
  if (lines.includes(null)) return failed(1, `Invalid parameter: \`${parameter}'`, `Usage: ${SHOW_USAGE}`);
  return printed(
    ...links.flatMap(({ name }, i) =>
      (lines[i] ?? []).map((line) => (what === 'all' ? `${name}\t${line}` : line)),
    ),
  );
}

/** For scripts; null when there is no such parameter. */
function parameterLines(link: WireguardLink, parameter: string): readonly string[] | null {
  const peers = [...link.peers.entries];
  switch (parameter) {
    case 'public-key':
      return [link.publicKey === '' ? '(none)' : link.publicKey];
    case 'listen-port':
      return [String(link.listenPort)];
    case 'fwmark':
      return [link.fwmark === 0 ? 'off' : `0x${link.fwmark.toString(16)}`];
    case 'peers':
      return peers.map(([key]) => key);
    case 'endpoints':
      return peers.map(([key, peer]) => `${key}\t${endpointOf(peer) ?? '(none)'}`);
    case 'allowed-ips':
      return peers.map(([key, { allowedIps }]) => `${key}\t${allowedText(allowedIps, ' ')}`);
    default:
      return null;
  }
}

function prettyLines(link: WireguardLink, nowNs: number): readonly string[] {
  const newest = ([, a]: [string, WireguardPeer], [, b]: [string, WireguardPeer]): number =>
    (b.handshakeNs ?? -1) - (a.handshakeNs ?? -1);
  const peers = [...link.peers.entries].sort(newest);
  return [
    `interface: ${link.name}`,
    ...(link.publicKey === '' ? [] : [`  public key: ${link.publicKey}`, '  private key: (hidden)']),
    ...(link.listenPort === 0 ? [] : [`  listening port: ${link.listenPort}`]),
    ...(link.fwmark === 0 ? [] : [`  fwmark: 0x${link.fwmark.toString(16)}`]),
    ...peers.flatMap(([key, peer]) => ['', ...peerLines(key, peer, nowNs)]),
  ];
}

function peerLines(key: string, peer: WireguardPeer, nowNs: number): readonly string[] {
  const endpoint = endpointOf(peer);
  const { handshakeNs, rxBytes, txBytes } = peer;
  return [
    `peer: ${key}`,
    ...(endpoint === null ? [] : [`  endpoint: ${endpoint}`]),
    `  allowed ips: ${allowedText(peer.allowedIps, ', ')}`,
    ...(handshakeNs === null ? [] : [`  latest handshake: ${agoText(handshakeNs, nowNs)}`]),
    ...(rxBytes === 0 && txBytes === 0
      ? []
      : [`  transfer: ${bytesText(rxBytes)} received, ${bytesText(txBytes)} sent`]),
  ];
}

function endpointOf({ endpoint }: WireguardPeer): string | null {
  return endpoint === null ? null : `${formatIpv4(endpoint.addr)}:${endpoint.port}`;
}

function allowedText(allowedIps: WireguardPeer['allowedIps'], between: string): string {
  return allowedIps.length === 0 ? '(none)' : allowedIps.map(formatCidr4).join(between);
}

const UNITS = [
  ['year', 365 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `1 minute, 12 seconds ago` */
function agoText(thenNs: number, nowNs: number): string {
  let left = Math.floor(nowNs / NS_PER_SEC) - Math.floor(thenNs / NS_PER_SEC);
  if (left === 0) return 'Now';
  const parts: string[] = [];
  for (const [unit, seconds] of UNITS) {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return `${parts.join(', ')} ago`;
}

function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(2)} KiB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(2)} MiB`;
  return `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
}
