/** ICMP in the place of a port: `icmp:echo-request`, `icmp:17/3`. Source: ipset 7.17 lib/icmp.c, lib/print.c ipset_print_icmp. */

const NAMES: readonly (readonly [name: string, type: number, code: number])[] = [
  ['echo-reply', 0, 0],
  ['pong', 0, 0],
  ['network-unreachable', 3, 0],
  ['host-unreachable', 3, 1],
  ['protocol-unreachable', 3, 2],
  ['port-unreachable', 3, 3],
  ['fragmentation-needed', 3, 4],
  ['source-route-failed', 3, 5],
  ['network-unknown', 3, 6],
  ['host-unknown', 3, 7],
  ['network-prohibited', 3, 9],
  ['host-prohibited', 3, 10],
  ['TOS-network-unreachable', 3, 11],
  ['TOS-host-unreachable', 3, 12],
  ['communication-prohibited', 3, 13],
  ['host-precedence-violation', 3, 14],
  ['precedence-cutoff', 3, 15],
  ['source-quench', 4, 0],
  ['network-redirect', 5, 0],
  ['host-redirect', 5, 1],
  ['TOS-network-redirect', 5, 2],
  ['TOS-host-redirect', 5, 3],
  ['echo-request', 8, 0],
  ['ping', 8, 0],
  ['router-advertisement', 9, 0],
  ['router-solicitation', 10, 0],
  ['ttl-zero-during-transit', 11, 0],
  ['ttl-zero-during-reassembly', 11, 1],
  ['ip-header-bad', 12, 0],
  ['required-option-missing', 12, 1],
  ['timestamp-request', 13, 0],
  ['timestamp-reply', 14, 0],
  ['address-mask-request', 17, 0],
  ['address-mask-reply', 18, 0],
];

/** As ipset prints a type and code: by name where there is one. */
export function icmpWord(type: number, code: number): string {
  const named = NAMES.find((row) => row[1] === type && row[2] === code);
  return named?.[0] ?? `${String(type)}/${String(code)}`;
}

/** Type and code as the set keeps them, a byte each; null for what is neither a name nor `TYPE/CODE`. */
export function parseIcmpWord(text: string): number | null {
  const named = NAMES.find(([name]) => name.toLowerCase() === text.toLowerCase());
  if (named !== undefined) return (named[1] << 8) | named[2];
  const numbers = /^(\d{1,3})\/(\d{1,3})$/.exec(text);
  const [type, code] = [Number(numbers?.[1] ?? NaN), Number(numbers?.[2] ?? NaN)];
  return type <= 255 && code <= 255 ? (type << 8) | code : null;
}
