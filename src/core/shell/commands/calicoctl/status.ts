/** `calicoctl node status`. Source: calico v3.31 calicoctl/calicoctl/commands/node/status.go. */
import { box } from './box';

const TYPES: Readonly<Record<string, string>> = {
  Global: 'global',
  Mesh: 'node-to-node mesh',
  Node: 'node specific',
};

/** Its table out of what `show protocols` of BIRD prints. */
export function peerTable(lines: readonly string[]): readonly string[] {
  const rows = lines.flatMap((line) => {
    const [name = '', protocol, _table, state = '', since = '', ...info] = line.trim().split(/\s+/);
    const [, type = '', address = ''] = /^(Global|Node|Mesh)_(.+)$/.exec(name) ?? [];
    if (protocol !== 'BGP' || type === '' || info.length === 0) return [];
    return [[address.replaceAll('_', '.'), TYPES[type] ?? '', state, since, info.join(' ')]];
  });
  if (rows.length === 0) return ['No IPv4 peers found.'];
  return box(['Peer address', 'Peer type', 'State', 'Since', 'Info'], rows);
}
