/** `iptables`: one table, one step at a time. Source: iptables-legacy(8), iptables 1.8.11 iptables/xshared.c do_parse. */
import { readTable } from '../../../kernel/netfilter/tables';
import { chainNameFault, printRule } from '../../../kernel/netfilter/text';
import { parseRules } from '../../../kernel/netfilter/text.rules';
import type { RuleSpec } from '../../../kernel/netfilter/text.rule';
import { Words } from '../../../kernel/netfilter/words';
import type { NfTable, NfTableName } from '../../../model/netfilter';
import { NF_TABLES } from '../../../model/netfilter';
import type { NfEdit } from '../../../model/op';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../../command';
import { netnsNamed } from '../../netns';
import { INVALID_RULE, faultText, laterPart } from './fault';
import { listTable } from './list';
import { rulesOf } from './save';
import { VERSION } from './version';

const TOOL = `iptables ${VERSION}`;

const LONG: Readonly<Record<string, string>> = {
  '--append': '-A',
  '--insert': '-I',
  '--delete': '-D',
  '--check': '-C',
  '--list': '-L',
  '--list-rules': '-S',
  '--flush': '-F',
  '--zero': '-Z',
  '--new-chain': '-N',
  '--new': '-N',
  '--delete-chain': '-X',
  '--policy': '-P',
  '--replace': '-R',
  '--rename-chain': '-E',
};
const ACTIONS = ['-A', '-I', '-D', '-C', '-L', '-S', '-F', '-Z', '-N', '-X', '-P', '-R', '-E'];

interface Call {
  readonly io: CommandIo;
  readonly table: NfTableName;
  readonly chain: string | null;
  readonly rest: readonly string[];
}

const T = '[ -t NFTABLE ]';
/** What rules mostly say; their matches and targets have many more options. */
const RULE =
  '[ -p { tcp | udp | icmp } ] [ -s PREFIX ] [ -d PREFIX ] [ -i DEV ] [ -o DEV ] [ -m MATCH ] [ --sport PORT ] [ --dport PORT ] [ --ctstate STATE ] [ -j TARGET ] [ --to-destination TO ] [ --to-source TO ]';

export const iptables: Command = {
  kind: 'iptables',
  summary: 'administration tool for IPv4 packet filtering and NAT',
  usage: [
    `iptables ${T} { -A | -C | -D } CHAIN ${RULE}`,
    `iptables ${T} -I CHAIN [ RULENUM ] ${RULE}`,
    `iptables ${T} -D CHAIN RULENUM`,
    `iptables ${T} -R CHAIN RULENUM ${RULE}`,
    `iptables ${T} -E CHAIN NAME`,
    `iptables ${T} -S [ CHAIN ]`,
    `iptables ${T} { -F | -L | -Z } [ CHAIN ] [ -n ] [ -v ] [ -x ] [ --line-numbers ]`,
    `iptables ${T} -N CHAIN`,
    `iptables ${T} -X [ CHAIN ]`,
    `iptables ${T} -P CHAIN { ACCEPT | DROP }`,
  ],
  about: {
    '-A': 'Append to chain',
    '-C': 'Check for the existence of a rule',
    '-D': 'Delete matching rule from chain',
    '-I': 'Insert in chain as rulenum (default 1=first)',
    '-L': 'List the rules in a chain or all chains',
    '-S': 'Print the rules in a chain or all chains',
    '-F': 'Delete all rules in chain or all chains',
    '-Z': 'Zero counters in chain or all chains',
    '-N': 'Create a new user-defined chain',
    '-X': 'Delete a user-defined chain',
    '-R': 'Replace rule rulenum (1 = first) in chain',
    '-E': 'Change chain name, (moving any references)',
    '-P': 'Change policy on chain to target',
    '-t': "table to manipulate (default: `filter')",
    '-s': 'source specification',
    '-d': 'destination specification',
    '-p': "protocol: by number or name, eg. `tcp'",
    '-i': 'network interface name ([+] for wildcard)',
    '-o': 'network interface name ([+] for wildcard)',
    '-j': 'target for rule (may load target extension)',
    '-m': 'extended match (may load extension)',
    '-n': 'numeric output of addresses and ports',
    '-v': 'verbose mode',
    '-x': 'expand numbers (display exact values)',
    '--line-numbers': 'print line numbers when listing',
  },
  run(io, argv) {
    const words = argv
      .slice(1)
      .filter((word) => !/^(-w|--wait)$/.test(word))
      // `-nvL` is three options.
      .flatMap((word) =>
        /^-[nvxLS]{2,}$/.test(word)
          ? word
              .slice(1)
              .split('')
              .map((flag) => `-${flag}`)
          : [word],
      );
    const at = words.findIndex((word) => word === '-t' || word === '--table');
    const name = at === -1 ? 'filter' : (words[at + 1] ?? '');
    if (at !== -1) words.splice(at, 2);
    if (words[0] === '-V' || words[0] === '--version') return printed(TOOL);
    const table = NF_TABLES.find((known) => known === name);
    if (table === undefined) {
      if (name === 'security') return notYet('iptables -t security');
      return failed(3, `${TOOL}: table '${name}' does not exist`);
    }
    const given = words.findIndex((word) =>
      ACTIONS.includes(Object.hasOwn(LONG, word) ? (LONG[word] ?? '') : word),
    );
    if (words.includes('-h') || words.includes('--help')) return printed(TOOL, '', ...helped(this.usage));
    if (given === -1) return failed(2, `${TOOL}: no command specified`, TRY);
    const word = words[given] ?? '';
    const action = LONG[word] ?? word;
    const before = words.slice(0, given);
    const after = words.slice(given + 1);
    const named = after[0] !== undefined && !after[0].startsWith('-');
    const call: Call = {
      io,
      table,
      chain: named ? (after[0] ?? null) : null,
      rest: [...before, ...after.slice(named ? 1 : 0)],
    };
    return run(action, call);
  },
};

/** The forms that are understood. */
function helped(usage: readonly string[]): readonly string[] {
  return usage.map((form, index) => (index === 0 ? `Usage: ${form}` : `       ${form}`));
}

const TRY = "Try `iptables -h' or 'iptables --help' for more information.";

function run(action: string, call: Call): Outcome {
  switch (action) {
    case '-S':
      return listRules(call);
    case '-L':
      return list(call);
    case '-F':
    case '-Z':
      return everyChain(call, action === '-F' ? 'flush' : 'zero');
    case '-X':
      return deleteChains(call);
    case '-N':
      return newChain(call);
    case '-P':
      return policy(call);
    case '-E':
      return rename(call);
    default:
      return rule(action, call);
  }
}

function tableOf({ io, table }: Call): NfTable {
  return readTable(netnsNamed(io.host.world, io.netns), table);
}

function edit({ io, table }: Call, step: NfEdit): Outcome {
  const error = io.host.apply(io.netns, { kind: 'nf.edit', table, edit: step }, io.typed);
  if (error === null) return printed();
  // What the kernel refuses of a batch ends with 4.
  return failed(error.message.startsWith('iptables v') ? 4 : 1, error.message);
}

const NO_CHAIN = 'iptables: No chain/target/match by that name.';

function listRules(call: Call): Outcome {
  const table = tableOf(call);
  if (call.chain !== null && !table.chains.has(call.chain)) return failed(1, NO_CHAIN);
  return printed(...rulesOf(table, call.chain));
}

function list(call: Call): Outcome {
  const table = tableOf(call);
  if (call.chain !== null && !table.chains.has(call.chain)) return failed(1, NO_CHAIN);
  const flags = call.rest.flatMap((word) => (/^-[a-z]+$/.test(word) ? word.slice(1).split('') : [word]));
  const stranger = flags.find(
    (flag) => !['n', 'v', 'x', '--line-numbers', '--numeric', '--verbose'].includes(flag),
  );
  if (stranger !== undefined) return notYet(`iptables -L ${stranger}`);
  const has = (...names: readonly string[]): boolean => flags.some((flag) => names.includes(flag));
  const ns = netnsNamed(call.io.host.world, call.io.netns);
  return printed(
    ...listTable(ns, table, call.chain, {
      numeric: has('n', '--numeric'),
      verbose: has('v', '--verbose'),
      exact: has('x'),
      lineNumbers: has('--line-numbers'),
    }),
  );
}

function everyChain(call: Call, what: 'flush' | 'zero'): Outcome {
  const names = call.chain === null ? [...tableOf(call).chains.keys()] : [call.chain];
  return inTurn(names.map((chain) => () => edit(call, { do: what, chain })));
}

/** Steps until one fails. */
function inTurn(steps: readonly (() => Outcome)[]): Outcome {
  for (const step of steps) {
    const outcome = step();
    if (outcome.exitCode !== 0) return outcome;
  }
  return printed();
}

function deleteChains(call: Call): Outcome {
  if (call.chain !== null) return edit(call, { do: 'delete-chain', chain: call.chain });
  const own = [...tableOf(call).chains.values()].filter(({ policy: given }) => given === null);
  return inTurn(
    own.map(
      ({ name }) =>
        () =>
          edit(call, { do: 'delete-chain', chain: name }),
    ),
  );
}

function newChain(call: Call): Outcome {
  if (call.chain === null) return failed(2, `${TOOL}: -N requires a chain`, TRY);
  const fault = chainNameFault(call.chain);
  if (fault !== null) return failed(2, `${TOOL}: ${fault}`, TRY);
  return edit(call, { do: 'new-chain', chain: call.chain });
}

function policy(call: Call): Outcome {
  const [wanted] = call.rest;
  if (call.chain === null || wanted === undefined)
    return failed(2, `${TOOL}: -P requires a chain and a policy`, TRY);
  if (wanted !== 'ACCEPT' && wanted !== 'DROP')
    return failed(1, "iptables: Bad policy name. Run `dmesg' for more information.");
  return edit(call, { do: 'policy', chain: call.chain, policy: wanted });
}

function rename(call: Call): Outcome {
  const [to] = call.rest;
  if (call.chain === null || to === undefined) {
    return failed(2, `${TOOL}: -E requires old-chain-name and new-chain-name`, TRY);
  }
  const fault = chainNameFault(to);
  if (fault !== null) return failed(2, `${TOOL}: ${fault}`, TRY);
  if (NF_BUILT_IN_NAMES.test(call.chain)) return notYet(`iptables -E ${call.chain}`);
  return edit(call, { do: 'rename-chain', chain: call.chain, to });
}

/** Renamed, a chain of the kernel's own keeps its hook in life. */
const NF_BUILT_IN_NAMES = /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/;

/** The new rule goes in front of the one that leaves: at one instant, so that nobody sees both. */
function replace(call: Call, chain: string, spec: RuleSpec, number: number): Outcome {
  const rules = tableOf(call).chains.get(chain)?.rules;
  if (rules === undefined) return failed(1, NO_CHAIN);
  if (number > rules.length) return failed(1, 'iptables: Index of replacement too big.');
  const outcome = edit(call, { do: 'insert', chain, rule: spec, at: number });
  return outcome.exitCode === 0 ? edit(call, { do: 'delete-number', chain, number: number + 1 }) : outcome;
}

function rule(action: string, call: Call): Outcome {
  const { chain, rest } = call;
  if (chain === null) return failed(2, `${TOOL}: ${action} requires a chain`, TRY);
  const table = tableOf(call);
  const number = /^\d+$/.test(rest[0] ?? '') ? Number(rest[0]) : null;
  if (action === '-D' && number !== null && rest.length === 1)
    return edit(call, { do: 'delete-number', chain, number });
  if (action === '-R') {
    if (number === null) return failed(2, `${TOOL}: -R requires a rule number`, TRY);
    if (number === 0) return failed(2, `${TOOL}: Invalid rule number \`0'`, TRY);
  }
  const places = (action === '-I' || action === '-R') && number !== null;
  const words = new Words(places ? rest.slice(1) : rest);
  const parsed = parseRules(call.table, chain, (name) => table.chains.has(name), words);
  if (!parsed.ok && laterPart(parsed.error) !== null)
    return notYet(`iptables ${laterPart(parsed.error) ?? ''}`);
  if (!parsed.ok) return ruleRefused(action, chain, faultText(parsed.error));
  if (action === '-R') {
    const [spec, ...more] = parsed.value;
    if (spec === undefined || more.length > 0) {
      return failed(2, `${TOOL}: Replacement rule does not specify a unique address`, TRY);
    }
    return replace(call, chain, spec, number ?? 0);
  }
  return inTurn(parsed.value.map((spec) => () => oneRule(action, call, chain, spec, number)));
}

/** The tool does not understand a rule, or the kernel does not take it. */
function ruleRefused(action: string, chain: string, text: string): Outcome {
  if (text !== INVALID_RULE) return failed(2, `${TOOL}: ${text}`, TRY);
  const task = action === '-I' ? text.replace('RULE_APPEND', 'RULE_INSERT') : text;
  return failed(4, `${TOOL}:  ${task}: rule in chain ${chain}`);
}

function oneRule(action: string, call: Call, chain: string, spec: RuleSpec, number: number | null): Outcome {
  switch (action) {
    case '-A':
      return edit(call, { do: 'append', chain, rule: spec });
    case '-I':
      return edit(call, { do: 'insert', chain, rule: spec, ...(number === null ? {} : { at: number }) });
    case '-D':
      return edit(call, { do: 'delete', chain, rule: spec });
    default: {
      const text = printRule(chain, spec);
      const rules = tableOf(call).chains.get(chain)?.rules;
      if (rules === undefined) return failed(1, NO_CHAIN);
      const there = rules.some((other) => printRule(chain, other) === text);
      return there ? printed() : failed(1, 'iptables: Bad rule (does a matching rule exist in that chain?).');
    }
  }
}
