/**
 * Conditions of a rule, each a fragment that iptables-restore reads. felix writes its own order and long options; a
 * rule's hash is made of exactly these words. Source: calico felix/iptables/match_builder.go.
 */
import { assert } from '../../../base/assert';
import { hex } from './hex';
import { multiportText, type PortRange } from './port-list';

/** Stands for the rest of a device's name. */
export const WILDCARD = '+';

const ports = (numbers: readonly number[]): string => numbers.join(',');

function markWithin(mark: number, mask: number): string {
  assert(mask !== 0, 'a mark is matched with a mask');
  assert((mark & mask) >>> 0 === mark >>> 0, `mark ${hex(mark)} lies inside of ${hex(mask)}`);
  return `${hex(mark)}/${hex(mask)}`;
}

function bits(mark: number): string {
  assert(mark !== 0, 'bits of a mark are matched');
  return `0/${hex(mark)}`;
}

function oneBit(mark: number): string {
  assert(mark !== 0 && (mark & (mark - 1)) === 0, `${hex(mark)} is one bit`);
  return `${hex(mark)}/${hex(mark)}`;
}

const addrType = (words: string, type: string, limitIfaceOut: boolean): string =>
  `-m addrtype ${words} ${type}${limitIfaceOut ? ' --limit-iface-out' : ''}`;

export const match = {
  markClear: (mark: number) => `-m mark --mark ${bits(mark)}`,
  markNotClear: (mark: number) => `-m mark ! --mark ${bits(mark)}`,
  markSingleBitSet: (mark: number) => `-m mark --mark ${oneBit(mark)}`,
  markMatchesWithMask: (mark: number, mask: number) => `-m mark --mark ${markWithin(mark, mask)}`,
  notMarkMatchesWithMask: (mark: number, mask: number) => `-m mark ! --mark ${markWithin(mark, mask)}`,
  inInterface: (device: string) => `--in-interface ${device}`,
  outInterface: (device: string) => `--out-interface ${device}`,
  rpfCheckFailed: () => '-m rpfilter --invert --validmark',
  ipvsConnection: () => '-m ipvs --ipvs',
  notIpvsConnection: () => '-m ipvs ! --ipvs',
  srcAddrType: (type: string, limitIfaceOut: boolean) => addrType('--src-type', type, limitIfaceOut),
  notSrcAddrType: (type: string, limitIfaceOut: boolean) => addrType('! --src-type', type, limitIfaceOut),
  destAddrType: (type: string) => addrType('--dst-type', type, false),
  notDestAddrType: (type: string) => addrType('! --dst-type', type, false),
  conntrackState: (states: string) => `-m conntrack --ctstate ${states}`,
  notConntrackState: (states: string) => `-m conntrack ! --ctstate ${states}`,
  protocol: (name: string) => `-p ${name}`,
  notProtocol: (name: string) => `! -p ${name}`,
  protocolNum: (number: number) => `-p ${String(number)}`,
  notProtocolNum: (number: number) => `! -p ${String(number)}`,
  sourceNet: (net: string) => `--source ${net}`,
  notSourceNet: (net: string) => `! --source ${net}`,
  destNet: (net: string) => `--destination ${net}`,
  notDestNet: (net: string) => `! --destination ${net}`,
  sourceIpSet: (set: string) => `-m set --match-set ${set} src`,
  notSourceIpSet: (set: string) => `-m set ! --match-set ${set} src`,
  destIpSet: (set: string) => `-m set --match-set ${set} dst`,
  notDestIpSet: (set: string) => `-m set ! --match-set ${set} dst`,
  sourceIpPortSet: (set: string) => `-m set --match-set ${set} src,src`,
  notSourceIpPortSet: (set: string) => `-m set ! --match-set ${set} src,src`,
  destIpPortSet: (set: string) => `-m set --match-set ${set} dst,dst`,
  notDestIpPortSet: (set: string) => `-m set ! --match-set ${set} dst,dst`,
  sourcePorts: (...numbers: readonly number[]) => `-m multiport --source-ports ${ports(numbers)}`,
  notSourcePorts: (...numbers: readonly number[]) => `-m multiport ! --source-ports ${ports(numbers)}`,
  destPorts: (...numbers: readonly number[]) => `-m multiport --destination-ports ${ports(numbers)}`,
  notDestPorts: (...numbers: readonly number[]) => `-m multiport ! --destination-ports ${ports(numbers)}`,
  /** Without multiport: one port only. */
  destPort: (number: number) => `--dport ${String(number)}`,
  sourcePortRanges: (...list: readonly PortRange[]) => `-m multiport --source-ports ${multiportText(list)}`,
  notSourcePortRanges: (...list: readonly PortRange[]) =>
    `-m multiport ! --source-ports ${multiportText(list)}`,
  destPortRanges: (...list: readonly PortRange[]) =>
    `-m multiport --destination-ports ${multiportText(list)}`,
  notDestPortRanges: (...list: readonly PortRange[]) =>
    `-m multiport ! --destination-ports ${multiportText(list)}`,
  icmpType: (type: number) => `-m icmp --icmp-type ${String(type)}`,
  notIcmpType: (type: number) => `-m icmp ! --icmp-type ${String(type)}`,
  icmpTypeAndCode: (type: number, code: number) => `-m icmp --icmp-type ${String(type)}/${String(code)}`,
  notIcmpTypeAndCode: (type: number, code: number) => `-m icmp ! --icmp-type ${String(type)}/${String(code)}`,
  icmpV6Type: (type: number) => `-m icmp6 --icmpv6-type ${String(type)}`,
  notIcmpV6Type: (type: number) => `-m icmp6 ! --icmpv6-type ${String(type)}`,
  icmpV6TypeAndCode: (type: number, code: number) => `-m icmp6 --icmpv6-type ${String(type)}/${String(code)}`,
  notIcmpV6TypeAndCode: (type: number, code: number) =>
    `-m icmp6 ! --icmpv6-type ${String(type)}/${String(code)}`,
  /** `30/second`; a burst of 0 leaves iptables its own. */
  limit: (rate: string, burst: number) =>
    `-m limit --limit ${rate}${burst === 0 ? '' : ` --limit-burst ${String(burst)}`}`,
} as const;
