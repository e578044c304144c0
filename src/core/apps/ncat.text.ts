/** What `ncat` (nmap 7.93) and `nc` (OpenBSD netcat 1.219, Debian's) say about connections. */
import { strerror } from '../kernel/ops/error';
import { tcpServiceName } from '../kernel/netfilter/services';
import type { Errno } from '../model/op';
import { formatIpv4, type Ipv4Addr } from '../wire/addr';

export type NcatTool = 'nc' | 'ncat';

/** Whom a client talks to. */
interface NcatPeer {
  /** As typed. */
  readonly host: string;
  readonly dst: Ipv4Addr;
  readonly port: number;
}

interface NcatWords {
  /** `-v` only, as are the next four. */
  readonly hello: readonly string[];
  connected(peer: NcatPeer & { readonly numeric: boolean }): string;
  listening(local: Ipv4Addr, port: number): readonly string[];
  received(client: { readonly remote: Ipv4Addr; readonly remotePort: number }): readonly string[];
  bindFailed(local: Ipv4Addr, port: number, errno: Errno): string;
  readonly bindFailedCode: number;
  /** A client's own address is not one of the machine's. */
  sourceFailed(errno: Errno): string;
  failed(peer: NcatPeer, error: Errno | 'TIMEOUT'): string;
  /** `why` is in the words of gai_strerror(3). */
  unknownHost(host: string, port: number, why: string): { readonly code: number; readonly text: string };
}

export const ncatWords: Readonly<Record<NcatTool, NcatWords>> = {
  ncat: {
    hello: ['Ncat: Version 7.93 ( https://nmap.org/ncat )'],
    connected: ({ dst, port }) => `Ncat: Connected to ${formatIpv4(dst)}:${String(port)}.`,
    listening: (local, port) => [
      'Ncat: Version 7.93 ( https://nmap.org/ncat )',
      `Ncat: Listening on ${formatIpv4(local)}:${String(port)}`,
    ],
    received: ({ remote, remotePort }) => [
      `Ncat: Connection from ${formatIpv4(remote)}.`,
      `Ncat: Connection from ${formatIpv4(remote)}:${String(remotePort)}.`,
    ],
    bindFailed: (local, port, errno) =>
      `Ncat: bind to ${formatIpv4(local)}:${String(port)}: ${strerror(errno)}. QUITTING.`,
    bindFailedCode: 2,
    sourceFailed: (errno) => `Ncat: bind: ${strerror(errno)}. QUITTING.`,
    failed: (_peer, error) => (error === 'TIMEOUT' ? 'Ncat: TIMEOUT.' : `Ncat: ${strerror(error)}.`),
    unknownHost: (host, _port, why) => ({
      code: 2,
      text: `Ncat: Could not resolve hostname "${host}": ${why}. QUITTING.`,
    }),
  },
  nc: {
    hello: [],
    connected: ({ host, dst, port, numeric }) => {
      const service = numeric ? '*' : (tcpServiceName(port) ?? '*');
      return `Connection to ${hostText(host, dst)} ${String(port)} port [tcp/${service}] succeeded!`;
    },
    listening: (local, port) => [`Listening on ${formatIpv4(local)} ${String(port)}`],
    received: ({ remote, remotePort }) => [
      `Connection received on ${formatIpv4(remote)} ${String(remotePort)}`,
    ],
    bindFailed: (_local, _port, errno) => `nc: ${strerror(errno)}`,
    bindFailedCode: 1,
    sourceFailed: (errno) => `nc: bind failed: ${strerror(errno)}`,
    failed: ({ host, dst, port }, error) =>
      error === 'TIMEOUT'
        ? `nc: connect to ${hostText(host, dst)} port ${String(port)} (tcp) timed out: Operation now in progress`
        : `nc: connect to ${hostText(host, dst)} port ${String(port)} (tcp) failed: ${strerror(error)}`,
    unknownHost: (host, port, why) => ({
      code: 1,
      text: `nc: getaddrinfo for host "${host}" port ${String(port)}: ${why}`,
    }),
  },
};

/** A name is followed by the address it has. Source: netcat.c connection_info. */
function hostText(host: string, dst: Ipv4Addr): string {
  const address = formatIpv4(dst);
  return host === address ? host : `${host} (${address})`;
}
