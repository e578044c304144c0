/** A ruleset as `nft list` prints it. Source: nftables 1.0.6 src/rule.c, src/statement.c, src/expression.c, checked against the tool. */
import type { NfHook } from '../../model/netfilter';
import type {
  NftBase,
  NftChain,
  NftCondition,
  NftRule,
  NftRuleSpec,
  NftStatement,
  NftTable,
} from '../../model/nftables';
import type { NfCounter } from '../../model/netfilter';
import type { Cidr4 } from '../../wire/addr';
import { formatCidr4, formatIpv4 } from '../../wire/addr';
import { protocolName } from '../netfilter/protocols';

export interface ListOptions {
  /** `-a` */
  readonly handles: boolean;
  /** What a rule's counter says now; null leaves the numbers out. */
  counterOf(rule: NftRule): NfCounter | null;
}

/** Hooks in the words of nft. */
export function hookWord(hook: NfHook): string {
  return hook.toLowerCase();
}

/** Names of priorities; `dstnat` and `srcnat` only where they are one. Source: src/rule.c std_prio_names. */
const PRIORITIES: readonly (readonly [name: string, value: number, hook: NfHook | null])[] = [
  ['raw', -300, null],
  ['mangle', -150, null],
  ['dstnat', -100, 'PREROUTING'],
  ['filter', 0, null],
  ['security', 50, null],
  ['srcnat', 100, 'POSTROUTING'],
];
/** How far from a name a priority is still told by it. */
const PRIORITY_NEAR = 10;

export function priorityNamed(name: string, hook: NfHook): number | null {
  return PRIORITIES.find(([word, , only]) => word === name && (only === null || only === hook))?.[1] ?? null;
}

function priorityText({ hook, priority }: NftBase): string {
  for (const [name, value, only] of PRIORITIES) {
    const offset = priority - value;
    if ((only !== null && only !== hook) || Math.abs(offset) > PRIORITY_NEAR) continue;
    return offset === 0 ? name : `${name} ${offset < 0 ? '-' : '+'} ${Math.abs(offset)}`;
  }
  return String(priority);
}

export function tableLines(table: NftTable, options: ListOptions, only?: string): readonly string[] {
  const handle = (of: number): string => (options.handles ? ` # handle ${of}` : '');
  const chains = [...table.chains.values()].filter(({ name }) => only === undefined || name === only);
  return [
    // The tool knows tables by handles of the namespace; one is as good as another here.
    `table ${table.family} ${table.name} {${handle(1)}`,
    ...(table.comment === '' || only !== undefined ? [] : [`\tcomment "${table.comment}"`]),
    ...chains.flatMap((chain, i) => [...(i === 0 ? [] : ['']), ...chainLines(chain, options)]),
    '}',
  ];
}

function chainLines(chain: NftChain, options: ListOptions): readonly string[] {
  const handle = (of: number): string => (options.handles ? ` # handle ${of}` : '');
  return [
    `\tchain ${chain.name} {${handle(chain.handle)}`,
    ...headLines(chain),
    ...chain.rules.map((rule) => `\t\t${printNftRule(rule, options.counterOf(rule))}${handle(rule.handle)}`),
    '\t}',
  ];
}

function headLines({ comment, base }: NftChain): readonly string[] {
  return [
    ...(comment === '' ? [] : [`\t\tcomment "${comment}"`]),
    ...(base === null ? [] : [`\t\t${baseText(base)}`]),
  ];
}

function baseText(base: NftBase): string {
  return `type ${base.type} hook ${hookWord(base.hook)} priority ${priorityText(base)}; policy ${base.policy};`;
}

/** `nft list chains`: no rules, no blank lines. */
export function chainsLines(table: NftTable): readonly string[] {
  return [
    `table ${table.family} ${table.name} {`,
    ...[...table.chains.values()].flatMap((chain) => [`\tchain ${chain.name} {`, ...headLines(chain), '\t}']),
    '}',
  ];
}

/** One rule. Without a count of now its counter is told as it was written. */
export function printNftRule(rule: NftRuleSpec, now: NfCounter | null = rule.counter): string {
  const { conditions, counter, statement, comment } = rule;
  return [
    ...conditions.map(printCondition),
    ...(counter === null
      ? []
      : [now === null ? 'counter' : `counter packets ${now.packets} bytes ${now.bytes}`]),
    ...(statement === null ? [] : [printStatement(statement)]),
    ...(comment === '' ? [] : [`comment "${comment}"`]),
  ].join(' ');
}

export function printCondition(condition: NftCondition): string {
  const not = condition.not ? '!= ' : '';
  switch (condition.kind) {
    case 'address':
      return `ip ${condition.side} ${not}${printValues(condition, condition.values.map(networkText))}`;
    case 'address6':
      return `ip6 ${condition.side} ${not}${printValues(condition, condition.values)}`;
    case 'protocol': {
      const names = condition.values.map((proto) => protocolName(proto) ?? String(proto));
      return `${condition.key} ${not}${printValues(condition, names)}`;
    }
    case 'port': {
      const ports = condition.values.map(({ min, max }) => (min === max ? String(min) : `${min}-${max}`));
      return `${condition.proto} ${condition.side} ${not}${printValues(condition, ports)}`;
    }
    case 'device':
      return `${condition.side} ${not}${printValues(
        condition,
        condition.values.map((name) => `"${name}"`),
      )}`;
    case 'mark': {
      const { mask, value } = condition;
      if (mask === null) return `meta mark ${not}${markText(value)}`;
      return `meta mark & ${markText(mask)} ${condition.not ? '!=' : '=='} ${markText(value)}`;
    }
    case 'state':
      return `ct state ${not}${condition.values.map((state) => state.toLowerCase()).join(',')}`;
    case 'local':
      return `fib ${condition.side} type ${not}local`;
  }
}

function printValues({ braces }: { readonly braces: boolean }, values: readonly string[]): string {
  return braces ? `{ ${values.join(', ')} }` : values.join(', ');
}

function networkText(network: Cidr4): string {
  return network.len === 32 ? formatIpv4(network.addr) : formatCidr4(network);
}

function markText(mark: number): string {
  return `0x${mark.toString(16).padStart(8, '0')}`;
}

export function printStatement(statement: NftStatement): string {
  switch (statement.kind) {
    case 'jump':
    case 'goto':
      return `${statement.kind} ${statement.chain}`;
    case 'masquerade':
      return ['masquerade', ...(statement.flags.length === 0 ? [] : [statement.flags.join(',')])].join(' ');
    case 'snat':
    case 'dnat':
      return `${statement.kind} to ${formatIpv4(statement.addr)}${statement.port === null ? '' : `:${statement.port}`}`;
    case 'set-mark':
      return `meta mark set ${markText(statement.value)}`;
    default:
      return statement.kind;
  }
}
