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

it.each<[string, string, number, string, string]>([
  [
    'an unknown match',
    '*filter\n:INPUT ACCEPT\n-A INPUT -m u32 --u32 1 -j DROP\nCOMMIT',
    3,
    'unknown',
    '-m u32',
  ],
  ['an unknown target', '*filter\n:INPUT ACCEPT\n-A INPUT -j TARPIT\nCOMMIT', 3, 'unknown', '-j TARPIT'],
  [
    'a target in the wrong table',
    '*filter\n:INPUT ACCEPT\n-A INPUT -j MASQUERADE\nCOMMIT',
    3,
    'wrong-table',
    '-j MASQUERADE',
  ],
  [
    'an unknown option',
    '*filter\n:INPUT ACCEPT\n-A INPUT --dport 80 -j DROP\nCOMMIT',
    3,
    'unknown',
    '--dport',
  ],
  ['an unknown chain', '*filter\n:INPUT ACCEPT\n-A NOWHERE -j DROP\nCOMMIT', 3, 'no-chain', 'NOWHERE'],
  ['an unknown table', '*security\nCOMMIT', 1, 'unknown', '*security'],
  [
    'no address',
    '*filter\n:INPUT ACCEPT\n-A INPUT -s 10.0.0.300 -j DROP\nCOMMIT',
    3,
    'bad-value',
    '-s 10.0.0.300',
  ],
  ['a built-in chain of another table', '*nat\n:FORWARD ACCEPT\nCOMMIT', 2, 'unknown', ':FORWARD ACCEPT'],
  ['a chain called like a target', '*nat\n:DNAT -\nCOMMIT', 2, 'unknown', ':DNAT -'],
  ['a name too long', `*nat\n:${'x'.repeat(29)} -\nCOMMIT`, 2, 'unknown', `:${'x'.repeat(29)} -`],
  ['no COMMIT', '*filter\n:INPUT ACCEPT', 2, 'unknown', '*filter'],
])('%s is refused by name and line', (_, text, line, why, what) => {
  expect(parseRestore(text)).toEqual({ ok: false, error: { line, what, why } });
});

it('knows the long names of options, in any order', () => {
  const text =
    '*filter\n:INPUT ACCEPT\n-A INPUT --jump DROP --in-interface cali+ --source 10.0.0.0/255.0.0.0 --protocol tcp --dport 80\nCOMMIT';
  const tables = parseRestore(text);
  expect(tables.ok ? printed(tables.value) : tables.error).toEqual([
    '-A INPUT -s 10.0.0.0/8 -i cali+ -p tcp -m tcp --dport 80 -j DROP',
  ]);
});

it('-I puts a rule in front, or at its number', () => {
  const text =
    '*filter\n:INPUT ACCEPT\n-A INPUT -s 10.0.0.1/32\n-I INPUT -s 10.0.0.2/32\n-I INPUT 2 -s 10.0.0.3/32\nCOMMIT';
  const tables = parseRestore(text);
  expect(tables.ok ? printed(tables.value) : tables.error).toEqual([
    '-A INPUT -s 10.0.0.2/32',
    '-A INPUT -s 10.0.0.3/32',
    '-A INPUT -s 10.0.0.1/32',
  ]);
});
