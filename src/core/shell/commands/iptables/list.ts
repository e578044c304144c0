/** `iptables -L`: chains as a table. Source: iptables 1.8.11 iptables/xshared.c print_header, print_rule_details. */
import { printProtocol } from '../../../kernel/netfilter/values';
import type { Negatable, NfChain, NfCounter, NfRule, NfTable } from '../../../model/netfilter';
import type { Netns } from '../../../model/world';
import type { Cidr4 } from '../../../wire/addr';
import { formatCidr4, formatIpv4 } from '../../../wire/addr';
import { matchWords, targetWords } from './list.words';
import { chainsInOrder } from './order';

export interface ListOptions {
  readonly numeric: boolean;
  readonly verbose: boolean;
  /** Counters in full. */
  readonly exact: boolean;
  readonly lineNumbers: boolean;
}

const NOTHING: NfCounter = { packets: 0, bytes: 0 };
const ADDRESS_WIDTH = 19;
const TARGET_WIDTH = 9;
const DEVICE_WIDTH = 6;
const NUMBER_WIDTH = 4;

/** The lines of one chain, or of all. */
export function listTable(
  ns: Netns,
  table: NfTable,
  chain: string | null,
  options: ListOptions,
): readonly string[] {
  const chains = chainsInOrder(table).filter(({ name }) => chain === null || name === chain);
  return chains.flatMap((each, i) => [
    ...(i === 0 ? [] : ['']),
    chainLine(ns, table, each, options),
    headerLine(options),
    ...each.rules.map((rule, at) => ruleLine(ns, rule, at + 1, options)),
  ]);
}

function counterOf(ns: Netns, id: number): NfCounter {
  return ns.nfCounters.entries.get(id) ?? NOTHING;
}

function chainLine(
  ns: Netns,
  table: NfTable,
  { name, policy, policyId }: NfChain,
  { verbose }: ListOptions,
): string {
  if (policy === null) {
    const rules = [...table.chains.values()].flatMap((chain) => chain.rules);
    const count = rules.filter(({ target }) => target?.kind === 'jump' && target.chain === name).length;
    return `Chain ${name} (${String(count)} references)`;
  }
  const { packets, bytes } = counterOf(ns, policyId);
  const seen = verbose ? ` ${String(packets)} packets, ${String(bytes)} bytes` : '';
  return `Chain ${name} (policy ${policy}${seen})`;
}

function headerLine({ verbose, exact, lineNumbers }: ListOptions): string {
  const counts = exact
    ? `${'pkts'.padStart(8)} ${'bytes'.padStart(10)} `
    : `${'pkts'.padStart(5)} ${'bytes'.padStart(5)} `;
  return [
    lineNumbers ? 'num'.padEnd(NUMBER_WIDTH + 1) : '',
    verbose ? counts : '',
    `${'target'.padEnd(TARGET_WIDTH)}  prot opt`,
    verbose ? ` ${'in'.padEnd(DEVICE_WIDTH)} ${'out'.padEnd(DEVICE_WIDTH)} ` : '',
    ` ${'source'.padEnd(ADDRESS_WIDTH)}  ${'destination'.padEnd(ADDRESS_WIDTH)} `,
  ].join('');
}

function ruleLine(ns: Netns, rule: NfRule, number: number, options: ListOptions): string {
  const { numeric, verbose, lineNumbers } = options;
  const { packets, bytes } = counterOf(ns, rule.id);
  const { target, proto } = rule;
  const name = target === null ? '' : target.kind === 'jump' ? target.chain : target.kind;
  const protocol = printProtocol(proto?.value ?? 0);
  const any = numeric ? '*' : 'any';
  const device = (part: Negatable<string> | null): string =>
    `${part?.invert === true ? '!' : ''}${part?.value ?? any}`.padEnd(DEVICE_WIDTH);
  return [
    lineNumbers ? `${String(number).padEnd(NUMBER_WIDTH)} ` : '',
    verbose ? `${count(packets, options)} ${count(bytes, options)} ` : '',
    `${name.padEnd(TARGET_WIDTH)} ${proto?.invert === true ? '!' : ' '}${protocol.padEnd(4)} ${fragmentWord(rule)} `,
    verbose ? ` ${device(rule.in)} ${device(rule.out)} ` : '',
    address(rule.src, numeric),
    address(rule.dst, numeric),
    ...(target?.kind === 'jump' && target.goto ? [' [goto] '] : []),
    ...rule.matches.flatMap((match) => (match.kind === 'fragment' ? [] : [` ${matchWords(match)}`])),
    ...(target === null ? [] : targetWords(target).map((words) => ` ${words}`)),
  ].join('');
}

/** The column `opt`. */
function fragmentWord({ matches }: NfRule): string {
  const fragment = matches.find((match) => match.kind === 'fragment');
  return fragment === undefined ? '--' : fragment.invert ? '!f' : '-f';
}

/** Long counters are cut to thousands, millions, ... Source: libxtables/xtables.c xtables_print_num. */
function count(value: number, { exact }: ListOptions): string {
  if (exact) return String(value).padStart(8);
  let left = value;
  for (const unit of ['', 'K', 'M', 'G']) {
    if (left <= (unit === '' ? 99_999 : 9_999)) return `${String(left)}${unit}`.padStart(5);
    left = Math.round(left / 1000);
  }
  return `${String(left)}T`.padStart(5);
}

function address(part: Negatable<Cidr4> | null, numeric: boolean): string {
  const text =
    part === null || part.value.len === 0
      ? numeric
        ? '0.0.0.0/0'
        : 'anywhere'
      : part.value.len === 32
        ? formatIpv4(part.value.addr)
        : formatCidr4(part.value);
  return `${part?.invert === true ? '!' : ' '}${text.padEnd(ADDRESS_WIDTH)} `;
}
