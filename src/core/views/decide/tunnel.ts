/** Look-ups of tunnels: forwarding database, allowed IPs, flanneld's own table, or the route's next hop. */
import { asMac, formatCidr4, formatIpv4, formatMac } from '../../wire/addr';
import type { VxlanFdbEntry } from '../../model/fdb';
import type { RelayRoute } from '../../model/process';
import type { AllowedIp, WireguardEndpoint } from '../../model/wireguard';
import type { Candidate, Detail } from '../../trace/kinds';
import type { TraceRecord } from '../../trace/record';
import type { TunnelKind } from '../../trace/tunnel';
import type { EvidenceRow } from '../contract';
import { destinationText, endpointText } from '../iproute2';
import type { Message } from '../message';
import { message, plain } from '../say';
import { linkAt } from '../names';
import { tabled, untabled, writerOf, type Evidence, type EvidenceScene, type Witness } from './evidence';

type Lookup<T extends TunnelKind> = Detail<'tunnel.lookup'> & { readonly tunnel: T };

export const tunnelEvidence: Witness<'tunnel.lookup'> = (record, scene) => {
  const { detail } = record;
  switch (detail.tunnel) {
    case 'vxlan':
      return fdbEvidence(record.verdict === 'found', detail, scene);
    case 'wireguard':
      return allowedEvidence(record, detail, scene);
    case 'flannel-udp':
      return relayEvidence(detail);
    case 'geneve':
      return untabled(formatMac(detail.key), `→ ${formatIpv4(detail.remote)}`);
    case 'ipip':
      return untabled(formatIpv4(detail.key), `→ ${formatIpv4(detail.remote)}`);
  }
};

function fdbEvidence(exact: boolean, detail: Lookup<'vxlan'>, scene: EvidenceScene): Evidence {
  const { key, table, match, candidates } = detail;
  const mac = formatMac(key);
  const row = (shown: string, entry: VxlanFdbEntry, reason: Message, won: boolean): EvidenceRow => ({
    cells: fdbCells(shown, entry),
    verdict: won ? 'won' : 'lost',
    reason,
    writtenBy: writerOf(scene, entry.op),
  });
  const why = plain(exact ? 'reason.exactMatch' : 'reason.defaultDestination');
  const rows = [
    ...(match === null ? [] : [row(exact ? mac : '00:00:00:00:00:00', match, why, true)]),
    ...(candidates ?? []).map(({ entry, key: other }) =>
      row(other === undefined ? '' : formatMac(asMac(other)), entry, plain('reason.otherAddress'), false),
    ),
  ];
  const remotes = (match?.destinations ?? []).map(destinationText).join(', ');
  const asked = { key: mac, answer: match === null ? '' : `${mac} → ${remotes}` };
  return tabled(asked, { ...table, columns: ['column.mac', 'column.remote', 'column.flags'] }, rows);
}

function fdbCells(mac: string, entry: VxlanFdbEntry): string[] {
  const flags = entry.permanent ? 'permanent' : 'learned';
  return [mac, entry.destinations.map(destinationText).join(', '), flags];
}

function allowedEvidence(record: TraceRecord, detail: Lookup<'wireguard'>, scene: EvidenceScene): Evidence {
  const { key, table, match, candidates } = detail;
  const link = linkAt(scene.world, record.netns, record.dev);
  const endpointOf = (peer: string): WireguardEndpoint | null =>
    link?.kind === 'wireguard' ? (link.peers.entries.get(peer)?.endpoint ?? null) : null;
  const cells = ({ prefix, peer }: AllowedIp): string[] => [
    formatCidr4(prefix),
    peer,
    endpointText(endpointOf(peer)),
  ];
  const won = ({ prefix }: AllowedIp): Message =>
    message('reason.longestMatch', { agree: prefix.len, len: prefix.len });
  const lost = ({ entry, reason, agreeingBits }: Candidate<AllowedIp>): Message =>
    reason === 'shorter-prefix'
      ? message('reason.shorterPrefix', { len: entry.prefix.len, won: match?.prefix.len ?? 0 })
      : message('reason.prefixMismatch', { agree: agreeingBits ?? 0, len: entry.prefix.len });
  const row = (entry: AllowedIp, reason: Message, verdict: 'won' | 'lost'): EvidenceRow => ({
    cells: cells(entry),
    verdict,
    reason,
    writtenBy: writerOf(scene, entry.op),
  });
  const rows = [
    ...(match === null ? [] : [row(match, won(match), 'won')]),
    ...(candidates ?? []).map((loser) => row(loser.entry, lost(loser), 'lost')),
  ];
  const asked = {
    key: formatIpv4(key),
    answer: match === null ? '' : `${formatCidr4(match.prefix)} → ${match.peer}`,
  };
  return tabled(asked, { ...table, columns: ['column.allowedIps', 'column.peer', 'column.endpoint'] }, rows);
}

function relayEvidence({ key, table, match, candidates }: Lookup<'flannel-udp'>): Evidence {
  const row = (entry: RelayRoute, reason: Message, verdict: 'won' | 'lost'): EvidenceRow => ({
    cells: [formatCidr4(entry.subnet), `${formatIpv4(entry.remote)}:${entry.port}`],
    verdict,
    reason,
    writtenBy: null,
  });
  const len = match?.subnet.len ?? 0;
  const rows = [
    ...(match === null ? [] : [row(match, message('reason.longestMatch', { agree: len, len }), 'won')]),
    ...(candidates ?? []).map(({ entry }) => row(entry, plain('reason.otherSubnet'), 'lost')),
  ];
  const answer =
    match === null ? '' : `${formatCidr4(match.subnet)} → ${formatIpv4(match.remote)}:${match.port}`;
  return tabled(
    { key: formatIpv4(key), answer },
    { ...table, columns: ['column.destination', 'column.node'] },
    rows,
  );
}
