/** Matches and targets as `iptables -L` words them. Source: iptables 1.8.11 extensions/, each one's print function. */
import { printDscp } from '../../../kernel/netfilter/dscp';
import { printTos } from '../../../kernel/netfilter/target/tos';
import { hashRate, tableWords } from '../../../kernel/netfilter/match/hashlimit';
import { printNegatable, printNetwork, printRange } from '../../../kernel/netfilter/values';
import { printMatch, printTarget } from '../../../kernel/netfilter/text';
import { printTo } from '../../../kernel/netfilter/nat.range';
import { printMasked } from '../../../kernel/netfilter/masked';
import type { Negatable, NfMatch, NfTarget } from '../../../model/netfilter';
import type { Range } from '../../../model/netfilter.match';

const ALL = 0xffff_ffff;

/** One match, without the blank before it. What is not known here reads as iptables-save prints it. */
export function matchWords(match: NfMatch): string {
  const not = 'invert' in match && match.invert ? '! ' : '';
  switch (match.kind) {
    case 'comment':
      return `/* ${match.text} */`;
    case 'mark':
      return `mark match ${not}${printMasked(match.value, match.mask)}`;
    case 'connmark':
      return `connmark match ${not} ${printMasked(match.value, match.mask)}`;
    case 'tcp':
      return [
        'tcp',
        ...ports(match),
        ...(match.flags === null
          ? []
          : [
              `flags:${match.flags.invert ? '!' : ''}0x${hex(match.flags.value.mask)}/0x${hex(match.flags.value.set)}`,
            ]),
      ].join(' ');
    case 'udp':
      return ['udp', ...ports(match)].join(' ');
    case 'sctp':
      return ['sctp', ...ports(match)].join(' ');
    case 'icmp': {
      if (match.type === null) return 'icmp any'.replace('icmp any', 'icmptype 255');
      const code = match.code.min === match.code.max ? ` code ${String(match.code.min)}` : '';
      return `icmptype ${match.invert ? '!' : ''}${String(match.type)}${code}`;
    }
    case 'multiport':
      return `multiport ${match.side} ${match.invert ? ' !' : ''}${match.ports.map((range) => printRange(range)).join(',')}`;
    case 'addrtype':
      return printMatch(match)
        .replace('-m addrtype', 'ADDRTYPE match')
        .replaceAll(/--(src-type|dst-type|limit-iface-\w+)/g, '$1');
    case 'set':
      return `${not}match-set ${match.set} ${match.sides.join(',')}`;
    case 'owner':
      return [
        ...(match.socket === null ? [] : [`${match.socket ? '' : '! '}owner socket exists`]),
        ...printNegatable('owner UID match', match.uid, (range) => printRange(range, '-')),
        ...printNegatable('owner GID match', match.gid, (range) => printRange(range, '-')),
      ].join(' ');
    case 'hashlimit':
      return [
        `limit: ${match.above ? 'above' : 'up to'} ${hashRate(match)} burst ${String(match.burst)}`,
        ...(match.mode.length === 0 ? [] : [`mode ${match.mode.join('-')}`]),
        ...tableWords(match),
      ].join(' ');
    case 'limit':
      return `limit: avg ${String(match.count)}/${match.unit} burst ${String(match.burst)}`;
    case 'connlimit':
      return `#conn ${match.side}/${String(match.len)} ${match.above ? '>' : '<='} ${String(match.limit)}`;
    case 'dscp':
      return `DSCP match ${match.invert ? '!' : ''}${printDscp(match.value)}`;
    case 'physdev':
      return printMatch(match).replace('-m physdev', 'PHYSDEV match');
    default:
      return printMatch(match)
        .replace(/^-m \S+ /, '')
        .replaceAll('--', '')
        .replace(/^mode/, 'statistic mode');
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function ports({
  sport,
  dport,
}: {
  sport: Negatable<Range> | null;
  dport: Negatable<Range> | null;
}): string[] {
  const word = (name: string, part: Negatable<Range> | null): string[] =>
    part === null
      ? []
      : [
          `${name}${part.value.min === part.value.max ? '' : 's'}:${part.invert ? '!' : ''}${printRange(part.value)}`,
        ];
  return [...word('spt', sport), ...word('dpt', dport)];
}

/** What a target says beyond its name; nothing for most. */
export function targetWords(target: NfTarget): readonly string[] {
  switch (target.kind) {
    case 'DNAT':
    case 'SNAT':
      return [`to:${printTo(target.range)}`, ...flags(target.range)];
    case 'MASQUERADE':
      return [
        ...(target.range.ports === null ? [] : [`masq ports: ${printRange(target.range.ports, '-')}`]),
        ...flags(target.range),
      ];
    case 'REDIRECT':
      return target.range.ports === null ? [] : [`redir ports ${printRange(target.range.ports, '-')}`];
    case 'REJECT':
      return [`reject-with ${target.with}`];
    case 'MARK':
      return [markWords(target.value, target.mask)];
    case 'CT':
      return [target.alias ? 'NOTRACK' : `CT${target.notrack ? ' notrack' : ''}`];
    case 'DSCP':
      return [`DSCP set ${printDscp(target.value)}`];
    case 'TTL': {
      const words = { set: 'set to', dec: 'decrement by', inc: 'increment by' };
      return [`TTL ${words[target.change]} ${String(target.value)}`];
    }
    case 'TOS':
      return [`TOS set ${printTos(target.value, target.mask)}`];
    case 'NETMAP':
      return [`to:${printNetwork(target.to)}`];
    case 'LOG': {
      const prefix = target.prefix === '' ? '' : ` prefix "${target.prefix}"`;
      return [`LOG flags 0 level ${String(target.level)}${prefix}`];
    }
    case 'TCPMSS':
      return [target.mss === null ? 'TCPMSS clamp to PMTU' : `TCPMSS set ${String(target.mss)}`];
    case 'CONNMARK':
    case 'NFLOG':
      return [printTarget(target).replace('-j ', '').replaceAll('--', '')];
    default:
      return [];
  }
}

function flags(range: {
  readonly random: boolean;
  readonly randomFully: boolean;
  readonly persistent: boolean;
}): string[] {
  return [
    ...(range.random ? ['random'] : []),
    ...(range.randomFully ? ['random-fully'] : []),
    ...(range.persistent ? ['persistent'] : []),
  ];
}

function markWords(value: number, mask: number): string {
  const text = (number: number): string => `0x${(number >>> 0).toString(16)}`;
  if (value === 0) return `MARK and ${text(~mask)}`;
  if (value === mask) return `MARK or ${text(value)}`;
  if (mask === 0) return `MARK xor ${text(value)}`;
  if (mask === ALL) return `MARK set ${text(value)}`;
  return `MARK xset ${text(value)}/${text(mask)}`;
}
