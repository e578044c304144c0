/** Rules round-trip: what is read is printed again, word for word. Real rules of flanneld are the material. */
import { expect, it } from 'vitest';
import type { NfTableSpec } from '../../model/op';
import { parseRestore, printRule } from './text';

/** As flanneld v0.28 writes them for a node with 10.244.1.0/24 in 10.244.0.0/16. */
const FLANNEL = `*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:FLANNEL-POSTRTG - [0:0]
-A POSTROUTING -m comment --comment "flanneld masq" -j FLANNEL-POSTRTG
-A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG -s 10.244.1.0/24 -d 10.244.0.0/16 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.1.0/24 -m comment --comment "flanneld masq" -j RETURN
-A FLANNEL-POSTRTG -s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [12:3456]
:OUTPUT ACCEPT [0:0]
:DOCKER-USER - [0:0]
[5:420] -A FORWARD -i cni0 ! -o eth+ -p udp -g DOCKER-USER
-A DOCKER-USER -p icmp -j DROP
-A DOCKER-USER -j MARK --set-xmark 0x4000/0x4000
-A DOCKER-USER -m mark ! --mark 0x1
COMMIT
`;

function printed(tables: readonly NfTableSpec[]): readonly string[] {
  return tables.flatMap((table) =>
    table.chains.flatMap(({ name, rules }) => rules.map((rule) => printRule(name, rule))),
  );
}

it('prints the rules it read', () => {
  const tables = parseRestore(FLANNEL);
  if (!tables.ok) throw new Error(`line ${String(tables.error.line)}: ${tables.error.what}`);
  const rules = FLANNEL.split('\n').flatMap((line) => {
    const rule = line.replace(/^\[\d+:\d+\] /, '');
    return rule.startsWith('-A') ? [rule] : [];
  });
  expect(printed(tables.value)).toEqual(rules);
  expect(tables.value.map(({ name }) => name)).toEqual(['nat', 'filter']);
});

it('keeps policies, and user chains have none', () => {
  const tables = parseRestore(FLANNEL);
  const filter = tables.ok ? tables.value[1] : undefined;
  expect(filter?.chains.map(({ name, policy }) => [name, policy])).toEqual([
    ['INPUT', 'ACCEPT'],
    ['FORWARD', 'DROP'],
    ['OUTPUT', 'ACCEPT'],
    ['DOCKER-USER', null],
  ]);
});

it.each<[string, string, number, string]>([
  [
    'an unknown match',
    '*filter\n:INPUT ACCEPT\n-A INPUT -m statistic --mode random -j DROP\nCOMMIT',
    3,
    '-m statistic',
  ],
  ['an unknown target', '*filter\n:INPUT ACCEPT\n-A INPUT -j TARPIT\nCOMMIT', 3, '-j TARPIT'],
  [
    'a target in the wrong table',
    '*filter\n:INPUT ACCEPT\n-A INPUT -j MASQUERADE\nCOMMIT',
    3,
    '-j MASQUERADE',
  ],
  ['an unknown option', '*filter\n:INPUT ACCEPT\n-A INPUT --dport 80 -j DROP\nCOMMIT', 3, '--dport'],
  ['an unknown chain', '*filter\n:INPUT ACCEPT\n-A NOWHERE -j DROP\nCOMMIT', 3, 'NOWHERE'],
  ['an unknown table', '*security\nCOMMIT', 1, '*security'],
  ['no address', '*filter\n:INPUT ACCEPT\n-A INPUT -s 10.0.0.300 -j DROP\nCOMMIT', 3, '-s 10.0.0.300'],
  ['a built-in chain of another table', '*nat\n:FORWARD ACCEPT\nCOMMIT', 2, ':FORWARD ACCEPT'],
  ['no COMMIT', '*filter\n:INPUT ACCEPT', 2, '*filter'],
])('%s is refused by name and line', (_, text, line, what) => {
  expect(parseRestore(text)).toEqual({ ok: false, error: { line, what } });
});
