/**
 * Completion: what may be typed at the cursor, out of the commands' own usage and the World at this instant. Nothing is
 * run and nothing is changed.
 */
import type { World } from '../model/world';
import type { Command } from './command';
import { COMMANDS } from './commands';
import { valueCandidates, type Candidate } from './complete.values';
import { typedLine } from './complete.words';
import { abbreviated, compile, exactly, follow, type Grammar } from './grammar';
import { findNetns, onMachine } from './netns';
import { podNetns } from './pods';

export interface ShellCompletions {
  /** The characters of the line from `from` to `to` are what is replaced. */
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly Candidate[];
}

/** More are of no use to anybody. */
const CANDIDATES_MAX = 200;

/** What may stand at `cursor` of a line typed in the netns of that name. */
export function complete(world: World, netns: string, line: string, cursor = line.length): ShellCompletions {
  const { words, partial, from, redirect } = typedLine(line, cursor);
  if (!world.netns.some((ns) => ns?.name === netns)) return { from, to: cursor, candidates: [] };
  const found = redirect ? valueCandidates(world, netns, 'FILE', partial) : at(world, netns, words, partial);
  const unique = new Map(found.filter(({ text }) => text.startsWith(partial)).map((one) => [one.text, one]));
  return { from, to: cursor, candidates: [...unique.values()].slice(0, CANDIDATES_MAX) };
}

function at(world: World, netns: string, words: readonly string[], partial: string): readonly Candidate[] {
  // An assignment may stand before the command.
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const [name, ...rest] = start < 0 ? [] : words.slice(start);
  if (name === undefined) return commandNames(world, netns);
  const command = COMMANDS.get(name);
  if (command === undefined) return [];
  const inner = innerCommand(world, netns, command, rest);
  if (inner !== null) return at(world, inner.netns, inner.words, partial);
  const { expected, values } = follow(grammarOf(command), rest, sameOf(command));
  const given = { words: rest, values };
  // `ip -n NETNS`: the devices and tables are those over there.
  const option = rest.findIndex((word, index) => word === '-n' && values[index + 1]?.includes('NETNS'));
  const there = option < 0 ? null : findNetns(world, netns, rest[option + 1] ?? '');
  const candidates = expected.flatMap((one) =>
    one.kind === 'word'
      ? [{ text: one.name, about: command.about?.[one.name] ?? '', kind: 'word' }]
      : one.name === 'COMMAND'
        ? commandNames(world, netns)
        : valueCandidates(world, there?.name ?? netns, one.name, partial, given),
  );
  // Options come after what is more likely meant.
  return [...candidates].sort((a, b) => Number(a.text.startsWith('-')) - Number(b.text.startsWith('-')));
}

function commandNames(world: World, netns: string): readonly Candidate[] {
  const machine = onMachine(world, netns);
  return [...COMMANDS.values()]
    .filter(({ onlyOnMachines }) => machine || onlyOnMachines !== true)
    .map(({ kind, summary }) => ({ text: kind, about: summary ?? '', kind: 'command' }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}

interface Inner {
  readonly netns: string;
  readonly words: readonly string[];
}

/** `ip netns exec NETNS COMMAND …`, `kubectl exec POD -- COMMAND …`: a command line within one, in another netns. */
function innerCommand(world: World, netns: string, command: Command, words: readonly string[]): Inner | null {
  const { values } = follow(grammarOf(command), words, sameOf(command));
  const begin = values.findIndex((names) => names.includes('COMMAND'));
  if (begin < 0) return null;
  let target = netns;
  values.slice(0, begin).forEach((names, index) => {
    const word = words[index] ?? '';
    if (names.includes('NETNS')) target = findNetns(world, netns, word)?.name ?? target;
    if (names.includes('POD')) target = podNetns(world, word, 'default')?.name ?? target;
  });
  return { netns: target, words: words.slice(begin) };
}

const grammars = new WeakMap<Command, Grammar>();

export function grammarOf(command: Command): Grammar {
  const known = grammars.get(command);
  if (known !== undefined) return known;
  const made = compile(command.forms ?? command.usage, command.leading);
  grammars.set(command, made);
  return made;
}

const sameOf = ({ abbreviates }: Command) => (abbreviates === true ? abbreviated : exactly);
