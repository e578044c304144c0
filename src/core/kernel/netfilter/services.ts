/** Ports by name: the better known lines of /etc/services. Rules keep numbers. */
import type { Range } from '../../model/netfilter.match';
import { PORT_MAX, parseRange } from './values';

const SERVICES: Readonly<Record<string, number>> = {
  echo: 7,
  discard: 9,
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  http: 80,
  kerberos: 88,
  pop3: 110,
  sunrpc: 111,
  ntp: 123,
  imap2: 143,
  snmp: 161,
  'snmp-trap': 162,
  bgp: 179,
  ldap: 389,
  https: 443,
  'microsoft-ds': 445,
  submission: 587,
  isakmp: 500,
  syslog: 514,
  ldaps: 636,
  'domain-s': 853,
  imaps: 993,
  pop3s: 995,
  nfs: 2049,
  mysql: 3306,
  'ipsec-nat-t': 4500,
  mdns: 5353,
  postgresql: 5432,
  amqp: 5672,
  redis: 6379,
  'http-alt': 8080,
};

/** Names that /etc/services has for UDP alone. */
const UDP_ONLY: readonly string[] = [
  'bootps',
  'bootpc',
  'tftp',
  'ntp',
  'syslog',
  'isakmp',
  'ipsec-nat-t',
  'mdns',
];

/** The name of a TCP port (getservbyport(3)), null where it has none. */
export function tcpServiceName(port: number): string | null {
  const found = Object.entries(SERVICES).find(
    ([name, number]) => number === port && !UDP_ONLY.includes(name),
  );
  return found?.[0] ?? null;
}

function portNamed(text: string): string {
  return Object.hasOwn(SERVICES, text) ? String(SERVICES[text] ?? text) : text;
}

/** `80`, `http`, `domain:ntp`, `1024:`; null when it is no range of ports. */
export function parsePorts(text: string, separator = ':'): Range | null {
  const known = Object.hasOwn(SERVICES, text) ? [text] : text.split(separator);
  return parseRange(known.map(portNamed).join(separator), PORT_MAX, separator);
}
