/** Look-ups by address on the link: neighbour table, forwarding databases of bridges. */
import { asIpv4, asMac, formatIpv4, formatMac, isGroupMac, type MacAddr } from '../../wire/addr';
import type { BridgeFdbEntry } from '../../model/fdb';
import type { NeighEntry } from '../../model/neigh';
import type { TraceRecord } from '../../trace/record';
import type { EvidenceRow } from '../contract';
import type { PlainKey } from '../message-keys';
import { plain } from '../say';
import { devName } from '../names';
import { tabled, writerOf, type EvidenceScene, type Witness } from './evidence';

export const neighEvidence: Witness<'neigh.lookup'> = (record, scene) => {
  const { key, table, match, candidates } = record.detail;
  const asked = formatIpv4(key.addr);
  const mac = match?.mac ?? null;
  const resolved = record.verdict === 'resolved';
  const rows: EvidenceRow[] = [];
  if (match !== null) {
    const why: PlainKey = resolved
      ? 'reason.exactMatch'
      : match.state === 'FAILED'
        ? 'reason.failed'
        : 'reason.waiting';
    const verdict = resolved ? 'won' : 'lost';
    rows.push({
      cells: neighCells(asked, match),
      verdict,
      reason: plain(why),
      writtenBy: writerOf(scene, match.op),
    });
  }
  for (const { entry, key: other } of candidates ?? []) {
    const cells = neighCells(other === undefined ? '' : formatIpv4(asIpv4(other)), entry);
    rows.push({
      cells,
      verdict: 'lost',
      reason: plain('reason.otherAddress'),
      writtenBy: writerOf(scene, entry.op),
    });
  }
  const answer = resolved && mac !== null ? `${asked} → ${formatMac(mac)}` : '';
  return tabled(
    { key: asked, answer },
    { ...table, columns: ['column.address', 'column.mac', 'column.state'] },
    rows,
  );
};

function neighCells(addr: string, entry: NeighEntry): string[] {
  return [addr, entry.mac === null ? '' : formatMac(entry.mac), entry.state];
}

export const bridgeEvidence: Witness<'bridge.forward'> = (record, scene) => {
  const { key, table, match, candidates, ports } = record.detail;
  const { vid } = record.detail;
  const mac = vid === undefined ? formatMac(key) : `${formatMac(key)} vlan ${vid}`;
  const rows: EvidenceRow[] = [];
  if (match !== null) rows.push(bridgeRow(record, scene, key, match, true));
  else rows.push(...portRows(record, scene));
  // For a group address no entry is looked for: every port gets a copy.
  const others = isGroupMac(key) ? [] : (candidates ?? []);
  for (const { entry, key: other } of others) {
    rows.push(bridgeRow(record, scene, other === undefined ? null : asMac(other), entry, false));
  }
  const names = ports.map((port) => devName(scene.world, record.netns, port));
  if (record.detail.up) names.push(devName(scene.world, record.netns, record.detail.bridge));
  const answer = names.length === 0 ? '' : `${mac} → ${names.join(', ')}`;
  return tabled(
    { key: mac, answer },
    { ...table, columns: ['column.mac', 'column.port', 'column.flags'] },
    rows,
  );
};

function bridgeRow(
  record: TraceRecord,
  scene: EvidenceScene,
  mac: MacAddr | null,
  entry: BridgeFdbEntry,
  won: boolean,
): EvidenceRow {
  const flags = entry.local ? 'local permanent' : entry.permanent ? 'permanent' : 'learned';
  return {
    cells: [mac === null ? '' : formatMac(mac), devName(scene.world, record.netns, entry.port), flags],
    verdict: won ? 'won' : 'lost',
    reason: plain(won ? 'reason.exactMatch' : 'reason.otherAddress'),
    writtenBy: writerOf(scene, entry.op),
  };
}

const REFUSED = {
  'same-port': 'reason.samePort',
  down: 'reason.portDown',
  isolated: 'reason.isolated',
  'no-flood': 'reason.noFlood',
  vlan: 'reason.otherVlan',
  mtu: 'reason.portMtu',
} as const;

/** Of a flood: which ports get a copy, which not and why. */
function portRows(record: TraceRecord<'bridge.forward'>, scene: EvidenceScene): EvidenceRow[] {
  const { ports, refused, up, bridge } = record.detail;
  const row = (port: number, verdict: 'won' | 'lost', why: PlainKey): EvidenceRow => ({
    cells: ['', devName(scene.world, record.netns, port), ''],
    verdict,
    reason: plain(why),
    writtenBy: null,
  });
  return [
    ...ports.map((port) => row(port, 'won', port === scene.ingress ? 'reason.hairpin' : 'reason.copy')),
    ...(up ? [row(bridge, 'won', 'reason.copyUp')] : []),
    ...refused.map(({ port, reason }) => row(port, 'lost', REFUSED[reason])),
  ];
}
