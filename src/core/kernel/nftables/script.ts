/** Scripts of nft: commands one by one, or tables as `nft list` prints them. Source: nftables 1.0.6 src/parser_bison.y. */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { NfHook } from '../../model/netfilter';
import type { NftBase, NftCommand, NftFamily, NftPlace } from '../../model/nftables';
import { fault, parseRule, type NftFault } from './rule';
import { priorityNamed } from './text';
import { NftWords, nftWords, type NftWord } from './words';

/** A command with the words an error about it points at. */
export interface NftStep {
  readonly command: NftCommand;
  readonly at: NftWord;
}

export interface NftScriptFault extends NftFault {
  readonly at: NftWord;
}

const FAMILIES: readonly NftFamily[] = ['ip', 'ip6', 'inet'];
const OTHER_FAMILIES = ['arp', 'bridge', 'netdev'];

export function parseScript(text: string): Result<readonly NftStep[], NftScriptFault> {
  const words = new NftWords(nftWords(text));
  const steps: NftStep[] = [];
  while (!words.blankDone()) {
    const wrong = words.peek() === 'table' ? readBlock(words, steps) : readCommand(words, steps);
    if (wrong !== null) return err({ ...wrong, at: words.last });
    if (!words.atEnd()) {
      const what = words.take();
      return err({ why: 'value', what, at: words.last });
    }
  }
  return ok(steps);
}

type Wrong = NftFault | null;

function readCommand(words: NftWords, steps: NftStep[]): Wrong {
  const verb = words.take();
  const object = words.take();
  const put = (command: NftCommand): null => {
    steps.push({ command, at: words.last });
    return null;
  };
  if (verb === 'flush' && object === 'ruleset') return put({ do: 'flush-ruleset' });
  if (!['add', 'create', 'insert', 'delete', 'flush'].includes(verb)) return { why: 'unknown', what: verb };
  const fresh = verb === 'create';
  switch (object) {
    case 'table': {
      const table = readPlace(words);
      if (!table.ok) return table.error;
      if (verb === 'delete' || verb === 'flush') return put({ do: `${verb}-table`, table: table.value });
      const { last } = words;
      let comment = '';
      if (words.skip('{')) {
        words.skipBlank();
        if (words.skip('comment')) comment = words.take();
        words.skipBlank();
        if (!words.skip('}')) return { why: 'unknown', what: words.peek() };
      }
      steps.push({ command: { do: 'add-table', table: table.value, comment, fresh }, at: last });
      return null;
    }
    case 'chain': {
      const table = readPlace(words);
      if (!table.ok) return table.error;
      const chain = words.take();
      if (verb === 'delete' || verb === 'flush') {
        return put({ do: `${verb}-chain`, table: table.value, chain });
      }
      const { last } = words;
      const head = words.skip('{') ? readHead(words) : ok({ base: null, comment: '' });
      if (!head.ok) return head.error;
      steps.push({ command: { do: 'add-chain', table: table.value, chain, ...head.value, fresh }, at: last });
      return null;
    }
    case 'rule': {
      const table = readPlace(words);
      if (!table.ok) return table.error;
      const chain = words.take();
      const { last } = words;
      if (verb === 'delete') {
        const handle = words.skip('handle') ? Number(words.take()) : NaN;
        return Number.isInteger(handle)
          ? put({ do: 'delete-rule', table: table.value, chain, handle })
          : { why: 'unknown', what: 'delete rule without a handle' };
      }
      if (verb !== 'add' && verb !== 'insert') return { why: 'unknown', what: `${verb} rule` };
      if (['handle', 'index', 'position'].includes(words.peek())) {
        return { why: 'unknown', what: `${verb} rule … ${words.peek()}` };
      }
      const rule = parseRule(words);
      if (!rule.ok) return rule.error;
      steps.push({ command: { do: `${verb}-rule`, table: table.value, chain, rule: rule.value }, at: last });
      return null;
    }
    default:
      return { why: 'unknown', what: `${verb} ${object}` };
  }
}

/** `[family] NAME`; the family is `ip` when none is told. */
export function readPlace(words: NftWords): Result<NftPlace, NftFault> {
  const first = words.take();
  if (OTHER_FAMILIES.includes(first) && !words.atEnd()) return fault('unknown', `the family ${first}`);
  const family = FAMILIES.find((one) => one === first);
  const name = family === undefined ? first : words.take();
  return name === '' ? fault('end', '') : ok({ family: family ?? 'ip', name });
}

const HOOKS: Readonly<Record<string, NfHook>> = {
  prerouting: 'PREROUTING',
  input: 'INPUT',
  forward: 'FORWARD',
  output: 'OUTPUT',
  postrouting: 'POSTROUTING',
};

interface Head {
  readonly base: NftBase | null;
  readonly comment: string;
}

/** What stands in the braces of a chain before its rules, up to the closing one. */
function readHead(words: NftWords): Result<Head, NftFault> {
  let head: Head = { base: null, comment: '' };
  while (!words.blockEnds()) {
    const read = readHeadPart(words, head);
    if (!read.ok) return read;
    if (read.value === null) return fault('unknown', words.peek());
    head = read.value;
  }
  return ok(head);
}

/** Null for what is no part of a chain's head. */
function readHeadPart(words: NftWords, head: Head): Result<Head | null, NftFault> {
  if (words.skip('comment')) return ok({ ...head, comment: words.take() });
  if (words.skip('policy')) {
    const policy = words.take();
    if (head.base === null || (policy !== 'accept' && policy !== 'drop')) return fault('value', policy);
    return ok({ ...head, base: { ...head.base, policy } });
  }
  if (!words.skip('type')) return ok(null);
  const type = words.take();
  if (type !== 'filter' && type !== 'nat') return fault('unknown', `chains of type ${type}`);
  if (!words.skip('hook')) return fault('value', words.peek());
  const word = words.take();
  const hook = Object.hasOwn(HOOKS, word) ? HOOKS[word] : undefined;
  if (hook === undefined) return fault('unknown', `the hook ${word}`);
  if (!words.skip('priority')) return fault('value', words.peek());
  const priority = readPriority(words, hook);
  if (priority === null) return fault('value', words.last.text);
  return ok({ ...head, base: { type, hook, priority, policy: head.base?.policy ?? 'accept' } });
}

/** `100`, `srcnat`, `dstnat + 5`, `-20` */
function readPriority(words: NftWords, hook: NfHook): number | null {
  const word = words.take();
  const named = priorityNamed(word, hook);
  if (named === null) return /^-?\d+$/.test(word) ? Number(word) : null;
  const sign = words.skip('+') ? 1 : words.skip('-') ? -1 : 0;
  if (sign === 0) return named;
  const offset = words.take();
  return /^\d+$/.test(offset) ? named + sign * Number(offset) : null;
}

/** `table inet t { chain c { … } }`, as it is printed. */
function readBlock(words: NftWords, steps: NftStep[]): Wrong {
  words.take();
  const place = readPlace(words);
  if (!place.ok) return place.error;
  const table = place.value;
  const at = words.last;
  let comment = '';
  const chains: NftStep[] = [];
  const rules: NftStep[] = [];
  if (words.skip('{')) {
    while (!words.blockEnds()) {
      if (words.skip('comment')) comment = words.take();
      else if (words.skip('chain')) {
        const wrong = readChain(words, table, chains, rules);
        if (wrong !== null) return wrong;
      } else return { why: words.done ? 'end' : 'unknown', what: words.peek() };
    }
  }
  // Chains first: rules may jump to those that come later.
  steps.push({ command: { do: 'add-table', table, comment, fresh: false }, at }, ...chains, ...rules);
  return null;
}

function readChain(words: NftWords, table: NftPlace, chains: NftStep[], rules: NftStep[]): Wrong {
  const chain = words.take();
  const at = words.last;
  let head: Head = { base: null, comment: '' };
  if (!words.skip('{')) return { why: 'value', what: words.peek() };
  while (!words.blockEnds()) {
    if (words.done) return { why: 'end', what: '' };
    const part = readHeadPart(words, head);
    if (!part.ok) return part.error;
    if (part.value !== null) {
      head = part.value;
      continue;
    }
    const rule = parseRule(words);
    if (!rule.ok) return rule.error;
    rules.push({ command: { do: 'add-rule', table, chain, rule: rule.value }, at });
  }
  chains.push({ command: { do: 'add-chain', table, chain, ...head, fresh: false }, at });
  return null;
}
