/** Packets through rules: a router between two hosts, its rules loaded as iptables-restore would. */
import { expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { routedNet, type Net } from '../../testing/net';
import { parseRestore } from './text';

const CHAINS = {
  nat: [':PREROUTING ACCEPT', ':INPUT ACCEPT', ':OUTPUT ACCEPT', ':POSTROUTING ACCEPT'],
  filter: [':INPUT ACCEPT', ':FORWARD ACCEPT', ':OUTPUT ACCEPT'],
};

/** Loads one table into a netns: its built-in chains, then `lines`. */
function load(lab: Net, netns: string, table: 'nat' | 'filter', ...lines: readonly string[]): Net {
  const tables = parseRestore([`*${table}`, ...CHAINS[table], ...lines, 'COMMIT'].join('\n'));
  if (!tables.ok) throw new Error(`line ${String(tables.error.line)}: ${tables.error.what}`);
  return lab.apply(netns, { kind: 'nf.replace', tables: tables.value });
}

/** Packets that each rule and policy of the router saw, as `table chain number`. */
function ruleHits(lab: Net): readonly string[] {
  return lab
    .records('nf.rule')
    .map(({ detail, verdict }) => `${detail.chain} ${String(detail.number)} ${verdict}`);
}

it('a rule in FORWARD drops what is passed on and nothing else', () => {
  const lab = load(routedNet(), 'r', 'filter', '-A FORWARD -d 10.2.0.0/24 -p icmp -j DROP');
  expect(lab.answers('h1', '-c1 -W1 10.2.0.2')).toBe(0);
  expect(lab.drops('r')).toEqual(['NETFILTER_DROP']);
  expect(lab.answers('h1', '-c1 -W1 10.1.0.1')).toBe(1);
});

it('FORWARD sees the lowered TTL', () => {
  const lab = load(routedNet(), 'r', 'filter', '-A FORWARD -p icmp -j ACCEPT');
  lab.ping('h1', '-c1 10.2.0.2');
  const [first] = lab.records('nf.rule', 'r');
  const frame = first === undefined ? null : lab.trace.frameBytes(first.after);
  // TTL stands in byte 8 of the IPv4 header, which follows the Ethernet header.
  expect(frame?.bytes[14 + 8]).toBe(63);
});

it('jumps come back, gotos do not', () => {
  const lab = load(
    routedNet(),
    'r',
    'filter',
    ':ASIDE - [0:0]',
    '-A FORWARD -s 10.1.0.0/24 -j ASIDE',
    '-A FORWARD -s 10.2.0.0/24 -g ASIDE',
    '-A FORWARD -j ACCEPT',
    '-A ASIDE -j RETURN',
  );
  expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
  expect(ruleHits(lab)).toEqual([
    ...['FORWARD 1 jump', 'ASIDE 1 return', 'FORWARD 3 accept'],
    // The answer: after the goto only the policy is left.
    ...['FORWARD 2 jump', 'ASIDE 1 return', 'FORWARD 4 policy-accept'],
  ]);
});

it('rules count the packets that fit', () => {
  const lab = load(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -s 10.1.0.0/24',
    '-A FORWARD -s 10.9.0.0/24 -j DROP',
  );
  lab.ping('h1', '-c3 10.2.0.2');
  const chain = lab.ns('r').nfTables.get('filter')?.chains.get('FORWARD');
  const packets = chain?.rules.map(({ id }) => lab.ns('r').nfCounters.entries.get(id)?.packets ?? 0);
  expect(packets).toEqual([3, 0]);
});

it('masquerading gives the router as source, and answers find back', () => {
  const lab = load(routedNet(), 'r', 'nat', '-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE');
  expect(lab.answers('h1', '-c2 10.2.0.2')).toBe(2);
  const asked = lab.frames('h2.b0').filter(({ icmp, way }) => icmp?.['type'] === 8 && way === 'in');
  for (const frame of asked) expectFrame(frame, { ip: { src: '10.2.0.1', dst: '10.2.0.2', ttl: 63 } });
  expect(asked).toHaveLength(2);
  // Every checksum was mended, not just the addresses.
  expect(lab.frames('h2.b0').flatMap(({ notes }) => notes)).toEqual([]);
  expect(lab.frames('h1.a0').flatMap(({ notes }) => notes)).toEqual([]);
});

it('the nat table is asked once per flow', () => {
  const lab = load(routedNet(), 'r', 'nat', '-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE');
  lab.ping('h1', '-c3 10.2.0.2');
  expect(ruleHits(lab).filter((hit) => hit === 'POSTROUTING 1 translate')).toHaveLength(1);
  expect(lab.records('nat.apply', 'r')).toHaveLength(6);
});

it('two clients with the same identifier or port stay apart', () => {
  const lab = load(routedNet(), 'r', 'nat', '-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE');
  lab.type('h1', 'ip addr add 10.1.0.3/24 dev a0');
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  expect(lab.run('h1', 'echo one | ncat -u -p 4000 -w 1 10.2.0.2 5353')).toEqual(['one']);
  expect(lab.run('h1', 'echo two | ncat -u -p 4001 -w 1 10.2.0.2 5353')).toEqual(['two']);
  const ports = lab.frames('h2.b0').filter(({ udp, way }) => udp !== undefined && way === 'in');
  expect(ports.map(({ udp }) => udp?.['srcPort'])).toEqual([4000, 4001]);
});

it('a flow is forgotten when its time is over', () => {
  const lab = load(routedNet(), 'r', 'nat', '-A POSTROUTING -s 10.9.0.0/24 -j MASQUERADE');
  lab.ping('h1', '-c1 10.2.0.2');
  expect(lab.ns('r').conntrack.entries.size).toBe(1);
  lab.wait(31);
  expect(lab.ns('r').conntrack.entries.size).toBe(0);
  expect(lab.ns('r').conntrackHash.entries.size).toBe(0);
});

it.each([
  ['-A FORWARD -j ACCEPT', 0],
  ['-A FORWARD -m conntrack --ctstate NEW', 2],
  ['-A FORWARD -m state --state NEW', 2],
  ['-A FORWARD -j CONNMARK --save-mark', 2],
])('flows are tracked where a rule asks for them: %s', (rule, lookups) => {
  const lab = load(routedNet(), 'r', 'filter', rule);
  load(lab, 'r', 'nat');
  lab.ping('h1', '-c1 10.2.0.2');
  expect(lab.records('ct.lookup')).toHaveLength(lookups);
});

it('names the rules that did not fit, each with the condition that failed, when it is asked', () => {
  const lab = load(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -s 10.9.0.0/24 -j DROP',
    '-A FORWARD -p udp -j DROP',
    '-A FORWARD -m comment --comment x -m mark --mark 0x1 -j DROP',
    '-A FORWARD -i e0 -j ACCEPT',
  );
  Object.defineProperty(lab.trace, 'evidence', { value: true });
  lab.ping('h1', '-c1 10.2.0.2');
  const [record] = lab.records('nf.rule', 'r');
  expect(record?.detail.number).toBe(4);
  expect(record?.detail.missed?.map(({ number, misfit }) => [number, misfit])).toEqual([
    [1, 'src'],
    [2, 'proto'],
    [3, 1],
  ]);
});

it('rules see marks that rules before them set', () => {
  const lab = load(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -s 10.1.0.0/24 -j MARK --set-xmark 0x4000/0x4000',
    '-A FORWARD -m mark --mark 0x4000/0x4000 -j DROP',
  );
  expect(lab.answers('h1', '-c1 -W1 10.2.0.2')).toBe(0);
});
