/**
 * The notation of man pages as a grammar, so that a command's usage is the one description that its help, its completion
 * and its colours come from.
 *
 * - `lower`, `-c`: stands for itself; `[no]learning` is two words
 * - `UPPER`: a value; what it is follows from its name (`DEV`, `ADDR`, …)
 * - `[ x ]`: may be left out; several side by side stand in any order, as tools read options
 * - `{ a | b }`: one of them; `...` after something: any number of it
 * - `, TYPE := { a | b }` at the end of a line: what `TYPE` stands for
 */

/** What may come next: a word that stands for itself, or a value of a kind. */
export interface Expected {
  readonly kind: 'word' | 'value';
  /** The word, or the name of the value. */
  readonly name: string;
}

interface Edge {
  readonly to: number;
  /** Null: taken without a word. */
  readonly label: Expected | null;
}

/** Usage lines of one command, compiled. */
export interface Grammar {
  /** State 0 is where the command's arguments begin. */
  readonly edges: readonly (readonly Edge[])[];
}

type Node =
  | { readonly kind: 'label'; readonly label: Expected }
  | { readonly kind: 'all' | 'one'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly part: Node };

/** `lines` begin with the name of the command; `leading` are options that may stand right after it. */
export function compile(lines: readonly string[], leading = ''): Grammar {
  const edges: Edge[][] = [[]];
  for (const line of lines) {
    const { form, names } = definitions(line);
    const [, ...words] = tokens(form);
    const node = read([...tokens(leading), ...words], names);
    build(edges, 0, node);
  }
  return { edges };
}

function definitions(line: string): { form: string; names: ReadonlyMap<string, string> } {
  const [form = '', ...rest] = line.split(/, (?=[A-Z-]+ := )/);
  const names = new Map(rest.map((part) => part.split(' := ', 2) as [string, string]));
  return { form, names };
}

function tokens(text: string): string[] {
  return text
    .replace(/\[no\](\w+)/g, '{ $1 | no$1 }')
    .replace(/\.\.\./g, ' ... ')
    .split(/\s+|(?<=[[\]{}|])|(?=[[\]{}|])/)
    .filter((word) => word !== '');
}

function read(words: readonly string[], names: ReadonlyMap<string, string>): Node {
  let at = 0;
  const alternatives = (): Node => {
    const choices: Node[] = [];
    let parts: Node[] = [];
    const add = (node: Node): void => void parts.push(node);
    for (; at < words.length; at += 1) {
      const word = words[at] ?? '';
      if (word === ']' || word === '}') break;
      if (word === '|') {
        choices.push({ kind: 'all', parts });
        parts = [];
      } else if (word === '...') {
        const last = parts.pop();
        if (last !== undefined) add({ kind: 'all', parts: [last, { kind: 'any', part: last }] });
      } else if (word === '[' || word === '{') {
        at += 1;
        const inner = alternatives();
        add(word === '[' ? { kind: 'any', part: inner } : inner);
      } else {
        const defined = names.get(word);
        add(defined === undefined ? leaf(word) : read(tokens(defined), names));
      }
    }
    choices.push({ kind: 'all', parts });
    return { kind: 'one', parts: choices };
  };
  return alternatives();
}

function leaf(word: string): Node {
  const isValue = /^[A-Z]/.test(word);
  return { kind: 'label', label: { kind: isValue ? 'value' : 'word', name: word } };
}

/** Adds the edges of `node` from state `from` on; answers the state behind it. */
function build(edges: Edge[][], from: number, node: Node): number {
  const fresh = (): number => edges.push([]) - 1;
  const link = (a: number, b: number): void => void edges[a]?.push({ to: b, label: null });
  switch (node.kind) {
    case 'label': {
      const to = fresh();
      edges[from]?.push({ to, label: node.label });
      return to;
    }
    case 'one': {
      const end = fresh();
      for (const part of node.parts) link(build(edges, from, part), end);
      return end;
    }
    case 'any':
    case 'all': {
      const parts = node.kind === 'all' ? node.parts : [node];
      let at = from;
      for (let i = 0; i < parts.length; i += 1) {
        const part = parts[i];
        if (part === undefined) continue;
        if (part.kind !== 'any') {
          at = build(edges, at, part);
          continue;
        }
        // All the optional parts that stand side by side lead back to where they begin.
        const hub = fresh();
        link(at, hub);
        for (let next = parts[i]; next?.kind === 'any'; next = parts[(i += 1)]) {
          link(build(edges, hub, next.part), hub);
        }
        i -= 1;
        at = fresh();
        link(hub, at);
      }
      return at;
    }
  }
}

/** Whether a word that was typed is the word of the grammar. */
export type Same = (typed: string, word: string) => boolean;

export const exactly: Same = (typed, word) => typed === word;
/** iproute2 takes any beginning of a keyword. */
export const abbreviated: Same = (typed, word) => typed !== '' && word.startsWith(typed);

/** What a step through the grammar found: what may come next, and how the words before were understood. */
export interface Followed {
  readonly expected: readonly Expected[];
  /** For each word the names of the values it may be, empty for words that stand for themselves. */
  readonly values: readonly (readonly string[])[];
}

/** Follows `words` through the grammar. A word nobody expects is passed over when it is an option. */
export function follow({ edges }: Grammar, words: readonly string[], same: Same = exactly): Followed {
  let states = closure(edges, [0]);
  const values: string[][] = [];
  for (const word of words) {
    const next: number[] = [];
    const seen: string[] = [];
    const labelled = states.flatMap((state) => edges[state] ?? []).filter(({ label }) => label !== null);
    const literal = labelled.filter(({ label }) => label?.kind === 'word' && same(word, label.name));
    const exact = literal.filter(({ label }) => label?.name === word);
    const byName = exact.length > 0 ? exact : literal;
    for (const { to } of byName) next.push(to);
    if (byName.length === 0 || !word.startsWith('-')) {
      for (const { to, label } of labelled) {
        // A value is anything but an option; a keyword that was spelt out is no value.
        if (label?.kind !== 'value' || word.startsWith('-') || exact.length > 0) continue;
        next.push(to);
        seen.push(label.name);
      }
    }
    values.push([...new Set(seen)]);
    if (next.length > 0) states = closure(edges, next);
    else if (!word.startsWith('-')) return { expected: [], values };
  }
  const expected = new Map<string, Expected>();
  for (const state of states) {
    for (const { label } of edges[state] ?? []) if (label !== null) expected.set(label.name, label);
  }
  return { expected: [...expected.values()], values };
}

function closure(edges: readonly (readonly Edge[])[], from: readonly number[]): number[] {
  const found = new Set(from);
  for (const state of found) {
    for (const { to, label } of edges[state] ?? []) if (label === null) found.add(to);
  }
  return [...found];
}
