/**
 * `iptables-restore --noflush`: lines that add rules to chains that are there, or take rules away, as single steps.
 * Source: iptables/iptables-restore.c, iptables-legacy(8).
 */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { NfTableName } from '../../model/netfilter';
import { NF_TABLES } from '../../model/netfilter';
import type { NfEdit } from '../../model/op';
import type { RestoreFault } from './text';
import type { RuleFault } from './text.rule';
import { parseRules } from './text.rules';
import { Words, splitWords } from './words';

/** One line as a step on its table. */
export interface RestoreStep {
  readonly table: NfTableName;
  readonly edit: NfEdit;
  /** The line. */
  readonly text: string;
}

const ACTIONS: Readonly<Record<string, 'append' | 'insert' | 'delete'>> = {
  '-A': 'append',
  '-I': 'insert',
  '-D': 'delete',
};

/**
 * Reads the text. `hasChain` says which names a rule may jump to. Unknown matches and targets are refused by name and
 * line; nothing is done then, as with the tool.
 */
export function parseNoFlush(
  text: string,
  hasChain: (table: NfTableName, chain: string) => boolean,
): Result<readonly RestoreStep[], RestoreFault> {
  const steps: RestoreStep[] = [];
  let table: NfTableName | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const fault = (what: string, why: RuleFault['why'] = 'unknown'): Result<never, RestoreFault> =>
      err({ line: index + 1, what, why });
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('*')) {
      table = NF_TABLES.find((name) => name === line.slice(1)) ?? null;
      if (table === null) return fault(line);
    } else if (table === null) {
      return fault(line);
    } else if (line === 'COMMIT') {
      table = null;
    } else {
      const read = readSteps(table, line, hasChain);
      if (!read.ok) return fault(read.error.what, read.error.why);
      steps.push(...read.value);
    }
  }
  return ok(steps);
}

/** The steps, or what was not understood. */
function readSteps(
  table: NfTableName,
  line: string,
  hasChain: (table: NfTableName, chain: string) => boolean,
): Result<readonly RestoreStep[], RuleFault> {
  const words = new Words(splitWords(line));
  const [action = '', chain = ''] = words.take(2);
  const kind = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (kind === undefined) return err({ what: action, why: 'unknown' });
  const rules = parseRules(table, chain, (name) => hasChain(table, name), words);
  if (!rules.ok) return rules;
  return ok(rules.value.map((rule) => ({ table, edit: { do: kind, chain, rule }, text: line })));
}
