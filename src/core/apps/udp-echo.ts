/** A UDP server that answers every datagram with its beginning. */
import { utf8Encode } from '../base/bytes';
import { readSocket } from '../kernel/sock/table';
import { udpOpen, udpSend } from '../kernel/sock/udp';
import type { NewProcess } from '../model/event';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4 } from '../wire/addr';
import type { App } from './app';

/** How much of a datagram comes back, bytes. */
const ECHO_LEN_MAX = 64;

export interface UdpEchoOptions {
  readonly port: number;
  /** Text in front of the answer. */
  readonly prefix: string;
  /** Answer whole datagrams, as `cat` does. */
  readonly whole?: boolean;
  /** The one address it listens at; absent for all. */
  readonly local?: Ipv4Addr;
  /** Reads, and answers nothing. */
  readonly silent?: boolean;
}

interface UdpEchoState extends UdpEchoOptions {
  /** 0 until it is open. */
  readonly socket: number;
}

export function udpEchoProcess(options: UdpEchoOptions, argv: readonly string[]): NewProcess {
  return { app: 'udp-echo', argv, state: { ...options, socket: 0 }, daemon: true };
}

export const udpEcho: App<UdpEchoState> = {
  kind: 'udp-echo',
  run(io, state, wake) {
    const { ctx, ns } = io;
    if (wake.reason === 'start') {
      const socket = udpOpen(ctx, ns, { pid: io.pid, local: state.local ?? ANY_IPV4, port: state.port });
      if (typeof socket === 'number') return { ...state, socket };
      io.print(`bind to port ${String(state.port)}: Address already in use`);
      io.exit(2);
      return state;
    }
    for (
      let item = readSocket(ctx, ns, state.socket);
      item !== null;
      item = readSocket(ctx, ns, state.socket)
    ) {
      if (item.kind !== 'data' || state.silent === true) continue;
      const prefix = utf8Encode(state.prefix);
      const body = state.whole === true ? item.payload : item.payload.subarray(0, ECHO_LEN_MAX);
      const answer = new Uint8Array(prefix.length + body.length);
      answer.set(prefix);
      answer.set(body, prefix.length);
      udpSend(ctx, ns, state.socket, item.from, item.fromPort, answer);
    }
    return state;
  },
};
