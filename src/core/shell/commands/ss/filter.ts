/** Which sockets `ss` shows: states, addresses and ports. Source: iproute2 6.1 misc/ss.c scan_state, ssfilter.y; ss(8). */
import { inCidr, parseCidr4, parseIpv4, type Cidr4, type Ipv4Addr } from '../../../wire/addr';
import type { SocketRow } from './sockets';

type StateName = string;

/** All of them, in the words of `state`; those of UDP are established or closed. */
const STATES: readonly StateName[] = [
  ...['established', 'syn-sent', 'syn-recv', 'fin-wait-1', 'fin-wait-2', 'time-wait', 'closed', 'close-wait'],
  ...['last-ack', 'listening', 'closing'],
];

/** As a row has it. */
const ROW_STATES: Readonly<Record<string, StateName>> = {
  ESTAB: 'established',
  UNCONN: 'closed',
  LISTEN: 'listening',
};

const BUCKETS: readonly StateName[] = ['syn-recv', 'time-wait'];

/** Other words for one or several states. */
const GROUPS: Readonly<Record<string, readonly StateName[]>> = {
  all: STATES,
  connected: STATES.filter((name) => name !== 'closed' && name !== 'listening'),
  synchronized: STATES.filter((name) => !['closed', 'listening', 'syn-sent'].includes(name)),
  bucket: BUCKETS,
  big: STATES.filter((name) => !BUCKETS.includes(name)),
  unconnected: ['closed'],
  listen: ['listening'],
  close: ['closed'],
};

export function stateOf({ state }: SocketRow): StateName {
  return ROW_STATES[state] ?? state.toLowerCase();
}

/** Null for what is the name of no state. */
export function statesOf(word: string): readonly StateName[] | null {
  const name = word.toLowerCase();
  return STATES.includes(name) ? [name] : Object.hasOwn(GROUPS, name) ? (GROUPS[name] ?? null) : null;
}

export interface Selection {
  /** Null where no state was named. */
  readonly states: readonly StateName[] | null;
  readonly test: (row: SocketRow) => boolean;
}

/** `state` and `exclude` first, then the expression. A text is what ss says of a wrong state; null is beyond this reading. */
export function readSelection(words: readonly string[]): Selection | string | null {
  let states: readonly StateName[] | null = null;
  let at = 0;
  for (; ['state', 'exclude', 'excl'].includes(words[at] ?? ''); at += 2) {
    const named = statesOf(words[at + 1] ?? '');
    if (named === null) return `ss: wrong state name: ${words[at + 1] ?? ''}`;
    const before: readonly StateName[] = states ?? (words[at] === 'state' ? [] : STATES);
    states =
      words[at] === 'state'
        ? [...new Set([...before, ...named])]
        : before.filter((name) => !named.includes(name));
  }
  const text = words.slice(at).join(' ');
  const tokens = text.match(/!=|[<>]=?|==?|&&?|\|\|?|[()!]|[^\s()<>=!&|]+/g) ?? [];
  const test = tokens.length === 0 ? () => true : new Expression(tokens).whole();
  return test === null ? null : { states, test };
}

type Test = (row: SocketRow) => boolean;

/** Deepest nesting, so that no expression exhausts the stack. */
const DEPTH_MAX = 50;

const COMPARE: Readonly<Record<string, (port: number, to: number) => boolean>> = {
  '=': (port, to) => port === to,
  '!=': (port, to) => port !== to,
  '>': (port, to) => port > to,
  '<': (port, to) => port < to,
  '>=': (port, to) => port >= to,
  '<=': (port, to) => port <= to,
};
const WORDS: Readonly<Record<string, string>> = {
  ...{ '==': '=', eq: '=', ne: '!=', neq: '!=', gt: '>', lt: '<', ge: '>=', geq: '>=', le: '<=', leq: '<=' },
};

class Expression {
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  whole(): Test | null {
    const test = this.either();
    return test === null || this.at < this.tokens.length ? null : test;
  }

  private take(...wanted: readonly string[]): boolean {
    if (!wanted.includes(this.tokens[this.at] ?? '')) return false;
    this.at += 1;
    return true;
  }

  private either(): Test | null {
    const tests: Test[] = [];
    do {
      const test = this.both();
      if (test === null) return null;
      tests.push(test);
    } while (this.take('or', '|', '||'));
    return (row) => tests.some((test) => test(row));
  }

  /** `and` may be left out. */
  private both(): Test | null {
    const tests: Test[] = [];
    do {
      this.take(...(tests.length === 0 ? [] : ['and', '&', '&&']));
      const test = this.one();
      if (test === null) return null;
      tests.push(test);
    } while (this.at < this.tokens.length && !this.ends());
    return (row) => tests.every((test) => test(row));
  }

  private ends(): boolean {
    return ['or', '|', '||', ')'].includes(this.tokens[this.at] ?? '');
  }

  private one(): Test | null {
    if (this.depth >= DEPTH_MAX) return null;
    this.depth += 1;
    const test = this.term();
    this.depth -= 1;
    return test;
  }

  private term(): Test | null {
    if (this.take('not', '!')) {
      const test = this.one();
      return test && ((row) => !test(row));
    }
    if (this.take('(')) {
      const test = this.either();
      return this.take(')') ? test : null;
    }
    if (this.take('sport')) return this.port(({ localPort }) => localPort);
    if (this.take('dport')) return this.port(({ remotePort }) => remotePort);
    if (this.take('src')) return this.host(({ local, localPort }) => [local, localPort]);
    if (this.take('dst')) return this.host(({ remote, remotePort }) => [remote, remotePort]);
    return null;
  }

  private port(of: (row: SocketRow) => number): Test | null {
    const word = this.tokens[this.at] ?? '';
    const name = WORDS[word] ?? word;
    const compare = Object.hasOwn(COMPARE, name) ? COMPARE[name] : undefined;
    if (compare !== undefined) this.at += 1;
    const port = portOf(this.tokens[this.at]);
    if (port === null) return null;
    this.at += 1;
    return (row) => (compare ?? Object.is)(of(row), port);
  }

  /** `10.0.0.0/8`, `10.0.0.1:80`, `:80`. */
  private host(of: (row: SocketRow) => readonly [Ipv4Addr, number]): Test | null {
    this.take('=', '==', 'eq');
    const word = this.tokens[this.at] ?? '';
    const [, address = '', portWord] = /^([^:]*)(?::(.*))?$/.exec(word) ?? [];
    const net = address === '' || address === '*' ? null : prefixOf(address);
    const port = portWord === undefined || portWord === '*' || portWord === '' ? 0 : portOf(portWord);
    if (word === '' || net === 'bad' || port === null) return null;
    this.at += 1;
    return (row) => {
      const [addr, its] = of(row);
      return (net === null || inCidr(addr, net)) && (port === 0 || its === port);
    };
  }
}

function portOf(word: string | undefined): number | null {
  const match = /^:?(\d{1,5})$/.exec(word ?? '');
  const port = Number(match?.[1] ?? NaN);
  return port <= 0xffff ? port : null;
}

function prefixOf(word: string): Cidr4 | 'bad' {
  const addr = parseIpv4(word);
  if (addr.ok) return { addr: addr.value, len: 32 };
  const net = parseCidr4(word);
  return net.ok ? net.value : 'bad';
}
