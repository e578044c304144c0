/** nslookup(1) and host(1) as BIND 9.18 has them: they ask servers themselves, without the C library. */
import { nextBelow } from '../base/prng';
import { closeSocket, readSocket } from '../kernel/sock/table';
import { udpConnect, udpSend } from '../kernel/sock/udp';
import type { NewProcess } from '../model/event';
import type { SocketItem } from '../model/socket';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import { emitDns, parseDns, type DnsMessage } from '../wire/dns';
import { dnsQuestion } from '../wire/dns.question';
import { DNS_TYPES, RCODE_NOERROR, RCODE_NXDOMAIN } from '../wire/dns.types';
import { ICMP_PORT_UNREACH, ICMP_UNREACHABLE } from '../wire/icmp4';
import type { App, ProcessIo } from './app';
import { aliasTarget, nslookupWords, type NslookupTool } from './nslookup.text';

const NS_PER_SEC = 1_000_000_000;

export interface NslookupOptions {
  readonly tool: NslookupTool;
  /** As typed; of an address the name its PTR record is at. */
  readonly name: string;
  /** Absolute names to try, in order. */
  readonly candidates: readonly string[];
  /** Null: addresses of both families, and with `host` who takes its mail. */
  readonly type: number | null;
  readonly servers: readonly Ipv4Addr[];
  /** The server was named on the command line. */
  readonly named: boolean;
  readonly port: number;
  /** Times a server is asked before the next one is. */
  readonly tries: number;
  readonly timeoutSec: number;
}

interface NslookupState extends NslookupOptions {
  readonly at: number;
  readonly server: number;
  readonly tried: number;
  /** Type asked for now, and those after it. */
  readonly asking: number;
  readonly later: readonly number[];
  readonly socket: number;
  readonly id: number;
  /** Counts the waits, so that a timer knows whether it is still the present one. */
  readonly waits: number;
  /** The server has been told of. */
  readonly introduced: boolean;
  /** Records have been printed. */
  readonly answered: boolean;
  readonly done: boolean;
}

export function nslookupProcess(options: NslookupOptions, argv: readonly string[]): NewProcess {
  const { tool, type } = options;
  const types =
    type !== null ? [type] : [DNS_TYPES.A, DNS_TYPES.AAAA, ...(tool === 'host' ? [DNS_TYPES.MX] : [])];
  const [asking = DNS_TYPES.A, ...later] = types;
  const state: NslookupState = {
    ...options,
    ...{ at: 0, server: 0, tried: 0, asking, later, socket: 0, id: 0, waits: 0 },
    ...{ introduced: false, answered: false, done: false },
  };
  return { app: 'nslookup', argv, state, daemon: false };
}

export const nslookup: App<NslookupState> = {
  kind: 'nslookup',
  run(io, state, wake) {
    if (state.done) return state;
    switch (wake.reason) {
      case 'start':
        return ask(io, state);
      case 'timer':
        return wake.timer === String(state.waits) ? again(io, state, 'timed out') : state;
      case 'socket': {
        const item = wake.socket === state.socket ? readSocket(io.ctx, io.ns, state.socket) : null;
        return item === null ? state : heard(io, state, item);
      }
    }
  },
};

function ask(io: ProcessIo, before: NslookupState): NslookupState {
  const { ctx, ns, pid } = io;
  if (before.socket !== 0) closeSocket(ctx, ns, before.socket);
  const id = nextBelow(ctx.random(ns.id, 'dns.id'), 0x1_0000);
  const to = before.servers[before.server] ?? ANY_IPV4;
  const state = { ...before, socket: 0, id, tried: before.tried + 1, waits: before.waits + 1 };
  const socket = udpConnect(ctx, ns, { pid, local: ANY_IPV4, port: 0 }, to, state.port);
  if (typeof socket !== 'number') return noRoute(io, state, to);
  const error = udpSend(
    ctx,
    ns,
    socket,
    to,
    state.port,
    emitDns(dnsQuestion(id, state.candidates[state.at] ?? '.', state.asking)),
  );
  if (error !== null) return again(io, { ...state, socket }, 'network unreachable');
  io.after(String(state.waits), state.timeoutSec * NS_PER_SEC);
  return { ...state, socket };
}

/** A server there is no route to is asked no further. */
function noRoute(io: ProcessIo, state: NslookupState, to: Ipv4Addr): NslookupState {
  const where = `${formatIpv4(to)}#${String(state.port)}(${formatIpv4(to)})`;
  const name = state.name.replace(/\.$/, '');
  for (let tries = 0; tries < ROUTE_TRIES; tries += 1) {
    io.print(`;; UDP setup with ${where} for ${name} failed: network unreachable.`);
    io.print(';; no servers could be reached');
  }
  if (state.tool === 'host') return over(io, state, 1);
  io.print('');
  return over(io, state, 1);
}

/** Times a set-up that fails at once is tried. */
const ROUTE_TRIES = 3;

function again(io: ProcessIo, state: NslookupState, why: string): NslookupState {
  const server = formatIpv4(state.servers[state.server] ?? ANY_IPV4);
  io.print(`;; communications error to ${server}#${String(state.port)}: ${why}`);
  if (state.tried < state.tries) return ask(io, state);
  if (state.server + 1 < state.servers.length)
    return ask(io, { ...state, server: state.server + 1, tried: 0 });
  io.print(';; no servers could be reached');
  if (state.tool === 'nslookup') io.print('');
  return over(io, state, 1);
}

function over(io: ProcessIo, state: NslookupState, code: number): NslookupState {
  io.exit(code);
  return { ...state, done: true };
}

function heard(io: ProcessIo, state: NslookupState, item: SocketItem): NslookupState {
  if (item.kind === 'error') {
    const refused = item.icmpType === ICMP_UNREACHABLE && item.icmpCode === ICMP_PORT_UNREACH;
    return again(io, state, refused ? 'connection refused' : 'host unreachable');
  }
  if (item.kind !== 'data') return state;
  const read = parseDns(item.payload, 0, item.payload.length);
  if (!read.ok || !read.value.response || read.value.id !== state.id) return state;
  return answered(io, state, read.value);
}

function answered(io: ProcessIo, before: NslookupState, message: DnsMessage): NslookupState {
  const words = nslookupWords[before.tool];
  const { rcode } = message;
  const server = before.servers[before.server] ?? ANY_IPV4;
  if (before.tool === 'nslookup' && !before.named && !message.recursionAvailable) {
    io.print(`;; Got recursion not available from ${formatIpv4(server)}`);
  }
  // A list of domains is searched as long as it says that there is no such name.
  if (rcode === RCODE_NXDOMAIN && before.at + 1 < before.candidates.length) {
    return ask(io, { ...before, at: before.at + 1, tried: 0 });
  }
  const state = introduced(io, before, server);
  if (rcode !== RCODE_NOERROR) {
    io.print(words.failed(state.name, rcode));
    if (state.tool === 'nslookup') io.print('');
    return over(io, state, 1);
  }
  for (const line of words.records(message)) io.print(line);
  const next = { ...state, answered: state.answered || message.answers.length > 0 };
  const [asking, ...later] = state.later;
  if (asking !== undefined) {
    // The rest is asked about the name that the alias stands for.
    const own = state.candidates[state.at] ?? '.';
    return ask(io, { ...next, candidates: [aliasTarget(message, own)], at: 0, asking, later, tried: 0 });
  }
  for (const line of words.nothing(state, next.answered)) io.print(line);
  if (state.tool === 'nslookup') io.print('');
  return over(io, next, 0);
}

/** Which server it is comes before the first answer. */
function introduced(io: ProcessIo, state: NslookupState, server: Ipv4Addr): NslookupState {
  if (state.introduced) return state;
  const { tool, named, type } = state;
  const address = formatIpv4(server);
  const at = `${address}#${String(state.port)}`;
  if (tool === 'host' && named) {
    for (const line of ['Using domain server:', `Name: ${address}`, `Address: ${at}`, 'Aliases: ', ''])
      io.print(line);
  }
  const reverse = type === DNS_TYPES.PTR && state.candidates.length === 1 && !named;
  if (tool === 'nslookup' && !reverse) {
    for (const line of [`Server:\t\t${address}`, `Address:\t${at}`, '']) io.print(line);
  }
  return { ...state, introduced: true };
}
