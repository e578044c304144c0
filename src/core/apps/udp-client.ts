/** A UDP client: one datagram through a connected socket, then the answer, an error or a time-out. */
import { utf8Decode } from '../base/bytes';
import { readSocket } from '../kernel/sock/table';
import { udpConnect, udpSend } from '../kernel/sock/udp';
import type { NewProcess } from '../model/event';
import type { Errno } from '../model/op';
import type { SocketItem } from '../model/socket';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4 } from '../wire/addr';
import { ICMP_PORT_UNREACH, ICMP_UNREACHABLE } from '../wire/icmp4';
import type { App, ProcessIo } from './app';
import { byName } from './by-name';
import { ncatWords } from './ncat.text';
import type { Lookup } from './resolver';

/** By then what was sent over `lo` has arrived. */
const LOOPBACK_NS = 10_000;

export interface UdpClientOptions {
  readonly dst: Ipv4Addr;
  readonly lookup?: Lookup | null;
  /** As typed, where that is a name. */
  readonly host?: string;
  readonly port: number;
  /** 0 for any. */
  readonly srcPort: number;
  readonly payload: Uint8Array;
  readonly timeoutNs: number;
  /** False lets routers cut the datagram (IP_PMTUDISC_DONT). */
  readonly df?: boolean;
  /** Its own address; absent to let routing choose. */
  readonly src?: Ipv4Addr;
  /** It may ask everybody (SO_BROADCAST), as ncat does. */
  readonly broadcast?: boolean;
  /** It is done once it has sent. */
  readonly deaf?: boolean;
  /** nc keeps silent about errors, and a time-out is its ordinary end. */
  readonly tool?: 'nc';
}

/** How it ended, for whoever reads the process afterwards. */
export type UdpClientResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'reply'; readonly payload: Uint8Array; readonly from: Ipv4Addr }
  | { readonly kind: 'error'; readonly error: Errno | 'ECONNREFUSED' | 'ENOPROTOOPT' | 'TIMEOUT' };

export interface UdpClientState extends UdpClientOptions {
  readonly socket: number;
  /** It has sent, and listens for an answer. */
  readonly waits?: true;
  readonly result: UdpClientResult | null;
}

export function udpClientProcess(options: UdpClientOptions, argv: readonly string[]): NewProcess {
  const state: UdpClientState = { ...options, socket: 0, result: null };
  return { app: 'udp-client', argv, state, daemon: false };
}

const toHost: App<UdpClientState> = {
  kind: 'udp-client',
  run(io, state, wake) {
    switch (wake.reason) {
      case 'start':
        return start(io, state);
      case 'timer':
        return finish(io, state, { kind: 'error', error: wake.timer === 'refused' ? 'EPERM' : 'TIMEOUT' });
      case 'socket': {
        // One that was refused has its error already.
        const item = state.waits === true ? readSocket(io.ctx, io.ns, state.socket) : null;
        const result = item === null ? null : resultOf(item);
        return result === null ? state : finish(io, state, result);
      }
    }
  },
};

export const udpClient: App<UdpClientState> = byName(toHost, {
  failed(io, state, why) {
    const { code, text } = ncatWords[state.tool ?? 'ncat'].unknownHost(state.host ?? '', state.port, why);
    io.print(text);
    io.exit(code);
    return state;
  },
});

function start(io: ProcessIo, state: UdpClientState): UdpClientState {
  const { src = ANY_IPV4, srcPort, broadcast = false } = state;
  const open = { pid: io.pid, local: src, port: srcPort, broadcast };
  const socket = udpConnect(io.ctx, io.ns, open, state.dst, state.port);
  if (socket === 'EADDRNOTAVAIL' && state.tool === 'nc') {
    io.print(ncatWords.nc.sourceFailed(socket));
    io.exit(1);
    return { ...state, result: { kind: 'error', error: socket } };
  }
  if (typeof socket !== 'number') return finish(io, state, { kind: 'error', error: socket });
  const options = state.df === false ? { pmtudisc: 'dont' as const } : {};
  const error = udpSend(io.ctx, io.ns, socket, state.dst, state.port, state.payload, options);
  if (error === 'EPERM') {
    // sendto(2) returns when what goes over `lo` has been received, such as what REJECT says.
    io.after('refused', LOOPBACK_NS);
    return { ...state, socket };
  }
  if (error !== null) return finish(io, { ...state, socket }, { kind: 'error', error });
  if (state.deaf === true) return finish(io, { ...state, socket }, { kind: 'sent' });
  io.after('timeout', state.timeoutNs);
  return { ...state, socket, waits: true };
}

/** Only hard errors reach a connected socket. Source: net/ipv4/icmp.c icmp_err_convert, udp.c __udp4_lib_err. */
function resultOf(item: SocketItem): UdpClientResult | null {
  if (item.kind === 'data') return { kind: 'reply', payload: item.payload, from: item.from };
  if (item.kind !== 'error' || item.icmpType !== ICMP_UNREACHABLE) return null;
  if (item.icmpCode === ICMP_PORT_UNREACH) return { kind: 'error', error: 'ECONNREFUSED' };
  if (item.icmpCode === 2) return { kind: 'error', error: 'ENOPROTOOPT' };
  if (item.icmpCode === 9) return { kind: 'error', error: 'ENETUNREACH' };
  return item.icmpCode === 10 || item.icmpCode === 13 ? { kind: 'error', error: 'EHOSTUNREACH' } : null;
}

/** In the words of ncat(1). */
const NCAT_TEXT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Ncat: Connection refused.',
  ENETUNREACH: 'Ncat: Network is unreachable.',
  EHOSTUNREACH: 'Ncat: No route to host.',
  EADDRINUSE: 'Ncat: bind: Address already in use. QUITTING.',
  TIMEOUT: 'Ncat: Connection timed out.',
};

/** The newline at the end of the last line begins no further one. */
function linesOf(payload: Uint8Array): readonly string[] {
  const lines = utf8Decode(payload).split('\n');
  return lines[lines.length - 1] === '' ? lines.slice(0, -1) : lines;
}

function finish(io: ProcessIo, state: UdpClientState, result: UdpClientResult): UdpClientState {
  if (state.result !== null) return state;
  if (result.kind === 'reply') for (const line of linesOf(result.payload)) io.print(line);
  else if (result.kind === 'error' && state.tool !== 'nc')
    io.print(NCAT_TEXT[result.error] ?? `Ncat: ${result.error}.`);
  io.exit(result.kind !== 'error' || state.tool === 'nc' ? 0 : 1);
  return { ...state, result };
}
