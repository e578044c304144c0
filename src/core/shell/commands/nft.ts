/** `nft`: rules of nftables, by command or by script. Source: nft(8) 1.0.6, src/main.c, src/erec.c. */
import type { NfCounter } from '../../model/netfilter';
import type { NftRule, NftTable } from '../../model/nftables';
import { parseScript, readPlace, type NftScriptFault } from '../../kernel/nftables/script';
import { chainsLines, tableLines, type ListOptions } from '../../kernel/nftables/text';
import { NftWords, nftWords, type NftWord } from '../../kernel/nftables/words';
import type { Netns } from '../../model/world';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../command';
import { netnsNamed } from '../netns';
import { readPath } from './coreutils/text';

export const nft: Command = {
  kind: 'nft',
  summary: 'administration tool of the nftables framework for packet filtering and classification',
  usage: [
    'nft [ -a ] list ruleset',
    'nft [ -a ] list { tables | chains }',
    'nft [ -a ] list table [ ip | ip6 | inet ] TABLENAME',
    'nft [ -a ] list chain [ ip | ip6 | inet ] TABLENAME CHAINNAME',
    'nft { add | delete | flush } table [ ip | ip6 | inet ] TABLENAME',
    'nft { add | delete | flush } chain [ ip | ip6 | inet ] TABLENAME CHAINNAME',
    'nft { add | insert } rule [ ip | ip6 | inet ] TABLENAME CHAINNAME RULE',
    'nft delete rule [ ip | ip6 | inet ] TABLENAME CHAINNAME handle N',
    'nft flush ruleset',
    'nft -f FILE',
  ],
  run(io, argv) {
    const words = argv.slice(1);
    let handles = false;
    let stateless = false;
    let file: string | null = null;
    while (words[0]?.startsWith('-') === true) {
      const option = words.shift() ?? '';
      if (option === '-a' || option === '--handle') handles = true;
      else if (option === '-s' || option === '--stateless') stateless = true;
      else if (option === '-f' || option === '--file') file = words.shift() ?? '';
      else if (option !== '-n' && option !== '--numeric-priority') return notYet(`nft ${option}`);
    }
    if (file !== null) return runFile(io, file);
    const text = words.join(' ');
    if (text === '') return failed(1, 'nft: no command specified');
    if (words[0] === 'list') return list(io, text, handles, stateless);
    return runScript(io, text, null);
  },
};

function runFile(io: CommandIo, path: string): Outcome {
  if (path === '-' || path === '/dev/stdin') return runScript(io, io.stdin ?? '', '/dev/stdin');
  const read = readPath(io, path);
  return 'fault' in read
    ? failed(1, `Error: Could not open file "${path}": ${read.fault}`)
    : runScript(io, read.text, path);
}

/** `path` null for the command line. */
function runScript(io: CommandIo, text: string, path: string | null): Outcome {
  const steps = parseScript(text);
  if (!steps.ok) return faulty(text, path, steps.error);
  if (steps.value.length === 0) return printed();
  const commands = steps.value.map(({ command }) => command);
  const error = io.host.apply(io.netns, { kind: 'nft', commands }, io.typed);
  if (error === null) return printed();
  const at = steps.value[error.index ?? 0]?.at;
  return failed(1, ...pointed(error.message, text, path, at));
}

function faulty(text: string, path: string | null, { why, what, at }: NftScriptFault): Outcome {
  if (why === 'unknown') return notYet(`nft … ${what}`);
  const unexpected = why === 'end' || what === '' || what === '\n' ? 'newline' : what;
  return failed(1, ...pointed(`Error: syntax error, unexpected ${unexpected}`, text, path, at));
}

/** The message, the line, and the word it is about. */
function pointed(
  message: string,
  text: string,
  path: string | null,
  at: NftWord | undefined,
): readonly string[] {
  if (at === undefined || at.line === 0) return [message];
  const { line, column } = at;
  const length = Math.max(1, at.text.trim().length);
  const place = path === null ? '' : `${path}:${line}:${column}-${column + length - 1}: `;
  return [
    `${place}${message}`,
    text.split('\n')[line - 1] ?? '',
    `${' '.repeat(column - 1)}${'^'.repeat(length)}`,
  ];
}

function list(io: CommandIo, text: string, handles: boolean, stateless: boolean): Outcome {
  const ns = netnsNamed(io.host.world, io.netns);
  const words = new NftWords(nftWords(text));
  words.take();
  const what = words.take();
  const options: ListOptions = {
    handles,
    counterOf: ({ id, counter }: NftRule): NfCounter | null =>
      stateless ? null : (ns.nfCounters.entries.get(id) ?? { packets: 0, bytes: 0, ...counter }),
  };
  const missing = (): Outcome =>
    failed(1, ...pointed('Error: No such file or directory', text, null, words.last));
  switch (what) {
    case 'ruleset':
      return listed(
        ns,
        ns.nft.flatMap((table) => tableLines(table, options)),
      );
    case 'tables':
      return listed(
        ns,
        ns.nft.map(({ family, name }) => `table ${family} ${name}`),
      );
    case 'chains':
      return listed(ns, ns.nft.flatMap(chainsLines));
    case 'table':
    case 'chain': {
      const place = readPlace(words);
      if (!place.ok) return notYet(text);
      const table = tableAt(ns.nft, place.value);
      if (table === undefined) return missing();
      if (what === 'table') return printed(...tableLines(table, options));
      const chain = words.take();
      return table.chains.has(chain) ? printed(...tableLines(table, options, chain)) : missing();
    }
    default:
      return notYet(`nft list ${what}`);
  }
}

/** What iptables wrote is in tables of nftables as well, and is not translated here: that is said. */
function listed(ns: Netns, lines: readonly string[]): Outcome {
  const ofIptables = [...ns.nfTables.values()].filter(({ chains }) =>
    [...chains.values()].some(({ policy, rules }) => policy !== 'ACCEPT' || rules.length > 0),
  );
  if (ofIptables.length === 0) return printed(...lines);
  const names = ofIptables.map(({ name }) => `ip ${name}`).join(', ');
  const refusal = notYet(`nft list of what iptables wrote (${names}; see iptables-save)`);
  return { ...refusal, stdout: lines };
}

function tableAt(tables: readonly NftTable[], at: Pick<NftTable, 'family' | 'name'>): NftTable | undefined {
  return tables.find(({ family, name }) => family === at.family && name === at.name);
}
