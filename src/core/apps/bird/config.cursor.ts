/** Reading words one after the other; a fault ends it all. */
import { parseIpv4, networkOf, type Cidr4, type Ipv4Addr } from '../../wire/addr';
import { need } from '../../base/assert';
import type { ConfigError } from '../../model/bird.config';
import type { Token } from './config.token';

/** Thrown inside the parser only; `parseConfig` makes a result of it. */
export class ConfigFault extends Error {
  constructor(readonly fault: ConfigError) {
    super(fault.text);
  }
}

export interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  /** How deep in braces and brackets. */
  depth: number;
  /** Operators of the expression being read, and arms of the cases around it: a tree leans on each of them. */
  links: number;
}

/** Deeper than any filter that was ever written. */
const DEPTH_MAX = 24;

/** Reads what may contain itself. */
export function nested<T>(c: Cursor, read: () => T): T {
  if (c.depth >= DEPTH_MAX) fail(peek(c));
  c.depth += 1;
  const found = read();
  c.depth -= 1;
  return found;
}

/** Whoever walks the tree goes as deep. */
const LINKS_MAX = 256;

/** One more operator, or one more arm. */
export function link(c: Cursor): void {
  c.links += 1;
  if (c.links > LINKS_MAX) fail(peek(c), 'Too long an expression for this lab');
}

/** Reads what the rest of the tree does not lean on. */
export function apart<T>(c: Cursor, read: () => T): T {
  const { links } = c;
  const found = read();
  c.links = links;
  return found;
}

export function peek(c: Cursor, ahead = 0): Token {
  return need(c.tokens[Math.min(c.at + ahead, c.tokens.length - 1)], 'the token of the end');
}

export function fail(token: Token, text = 'syntax error'): never {
  const { file, line, column } = token;
  throw new ConfigFault({ file, line, column, text });
}

export function next(c: Cursor): Token {
  const token = peek(c);
  c.at += 1;
  return token;
}

/** Takes a word or mark when it comes next. */
export function take(c: Cursor, text: string): boolean {
  const token = peek(c);
  if (token.kind === 'string' || token.text !== text || token.kind === 'end') return false;
  c.at += 1;
  return true;
}

export function expect(c: Cursor, text: string): void {
  if (!take(c, text)) fail(peek(c));
}

export function expectWord(c: Cursor): string {
  return peek(c).kind === 'word' ? next(c).text : fail(peek(c));
}

export function expectString(c: Cursor): string {
  return peek(c).kind === 'string' ? next(c).text : fail(peek(c));
}

export function expectNumber(c: Cursor): number {
  return peek(c).kind === 'number' ? Number(next(c).text) : fail(peek(c));
}

export function expectIp(c: Cursor): Ipv4Addr {
  const token = peek(c);
  const parsed = token.kind === 'ip' ? parseIpv4(token.text) : null;
  if (parsed?.ok !== true) return fail(token);
  c.at += 1;
  return parsed.value;
}

/** A router or cluster id: an address or a number. */
export function expectId(c: Cursor): Ipv4Addr {
  return peek(c).kind === 'number' ? (expectNumber(c) as Ipv4Addr) : expectIp(c);
}

export function expectPrefix(c: Cursor): Cidr4 {
  const addr = expectIp(c);
  expect(c, '/');
  const token = peek(c);
  const len = expectNumber(c);
  if (len > 32) fail(token, `Invalid prefix length ${String(len)}`);
  if (networkOf(addr, len) !== addr) fail(token, 'Invalid prefix');
  return { addr, len };
}

/** A number within bounds; `refused`: what BIRD says of others. */
export function expectWithin(c: Cursor, from: number, to: number, refused: string): number {
  const token = peek(c);
  const number = expectNumber(c);
  return number < from || number > to ? fail(token, refused) : number;
}

/** `on`, `off`, nothing for on. */
export function takeSwitch(c: Cursor): boolean {
  if (take(c, 'on') || take(c, 'yes')) return true;
  if (take(c, 'off') || take(c, 'no')) return false;
  if (peek(c).text === ';' || peek(c).text === '}') return true;
  return expectNumber(c) !== 0;
}
