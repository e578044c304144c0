/**
 * The resolver of the C library, as far as it talks to DNS servers: what getaddrinfo(3) and getnameinfo(3) do once the files
 * have no answer. A process drives it with its own wakes. Source: glibc 2.36 resolv/res_send.c, res_query.c.
 */
import { nextBelow } from '../base/prng';
import { closeSocket, readSocket } from '../kernel/sock/table';
import { udpConnect, udpSend } from '../kernel/sock/udp';
import type { Wake } from '../model/process';
import type { SocketItem } from '../model/socket';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4 } from '../wire/addr';
import { emitDns, parseDns, type DnsMessage } from '../wire/dns';
import { DNS_PORT } from '../wire/ports';
import { dnsQuestion } from '../wire/dns.question';
import { DNS_TYPES, RCODE_NOERROR, RCODE_NXDOMAIN, RCODE_SERVFAIL } from '../wire/dns.types';
import type { ProcessIo } from './app';
import { answered, type LookupResult } from './resolver.answer';
import { isAbsolute, searchOrder, type ResolverConfig } from './resolver.names';
import { HOST_TIMER, NAME_TIMER } from './resolver.timers';

const NS_PER_SEC = 1_000_000_000;
/** Why a name of the list was none; `refused`: no server has answered at all. */
type Miss = 'noname' | 'nodata' | 'servfail' | 'again' | 'refused';

/** A look-up under way: plain data in the state of the process. */
export interface Lookup {
  readonly config: ResolverConfig;
  readonly name: string;
  /** Types asked for at once. */
  readonly types: readonly number[];
  /** Absolute names to try, in order. */
  readonly candidates: readonly string[];
  readonly at: number;
  /** Times the present candidate has been asked about, all servers counted. */
  readonly round: number;
  /** The socket towards each server, 0 where there is none. One candidate, one set of sockets. */
  readonly sockets: readonly number[];
  /** Of the query for each type. */
  readonly ids: readonly number[];
  /** Of the present round; null as long as there is none. */
  readonly answers: readonly (DnsMessage | null)[];
  /** Some server said something, or said nothing in time. */
  readonly reached: boolean;
  /** Misses so far, of the candidates before. */
  readonly misses: readonly Miss[];
  /** Counts the waits, so that a timer knows whether it is still the present one. */
  readonly waits: number;
  readonly result: LookupResult | null;
}

/** Asks for the IPv4 address of a host; for IPv6 addresses as well, as everybody does who does not say `-4`. */
export function lookupHost(config: ResolverConfig, name: string, ipv4Only: boolean): Lookup {
  const types = ipv4Only ? [DNS_TYPES.A] : [DNS_TYPES.A, DNS_TYPES.AAAA];
  return fresh(config, name, types, searchOrder(config, name));
}

/** Asks for one type alone. */
export function lookupType(config: ResolverConfig, name: string, type: number): Lookup {
  return fresh(config, name, [type], searchOrder(config, name));
}

/** Asks for the name of an address. */
export function lookupName(config: ResolverConfig, addr: Ipv4Addr): Lookup {
  const name = reverseName(addr);
  return fresh(config, name, [DNS_TYPES.PTR], [name]);
}

/** `2.1.244.10.in-addr.arpa.` */
export function reverseName(addr: Ipv4Addr): string {
  return `${[addr & 0xff, (addr >>> 8) & 0xff, (addr >>> 16) & 0xff, addr >>> 24].join('.')}.in-addr.arpa.`;
}

function fresh(
  config: ResolverConfig,
  name: string,
  types: readonly number[],
  candidates: readonly string[],
): Lookup {
  return {
    ...{ config, name, types, candidates },
    ...{ at: -1, round: 0, sockets: [], ids: [], answers: [], reached: false },
    ...{ misses: [], waits: 0, result: null },
  };
}

export function beginLookup(io: ProcessIo, lookup: Lookup): Lookup {
  return nextCandidate(io, lookup, 0);
}

/** Goes on with a wake of the process; the result is there when it is over. */
export function continueLookup(io: ProcessIo, lookup: Lookup, wake: Wake): Lookup {
  let next = lookup;
  if (wake.reason === 'timer') return wake.timer === timerOf(lookup) ? timedOut(io, lookup) : lookup;
  if (wake.reason !== 'socket' || !lookup.sockets.includes(wake.socket)) return lookup;
  for (let item = readSocket(io.ctx, io.ns, wake.socket); item !== null;) {
    next = heard(io, next, wake.socket, item);
    if (next.result !== null || !next.sockets.includes(wake.socket)) return next;
    item = readSocket(io.ctx, io.ns, wake.socket);
  }
  return next;
}

function timerOf({ types, waits }: Lookup): string {
  return `${types[0] === DNS_TYPES.PTR ? NAME_TIMER : HOST_TIMER}${String(waits)}`;
}

function nextCandidate(io: ProcessIo, lookup: Lookup, at: number): Lookup {
  const closed = closeAll(io, lookup);
  if (at >= lookup.candidates.length) return { ...closed, result: verdictOf(closed) };
  const ids = lookup.types.map(() => nextBelow(io.ctx.random(io.ns.id, 'dns.id'), 0x1_0000));
  const sockets = lookup.config.servers.map(() => 0);
  return ask(io, { ...closed, at, round: 0, ids, sockets, reached: false });
}

/** One round: the present server is asked for every type. */
function ask(io: ProcessIo, lookup: Lookup): Lookup {
  const { config, round, types, ids, candidates, at } = lookup;
  const count = config.servers.length;
  if (round >= config.attempts * count) return missed(io, lookup, lookup.reached ? 'again' : 'refused');
  const server = round % count;
  const to = config.servers[server] ?? ANY_IPV4;
  let socket = lookup.sockets[server] ?? 0;
  if (socket === 0) {
    const opened = udpConnect(io.ctx, io.ns, { pid: io.pid, local: ANY_IPV4, port: 0 }, to, DNS_PORT);
    if (typeof opened !== 'number') return ask(io, { ...lookup, round: round + 1 });
    socket = opened;
  }
  const next = {
    ...lookup,
    sockets: lookup.sockets.map((one, i) => (i === server ? socket : one)),
    answers: types.map(() => null),
    waits: lookup.waits + 1,
  };
  for (const [i, type] of types.entries()) {
    const query = emitDns(dnsQuestion(ids[i] ?? 0, candidates[at] ?? '.', type));
    if (udpSend(io.ctx, io.ns, socket, to, DNS_PORT, query) !== null) return nextServer(io, next, socket);
  }
  io.after(timerOf(next), patienceSec(config, server) * NS_PER_SEC);
  return next;
}

/** Source: res_send.c send_dg: later servers share a time that doubles with each. */
function patienceSec({ timeoutSec, servers }: ResolverConfig, server: number): number {
  const shared = server === 0 ? timeoutSec : Math.floor((timeoutSec * 2 ** server) / servers.length);
  return Math.max(1, shared);
}

/** The next round, with a socket of its own where this one is of no use any more. */
function nextServer(io: ProcessIo, lookup: Lookup, unusable: number): Lookup {
  if (unusable !== 0) closeSocket(io.ctx, io.ns, unusable);
  const sockets = lookup.sockets.map((one) => (one === unusable ? 0 : one));
  return ask(io, { ...lookup, sockets, round: lookup.round + 1 });
}

function timedOut(io: ProcessIo, lookup: Lookup): Lookup {
  const some = lookup.answers.some((answer) => answer !== null && isUseful(answer));
  return some ? weighed(io, lookup) : nextServer(io, { ...lookup, reached: true }, 0);
}

function heard(io: ProcessIo, lookup: Lookup, socket: number, item: SocketItem): Lookup {
  if (item.kind === 'error') return nextServer(io, lookup, socket);
  if (item.kind !== 'data') return lookup;
  const read = parseDns(item.payload, 0, item.payload.length);
  const place = read.ok ? lookup.ids.indexOf(read.value.id) : -1;
  // Somebody else's answer is none.
  if (!read.ok || !read.value.response || place < 0) return lookup;
  const answers = lookup.answers.map((one, i) => (i === place ? read.value : one));
  const next = { ...lookup, answers, reached: true };
  return answers.includes(null) ? next : weighed(io, next);
}

/** Whether a server has dealt with the question; any other one may know better. */
function isUseful({ rcode, answers, additional, authoritative, recursionAvailable }: DnsMessage): boolean {
  if (rcode !== RCODE_NOERROR) return rcode === RCODE_NXDOMAIN;
  // A server that only sends elsewhere is of no use to somebody who asks once.
  return answers.length > 0 || authoritative || recursionAvailable || additional.length > 0;
}

/** All that will come has come. */
function weighed(io: ProcessIo, lookup: Lookup): Lookup {
  const useful = lookup.answers.filter((one) => one !== null).filter(isUseful);
  if (useful.length === 0) {
    const last = lookup.round + 1 >= lookup.config.attempts * lookup.config.servers.length;
    const failed = lookup.answers.some((one) => one?.rcode === RCODE_SERVFAIL);
    if (last && failed) return missed(io, lookup, 'servfail');
    // Pairs of questions keep their socket, single ones do not.
    const [single] = lookup.types.length === 1 ? lookup.sockets.filter((one) => one !== 0) : [0];
    return nextServer(io, lookup, single ?? 0);
  }
  const found = answered(lookup.candidates[lookup.at] ?? '', useful);
  if (found !== null) return { ...closeAll(io, lookup), result: found };
  return missed(io, lookup, useful.some(({ rcode }) => rcode === RCODE_NOERROR) ? 'nodata' : 'noname');
}

/** Source: res_query.c __res_context_search. */
function missed(io: ProcessIo, lookup: Lookup, miss: Miss): Lookup {
  const next = { ...lookup, misses: [...lookup.misses, miss] };
  const { candidates, at, name } = lookup;
  const asItIs = candidates[at] === absolute(name);
  const later = at + 1;
  if (asItIs || miss === 'noname' || miss === 'nodata' || miss === 'servfail') {
    return nextCandidate(io, next, later);
  }
  if (miss === 'refused') return { ...closeAll(io, next), result: { kind: 'failed', why: 'again' } };
  // Nobody answers: the rest of the search list is left out, the name as it stands is not.
  const last = candidates.length - 1;
  return nextCandidate(io, next, candidates[last] === absolute(name) && last > at ? last : candidates.length);
}

function absolute(name: string): string {
  return isAbsolute(name) ? name : `${name}.`;
}

/** What is said of a name that no candidate was. */
function verdictOf({ candidates, misses, name }: Lookup): LookupResult {
  // A name that was tried as it stands first is judged by that.
  const decisive =
    candidates[0] === absolute(name)
      ? misses[0]
      : (misses.find((miss) => miss === 'nodata') ??
        misses.find((miss) => miss === 'servfail') ??
        misses.at(-1));
  const why = decisive === 'noname' || decisive === 'nodata' ? decisive : 'again';
  return { kind: 'failed', why: candidates.length === 0 ? 'noname' : why };
}

function closeAll(io: ProcessIo, lookup: Lookup): Lookup {
  for (const socket of lookup.sockets) if (socket !== 0) closeSocket(io.ctx, io.ns, socket);
  return { ...lookup, sockets: [], waits: lookup.waits + 1 };
}
