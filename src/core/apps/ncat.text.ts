/** What `ncat` (nmap 7.93) and `nc` (OpenBSD netcat 1.219, Debian's) say about connections. */
import { strerror } from '../kernel/ops/error';
import { tcpServiceName } from '../kernel/netfilter/services';
import type { Errno } from '../model/op';
import type { TcpSocket } from '../model/tcp';
import { formatIpv4, type Ipv4Addr } from '../wire/addr';

export type NcatTool = 'nc' | 'ncat';

interface NcatWords {
  /** `-v` only, as are the next four. */
  readonly hello: readonly string[];
  connected(dst: Ipv4Addr, port: number, numeric: boolean): string;
  listening(port: number): readonly string[];
  received(client: TcpSocket): readonly string[];
  bindFailed(port: number, errno: Errno): string;
  readonly bindFailedCode: number;
  failed(dst: Ipv4Addr, port: number, error: Errno | 'TIMEOUT'): string;
}

export const ncatWords: Readonly<Record<NcatTool, NcatWords>> = {
  ncat: {
    hello: ['Ncat: Version 7.93 ( https://nmap.org/ncat )'],
    connected: (dst, port) => `Ncat: Connected to ${formatIpv4(dst)}:${String(port)}.`,
    listening: (port) => [
      'Ncat: Version 7.93 ( https://nmap.org/ncat )',
      `Ncat: Listening on 0.0.0.0:${String(port)}`,
    ],
    received: ({ remote, remotePort }) => [
      `Ncat: Connection from ${formatIpv4(remote)}.`,
      `Ncat: Connection from ${formatIpv4(remote)}:${String(remotePort)}.`,
    ],
    bindFailed: (port, errno) => `Ncat: bind to 0.0.0.0:${String(port)}: ${strerror(errno)}. QUITTING.`,
    bindFailedCode: 2,
    failed: (_dst, _port, error) => (error === 'TIMEOUT' ? 'Ncat: TIMEOUT.' : `Ncat: ${strerror(error)}.`),
  },
  nc: {
    hello: [],
    connected: (dst, port, numeric) => {
      const service = numeric ? '*' : (tcpServiceName(port) ?? '*');
      return `Connection to ${formatIpv4(dst)} ${String(port)} port [tcp/${service}] succeeded!`;
    },
    listening: (port) => [`Listening on 0.0.0.0 ${String(port)}`],
    received: ({ remote, remotePort }) => [
      `Connection received on ${formatIpv4(remote)} ${String(remotePort)}`,
    ],
    bindFailed: (_port, errno) => `nc: ${strerror(errno)}`,
    bindFailedCode: 1,
    failed: (dst, port, error) =>
      error === 'TIMEOUT'
        ? `nc: connect to ${formatIpv4(dst)} port ${String(port)} (tcp) timed out: Operation now in progress`
        : `nc: connect to ${formatIpv4(dst)} port ${String(port)} (tcp) failed: ${strerror(error)}`,
  },
};
