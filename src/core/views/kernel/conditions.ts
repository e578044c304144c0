/** The conditions of a rule one by one, in the order in which the kernel asks them. */
import { printCondition, printMatch } from '../../kernel/netfilter/text';
import type { NfMatch, NfRule } from '../../model/netfilter';
import type { World } from '../../model/world';
import type { NfMisfit } from '../../trace/kinds';
import type { TraceRecord } from '../../trace/record';
import type { RuleCondition } from '../contract.kernel';
import { addressTypeMisfit } from '../address-type';
import type { Frame } from '../frame-layers';
import { fieldText } from '../frame-layers';
import { devName } from '../names';

const BASE = ['src', 'dst', 'in', 'out', 'proto'] as const;
const NO_CONDITION = { src: null, dst: null, in: null, out: null, proto: null, matches: [], target: null };

/** What the packet in front of the rules has. */
export interface PacketFacts {
  readonly world: World;
  /** A record of the walk: it knows the devices and the mark. */
  readonly record: TraceRecord<'nf.rule'>;
  readonly frame: Frame | null;
  /** What `--ctstate` would say, empty where it is not known. */
  readonly state: string;
}

/** `misfit`: what failed; null when all held, undefined when the rule was not asked. */
export function conditionsOf(
  rule: NfRule,
  misfit: NfMisfit | null | undefined,
  facts: PacketFacts | null,
): RuleCondition[] {
  const parts: { readonly key: NfMisfit; readonly text: string }[] = [
    ...BASE.flatMap((key) =>
      rule[key] === null ? [] : [{ key, text: printCondition({ ...NO_CONDITION, [key]: rule[key] }) }],
    ),
    ...rule.matches.map((match, key) => ({ key, text: printMatch(match) })),
  ];
  let failed = false;
  return parts.map(({ key, text }): RuleCondition => {
    if (misfit === undefined || failed) return { text, state: 'unasked', has: null, why: null };
    failed = key === misfit;
    if (!failed) return { text, state: 'held', has: null, why: null };
    if (facts === null) return { text, state: 'failed', has: null, why: null };
    const match = typeof key === 'number' ? rule.matches[key] : undefined;
    const why = addressTypeMisfit(match, facts.record, facts.world, facts.frame);
    return { text, state: 'failed', has: hasOf(key, rule, facts), why };
  });
}

/** What the packet has where a condition asks; null where that cannot be said in a word. */
function hasOf(key: NfMisfit, rule: NfRule, facts: PacketFacts): string | null {
  const { world, record, frame } = facts;
  const ip = frame?.layers.find(({ header }) => header === 'ipv4') ?? null;
  switch (key) {
    case 'src':
    case 'dst':
    case 'proto':
      return ip === null ? null : `${key} ${fieldText(ip, key)}`;
    case 'in':
    case 'out': {
      const dev = record.detail[key];
      return dev === 0 ? null : `${key} ${devName(world, record.netns, dev)}`;
    }
    default: {
      const match = rule.matches[key];
      return match === undefined ? null : matchHas(match, facts);
    }
  }
}

function matchHas(match: NfMatch, { record, frame, state }: PacketFacts): string | null {
  const transport = frame?.layers.find(({ header }) => ['udp', 'tcp', 'sctp'].includes(header)) ?? null;
  switch (match.kind) {
    case 'mark':
      return `mark 0x${record.detail.mark.toString(16)}`;
    case 'conntrack':
    case 'state':
      return match.kind === 'conntrack' && match.states === null ? null : state === '' ? null : state;
    case 'tcp':
    case 'udp':
    case 'sctp':
    case 'multiport':
      return transport === null
        ? null
        : `sport ${fieldText(transport, 'srcPort')} dport ${fieldText(transport, 'dstPort')}`;
    default:
      return null;
  }
}
