/** `iptables-restore [-n] [FILE]`: tables from a file or standard input, whole or step by step. Source: iptables-restore(8). */
import { parseNoFlush } from '../../../kernel/netfilter/restore';
import { readTable } from '../../../kernel/netfilter/tables';
import { parseRestore, type RestoreFault } from '../../../kernel/netfilter/text';
import { readFile } from '../../../kernel/ops/file';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../../command';
import { machineOf, netnsNamed } from '../../netns';
import { INVALID_RULE, faultText } from './fault';
import { VERSION } from './version';

export const iptablesRestore: Command = {
  kind: 'iptables-restore',
  summary: 'restore IP tables',
  usage: ['iptables-restore [ -n ] [ FILE ]'],
  run(io, argv) {
    const words = argv.slice(1).filter((word) => !/^(-w|--wait|-c|--counters)$/.test(word));
    const keeps = words.some((word) => word === '-n' || word === '--noflush');
    const [path, ...more] = words.filter((word) => word !== '-n' && word !== '--noflush');
    const stranger = [path, ...more].find((word, i) => i > 0 || word?.startsWith('-') === true);
    if (stranger !== undefined) return notYet(`iptables-restore ${stranger}`);
    const text = textOf(io, path);
    if (text === null) return failed(1, `Can't open ${path ?? ''}: No such file or directory`);
    return keeps ? addTo(io, text) : replace(io, text);
  },
};

/** What it reads: a file of its machine, or its standard input. */
function textOf({ host, netns, stdin }: CommandIo, path: string | undefined): string | null {
  if (path === undefined) return stdin ?? '';
  const root = host.world.netns[machineOf(host.world, netns).root];
  return root === undefined ? null : readFile(root, path);
}

function refused(fault: RestoreFault, given: string): Outcome {
  const text = faultText(fault);
  if (text === INVALID_RULE) {
    const chain = /-[AI]\s+(\S+)/.exec(given.split('\n')[fault.line - 1] ?? '')?.[1] ?? '';
    const line = `line ${String(fault.line)}: ${text}: rule in chain ${chain}`;
    return failed(4, `iptables-restore ${VERSION}: `, line);
  }
  return failed(
    2,
    `iptables-restore ${VERSION}: ${text}`,
    `Error occurred at line: ${String(fault.line)}`,
    "Try `iptables-restore -h' or 'iptables-restore --help' for more information.",
  );
}

function replace(io: CommandIo, text: string): Outcome {
  const tables = parseRestore(text);
  if (!tables.ok) return refused(tables.error, text);
  const error = io.host.apply(io.netns, { kind: 'nf.replace', tables: tables.value }, io.typed);
  return error === null ? printed() : failed(1, error.message);
}

function addTo(io: CommandIo, text: string): Outcome {
  const ns = netnsNamed(io.host.world, io.netns);
  const steps = parseNoFlush(text, (table, chain) => readTable(ns, table).chains.has(chain));
  if (!steps.ok) return refused(steps.error, text);
  for (const { table, edit } of steps.value) {
    const error = io.host.apply(io.netns, { kind: 'nf.edit', table, edit }, io.typed);
    if (error !== null) return failed(1, error.message);
  }
  return printed();
}
