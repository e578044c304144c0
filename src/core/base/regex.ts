/**
 * Regular expressions that never take long: all ways through a pattern are followed at once (Thompson 1968), so that the
 * time is length of the text times length of the pattern, whatever somebody typed. JavaScript's own go back and try
 * again, which `(a|a)*b` makes endless.
 *
 * Read is the part of JavaScript's notation in which it agrees with POSIX: characters, `.`, `[…]`, `\` and one
 * character, groups, `|`, `*`, `+`, `?`, `{n,m}`, `^`, `$`, `\b`, `\B`. Found is the leftmost of the longest, as POSIX has it.
 */
import type { Result } from './result';
import { err, ok } from './result';

/** What must fit around a match. */
export type Whole = 'word' | 'line';
/** `size`: repetitions make more of the pattern than is followed. */
export type RegexFault = 'syntax' | 'size';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Regex {
  /** The first match that begins at `from` or later; null when there is none. */
  find(text: string, from?: number): Span | null;
  /** How many groups the pattern has. */
  readonly groupCount: number;
  /** What each group found within a match, null where it had no part in it; of several ways that of the greedy one. */
  groups(text: string, match: Span): readonly (Span | null)[];
}

/** Instructions a pattern may come to. */
const SIZE_MAX = 5000;
/** Repetitions in braces (RE_DUP_MAX). */
const REPEAT_MAX = 32_767;

type Where = '^' | '$' | 'b' | 'B' | 'word-start' | 'word-end';

type Node =
  | { readonly kind: 'char'; readonly fits: (char: string) => boolean }
  | { readonly kind: 'where'; readonly where: Where }
  | { readonly kind: 'row'; readonly parts: readonly Node[] }
  | { readonly kind: 'group'; readonly part: Node; readonly index: number }
  | { readonly kind: 'either'; readonly ways: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number };

type Instruction =
  | { readonly kind: 'char'; readonly fits: (char: string) => boolean }
  | { readonly kind: 'where'; readonly where: Where }
  | { readonly kind: 'split'; ways: readonly number[] }
  /** A border of a group: the first of the two has an even number. */
  | { readonly kind: 'save'; readonly border: number }
  | { readonly kind: 'match' };

export function compileRegex(
  source: string,
  { ignoreCase = false, whole = null }: { readonly ignoreCase?: boolean; readonly whole?: Whole | null } = {},
): Result<Regex, RegexFault> {
  try {
    const reader = new Reader(source, ignoreCase);
    const node = reader.read();
    const program = new Writer().write(around(node, whole));
    return ok({
      find: (text, from = 0) => find(program, text, from),
      groupCount: reader.groups,
      groups: (text, match) => groupsOf(program, text, match, reader.groups),
    });
  } catch (fault) {
    if (fault instanceof Fault) return err(fault.code);
    throw fault;
  }
}

class Fault extends Error {
  constructor(readonly code: RegexFault) {
    super(code);
  }
}

function around(node: Node, whole: Whole | null): Node {
  if (whole === null) return node;
  const [before, behind]: readonly [Where, Where] =
    whole === 'line' ? ['^', '$'] : ['word-start', 'word-end'];
  return {
    kind: 'row',
    parts: [{ kind: 'where', where: before }, node, { kind: 'where', where: behind }],
  };
}

class Reader {
  private at = 0;
  /** Groups begun so far. */
  groups = 0;
  constructor(
    private readonly source: string,
    private readonly ignoreCase: boolean,
  ) {}

  read(): Node {
    const node = this.either();
    if (this.at < this.source.length) throw new Fault('syntax');
    return node;
  }

  private get next(): string {
    return this.source.charAt(this.at);
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private either(): Node {
    const ways = [this.row()];
    while (this.take('|')) ways.push(this.row());
    return ways.length === 1 && ways[0] !== undefined ? ways[0] : { kind: 'either', ways };
  }

  private row(): Node {
    const parts: Node[] = [];
    while (this.at < this.source.length && this.next !== '|' && this.next !== ')') {
      parts.push(this.repeated(this.atom()));
    }
    return { kind: 'row', parts };
  }

  private repeated(part: Node): Node {
    let node = part;
    for (;;) {
      const braces = /^\{(\d*)(,?)(\d*)\}/.exec(this.source.slice(this.at, this.at + 16));
      if (this.take('*')) node = { kind: 'repeat', part: node, min: 0, max: Infinity };
      else if (this.take('+')) node = { kind: 'repeat', part: node, min: 1, max: Infinity };
      else if (this.take('?')) node = { kind: 'repeat', part: node, min: 0, max: 1 };
      else if (braces !== null) {
        const [all, low = '', comma, high = ''] = braces;
        const min = Number(low);
        const max = comma === '' ? min : high === '' ? Infinity : Number(high);
        if ((low === '' && comma === '') || max < min) throw new Fault('syntax');
        if (min > REPEAT_MAX || (max !== Infinity && max > REPEAT_MAX)) throw new Fault('size');
        this.at += all.length;
        node = { kind: 'repeat', part: node, min, max };
      } else return node;
    }
  }

  private atom(): Node {
    const counted = !this.source.startsWith('(?:', this.at);
    if (this.take('(?:') || this.take('(')) {
      const index = counted ? this.groups++ : 0;
      const inner = this.either();
      if (!this.take(')')) throw new Fault('syntax');
      return counted ? { kind: 'group', part: inner, index } : inner;
    }
    const place = /^(\^|\$|\\b|\\B)/.exec(this.source.slice(this.at, this.at + 2))?.[0];
    if (place !== undefined) {
      this.at += place.length;
      return { kind: 'where', where: place.replace('\\', '') as Where };
    }
    if (/[*+?]/.test(this.next)) throw new Fault('syntax');
    const text = this.one();
    this.at += text.length;
    if (text === '.') return { kind: 'char', fits: () => true };
    if (text.length > 1) return { kind: 'char', fits: fitsClass(text, this.ignoreCase) };
    const wanted = this.ignoreCase ? text.toLowerCase() : text;
    const { ignoreCase } = this;
    return { kind: 'char', fits: (char) => (ignoreCase ? char.toLowerCase() : char) === wanted };
  }

  /** The text of what stands for one character. */
  private one(): string {
    const rest = this.source.slice(this.at);
    const found = /^(\[\^?(?:\\[^]|[^\]\\])*\]|\\x[0-9a-f]{2}|\\[^]|[^])/.exec(rest)?.[0] ?? '';
    if (found === '[' || found === '\\' || found === '') throw new Fault('syntax');
    return found;
  }
}

/** A class is asked of one character at a time, where JavaScript's own cannot take long; the answers are kept. */
function fitsClass(text: string, ignoreCase: boolean): (char: string) => boolean {
  let own: RegExp;
  try {
    own = new RegExp(`^${text}$`, ignoreCase ? 'i' : '');
  } catch {
    throw new Fault('syntax');
  }
  const known = new Map<string, boolean>();
  return (char) => {
    let answer = known.get(char);
    if (answer === undefined) known.set(char, (answer = own.test(char)));
    return answer;
  };
}

class Writer {
  private readonly program: Instruction[] = [];

  write(node: Node): readonly Instruction[] {
    this.put(node);
    this.add({ kind: 'match' });
    return this.program;
  }

  private add(instruction: Instruction): number {
    if (this.program.length >= SIZE_MAX) throw new Fault('size');
    return this.program.push(instruction) - 1;
  }

  private put(node: Node): void {
    switch (node.kind) {
      case 'char':
      case 'where':
        this.add(node);
        return;
      case 'group':
        this.add({ kind: 'save', border: 2 * node.index });
        this.put(node.part);
        this.add({ kind: 'save', border: 2 * node.index + 1 });
        return;
      case 'row':
        for (const part of node.parts) this.put(part);
        return;
      case 'either': {
        const split = { kind: 'split' as const, ways: [] as readonly number[] };
        this.add(split);
        const ends: { kind: 'split'; ways: readonly number[] }[] = [];
        for (const way of node.ways) {
          split.ways = [...split.ways, this.program.length];
          this.put(way);
          const end = { kind: 'split' as const, ways: [] as readonly number[] };
          ends.push(end);
          this.add(end);
        }
        for (const end of ends) end.ways = [this.program.length];
        return;
      }
      case 'repeat':
        this.repeat(node.part, node.min, node.max);
    }
  }

  private repeat(part: Node, min: number, max: number): void {
    for (let i = 0; i < min; i += 1) this.put(part);
    if (max === Infinity) {
      const split = { kind: 'split' as const, ways: [] as readonly number[] };
      const start = this.add(split);
      this.put(part);
      this.add({ kind: 'split', ways: [start] });
      split.ways = [start + 1, this.program.length];
      return;
    }
    const splits: { kind: 'split'; ways: readonly number[] }[] = [];
    for (let i = min; i < max; i += 1) {
      const split = { kind: 'split' as const, ways: [] as readonly number[] };
      splits.push(split);
      const start = this.add(split);
      split.ways = [start + 1];
      this.put(part);
    }
    for (const split of splits) split.ways = [...split.ways, this.program.length];
  }
}

/** Where each way through the pattern stands, and where in the text it began; ways that began earlier stand first. */
interface Ways {
  readonly places: number[];
  readonly starts: number[];
}

function find(program: readonly Instruction[], text: string, from: number): Span | null {
  let now: Ways = { places: [], starts: [] };
  let best: Span | null = null;
  const seen = new Int32Array(program.length).fill(-1);
  for (let at = from; at <= text.length; at += 1) {
    const next: Ways = { places: [], starts: [] };
    // A match that began earlier wins over all that begins now.
    if (best === null) follow(program, text, at, 0, at, now, seen);
    for (const [index, place] of now.places.entries()) {
      const start = now.starts[index] ?? at;
      if (best !== null && start > best.start) break;
      const instruction = program[place];
      if (instruction?.kind === 'match') best = { start, end: at };
      else if (instruction?.kind === 'char' && at < text.length && instruction.fits(text.charAt(at))) {
        follow(program, text, at + 1, place + 1, start, next, seen);
      }
    }
    if (next.places.length === 0 && best !== null) return best;
    now = next;
  }
  return best;
}

/** Adds the instruction at `place` to the ways, or what it leads to without a character. */
function follow(
  program: readonly Instruction[],
  text: string,
  at: number,
  place: number,
  start: number,
  ways: Ways,
  seen: Int32Array,
): void {
  const open = [place];
  for (let now = open.pop(); now !== undefined; now = open.pop()) {
    if (seen[now] === at) continue;
    seen[now] = at;
    const instruction = program[now];
    if (instruction?.kind === 'split') {
      for (let i = instruction.ways.length - 1; i >= 0; i -= 1) open.push(instruction.ways[i] ?? 0);
    } else if (instruction?.kind === 'where') {
      if (holds(instruction.where, text, at)) open.push(now + 1);
    } else if (instruction?.kind === 'save') open.push(now + 1);
    else {
      ways.places.push(now);
      ways.starts.push(start);
    }
  }
}

/** A way through the pattern and the borders of groups it has passed. */
interface Way {
  readonly place: number;
  readonly borders: readonly number[];
}

/** The first way, in the order of preference, that fits a match exactly. */
function groupsOf(
  program: readonly Instruction[],
  text: string,
  { start, end }: Span,
  count: number,
): readonly (Span | null)[] {
  let now: readonly Way[] = [{ place: 0, borders: [] }];
  for (let at = start; at <= end; at += 1) {
    const ways = settled(program, text, at, now);
    if (at === end) {
      const { borders = [] } = ways.find(({ place }) => program[place]?.kind === 'match') ?? {};
      return Array.from({ length: count }, (_, index) => {
        const [from, to] = [borders[2 * index], borders[2 * index + 1]];
        return from === undefined || to === undefined ? null : { start: from, end: to };
      });
    }
    now = ways.flatMap(({ place, borders }) => {
      const instruction = program[place];
      const fits = instruction?.kind === 'char' && instruction.fits(text.charAt(at));
      return fits ? [{ place: place + 1, borders }] : [];
    });
  }
  return [];
}

/** Where ways stand once all that takes no character is done; of two that meet the preferred one goes on. */
function settled(
  program: readonly Instruction[],
  text: string,
  at: number,
  ways: readonly Way[],
): readonly Way[] {
  const seen = new Set<number>();
  const done: Way[] = [];
  const open = [...ways].reverse();
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const { place, borders } = way;
    if (seen.has(place)) continue;
    seen.add(place);
    const instruction = program[place];
    if (instruction?.kind === 'split') {
      for (const next of [...instruction.ways].reverse()) open.push({ place: next, borders });
    } else if (instruction?.kind === 'save') {
      const passed = [...borders];
      passed[instruction.border] = at;
      open.push({ place: place + 1, borders: passed });
    } else if (instruction?.kind === 'where') {
      if (holds(instruction.where, text, at)) open.push({ place: place + 1, borders });
    } else done.push(way);
  }
  return done;
}

function holds(where: Where, text: string, at: number): boolean {
  const before = /\w/.test(text.charAt(at - 1));
  const behind = /\w/.test(text.charAt(at));
  switch (where) {
    case '^':
      return at === 0;
    case '$':
      return at === text.length;
    case 'b':
      return before !== behind;
    case 'B':
      return before === behind;
    case 'word-start':
      return !before;
    case 'word-end':
      return !behind;
  }
}
