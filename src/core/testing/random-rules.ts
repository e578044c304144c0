/** Random iptables rules, as text: any tables, conditions and targets that iptables accepts. */
import type { PrngState } from '../base/prng';
import { nextBelow } from '../base/prng';
import type { NfHook, NfTableName } from '../model/netfilter';
import { NF_BUILT_IN, NF_TABLES } from '../model/netfilter';

const RULES_MAX = 6;

/** The text of iptables-restore. `addrs`: addresses that mean something; `port`: one that somebody listens on. */
export function randomRules(random: PrngState, addrs: readonly string[], port: number): string {
  const below = (n: number): number => nextBelow(random, n);
  const pick = <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0];
  const addr = (): string => pick(['10.0.0.1', ...addrs]);

  function condition(hook: NfHook): string {
    const not = below(5) === 0 ? '! ' : '';
    const enters = hook === 'PREROUTING' || hook === 'INPUT' || hook === 'FORWARD';
    const leaves = hook === 'POSTROUTING' || hook === 'OUTPUT' || hook === 'FORWARD';
    return pick([
      '',
      `${not}-s ${addr()}/${String(pick([8, 16, 24, 32]))}`,
      `${not}-d ${addr()}/${String(pick([8, 16, 24, 32]))}`,
      '-p icmp',
      `${not}-p udp`,
      `-p udp -m udp --dport ${String(port)}`,
      '-p udp -m multiport --dports 9,80,5353',
      `-m conntrack --ctstate ${pick(['NEW', 'ESTABLISHED,RELATED', 'INVALID', 'DNAT', 'SNAT'])}`,
      '-p icmp -m icmp --icmp-type 8',
      '-m mark --mark 0x1/0x3',
      '-m statistic --mode random --probability 0.5',
      '-m statistic --mode nth --every 2 --packet 0',
      '-m limit --limit 5/sec --limit-burst 2',
      '-m length --length 0:100',
      '-m ttl --ttl-lt 60',
      '-m addrtype --dst-type LOCAL',
      '-m comment --comment "nothing"',
      enters ? '-i e0' : '',
      leaves ? '-o e+' : '',
    ]);
  }

  function target(table: NfTableName, hook: NfHook): string {
    const mark = `-j MARK --set-xmark 0x${String(below(4))}/0x3`;
    switch (table) {
      case 'raw':
        return pick(['-j ACCEPT', '-j DROP', '-j CT --notrack', '-j TRACE']);
      case 'mangle':
        return pick([
          '-j ACCEPT',
          '-j DROP',
          mark,
          mark,
          '-j CONNMARK --save-mark',
          '-j CONNMARK --restore-mark',
        ]);
      case 'filter':
        return pick([
          ...(['-j ACCEPT', '-j ACCEPT', '-j DROP', '-j RETURN', '-j REJECT', ''] as const),
          ...(['-j REJECT --reject-with icmp-host-prohibited', '-j USER', '-g USER', '-j LOG'] as const),
        ]);
      case 'nat': {
        const plain = ['-j ACCEPT', '-j RETURN', '-j USER'] as const;
        if (hook === 'POSTROUTING') {
          return pick([
            ...plain,
            '-j MASQUERADE',
            '-j MASQUERADE --random-fully',
            `-j SNAT --to-source ${addr()}`,
          ]);
        }
        if (hook === 'INPUT') return pick([...plain, `-j SNAT --to-source ${addr()}`]);
        return pick([...plain, `-j DNAT --to-destination ${addr()}`, '-j REDIRECT']);
      }
    }
  }

  const lines: string[] = [];
  for (const table of NF_TABLES) {
    if (below(2) === 0) continue;
    lines.push(`*${table}`);
    const filters = table === 'filter' || table === 'mangle';
    for (const chain of NF_BUILT_IN[table]) {
      lines.push(`:${chain} ${filters && below(8) === 0 ? 'DROP' : 'ACCEPT'} [0:0]`);
    }
    if (table === 'filter' || table === 'nat') lines.push(':USER - [0:0]');
    for (let i = below(RULES_MAX); i > 0; i -= 1) {
      const hook = pick(NF_BUILT_IN[table] as readonly [NfHook, ...NfHook[]]);
      lines.push(['-A', hook, condition(hook), target(table, hook)].filter((word) => word !== '').join(' '));
    }
    if (table === 'filter')
      lines.push(`-A USER ${pick(['-j RETURN', '-j DROP', '-j ACCEPT', '-p udp -j REJECT'])}`);
    if (table === 'nat') lines.push('-A USER -j RETURN');
    lines.push('COMMIT');
  }
  return lines.join('\n');
}
