/** dig(1): asks a DNS server over UDP and prints the answer as BIND 9.18 does. */
import { rfc1123z } from '../base/instant';
import { nextBelow } from '../base/prng';
import { readSocket } from '../kernel/sock/table';
import { udpConnect, udpSend } from '../kernel/sock/udp';
import type { NewProcess } from '../model/event';
import type { SocketItem } from '../model/socket';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import { emitDns, parseDns, type DnsMessage, type DnsQuestion } from '../wire/dns';
import { dnsQuestion } from '../wire/dns.question';
import { ICMP_PORT_UNREACH, ICMP_UNREACHABLE } from '../wire/icmp4';
import type { App, ProcessIo } from './app';
import { dataText, messageText, recordText } from './dig.text';

const NS_PER_MS = 1_000_000;
/** What BIND offers to take. */
const UDP_SIZE = 1232;
/** Exit code where no server answered. */
const NO_SERVER = 9;

export interface DigOptions {
  readonly server: Ipv4Addr;
  /** The server was named on the command line. */
  readonly named: boolean;
  readonly port: number;
  readonly question: Pick<DnsQuestion, 'name' | 'type'>;
  readonly edns: boolean;
  readonly recurse: boolean;
  readonly timeoutMs: number;
  /** Times it is asked at most. */
  readonly tries: number;
  /** `+short`: the data of the answers alone. */
  readonly short: boolean;
  /** `+noall +answer`: the answer section alone. */
  readonly answerOnly: boolean;
}

interface DigState extends DigOptions {
  readonly words: readonly string[];
  /** 0 until it is open. */
  readonly socket: number;
  readonly id: number;
  readonly tried: number;
  readonly sentNs: number;
  readonly done: boolean;
}

export function digProcess(options: DigOptions, argv: readonly string[]): NewProcess {
  const state: DigState = {
    ...options,
    words: argv.slice(1),
    socket: 0,
    id: 0,
    tried: 0,
    sentNs: 0,
    done: false,
  };
  return { app: 'dig', argv, state, daemon: false };
}

export const dig: App<DigState> = {
  kind: 'dig',
  run(io, state, wake) {
    if (state.done) return state;
    switch (wake.reason) {
      case 'start':
        return ask(io, state);
      case 'timer':
        return wake.timer === String(state.tried) ? failed(io, state, 'timed out') : state;
      case 'socket': {
        const item = readSocket(io.ctx, io.ns, state.socket);
        return item === null ? state : heard(io, state, item);
      }
    }
  },
};

/** Each try has a socket and an id of its own. */
function ask(io: ProcessIo, state: DigState): DigState {
  const { ctx, ns, pid } = io;
  const id = nextBelow(ctx.random(ns.id, 'dns.id'), 0x1_0000);
  const socket = udpConnect(ctx, ns, { pid, local: ANY_IPV4, port: 0 }, state.server, state.port);
  const next = { ...state, id, tried: state.tried + 1, sentNs: ctx.world.nowNs };
  if (typeof socket !== 'number') return failed(io, next, 'network unreachable');
  const error = udpSend(ctx, ns, socket, state.server, state.port, emitDns(query(state, id)));
  if (error !== null) return failed(io, { ...next, socket }, 'network unreachable');
  io.after(String(next.tried), state.timeoutMs * NS_PER_MS);
  return { ...next, socket };
}

function query({ question, edns, recurse }: DigState, id: number): DnsMessage {
  return dnsQuestion(id, question.name, question.type, {
    recursionDesired: recurse,
    authenticData: true,
    edns: edns
      ? { udpSize: UDP_SIZE, version: 0, dnssecOk: false, extendedRcode: 0, options: new Uint8Array() }
      : null,
  });
}

function heard(io: ProcessIo, state: DigState, item: SocketItem): DigState {
  if (item.kind === 'error') {
    const refused = item.icmpType === ICMP_UNREACHABLE && item.icmpCode === ICMP_PORT_UNREACH;
    return refused ? failed(io, state, 'connection refused') : failed(io, state, 'host unreachable');
  }
  if (item.kind !== 'data') return state;
  const read = parseDns(item.payload, 0, item.payload.length);
  // Somebody else's answer is none.
  if (!read.ok || !read.value.response || read.value.id !== state.id) return state;
  print(io, state, read.value, item.payload.length);
  io.exit(0);
  return { ...state, done: true };
}

function failed(io: ProcessIo, state: DigState, why: string): DigState {
  io.print(`;; communications error to ${formatIpv4(state.server)}#${String(state.port)}: ${why}`);
  if (state.tried < state.tries) return ask(io, state);
  if (!state.short) {
    io.print('');
    for (const line of banner(state)) io.print(line);
    io.print(';; no servers could be reached');
  }
  io.exit(NO_SERVER);
  return { ...state, done: true };
}

function banner({ words, named }: DigState): string[] {
  const lines = [`; <<>> DiG 9.18.49-1~deb12u3-Debian <<>> ${words.join(' ')}`];
  if (named) lines.push('; (1 server found)');
  return [...lines, ';; global options: +cmd'];
}

function print(io: ProcessIo, state: DigState, message: DnsMessage, lenBytes: number): void {
  if (state.short) {
    for (const record of message.answers) io.print(dataText(record));
    return;
  }
  if (state.answerOnly) {
    for (const record of message.answers) io.print(recordText(record));
    return;
  }
  const server = formatIpv4(state.server);
  const tookMs = Math.floor((io.ctx.world.nowNs - state.sentNs) / NS_PER_MS);
  const lines = [
    '',
    ...banner(state),
    ...messageText(message),
    `;; Query time: ${tookMs} msec`,
    `;; SERVER: ${server}#${String(state.port)}(${server}) (UDP)`,
    `;; WHEN: ${dateText(io.ctx.world.nowNs)}`,
    `;; MSG SIZE  rcvd: ${String(lenBytes)}`,
    '',
  ];
  for (const line of lines) io.print(line);
}

/** `Thu Jan 01 00:00:01 UTC 2026` */
function dateText(nowNs: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = rfc1123z(nowNs).split(' ');
  return `${day.replace(',', '')} ${month} ${date} ${time} UTC ${year}`;
}
