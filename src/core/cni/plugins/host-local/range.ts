/**
 * Ranges of addresses: filling in, checking, walking round.
 * Source: containernetworking/plugins v1.9.1 plugins/ipam/host-local/backend/allocator/{range,range_set,allocator}.go.
 */
import type { JsonObject } from '../../../base/json';
import { textAt } from '../../../base/json';
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import type { IpAddress, IpNetwork } from '../common/address';
import {
  formatIp,
  formatNetwork,
  inNetwork,
  lastOf,
  networkOf,
  nextIp,
  parseIp,
  parseNetwork,
  sameIp,
} from '../common/address';

export interface Range {
  readonly subnet: IpNetwork;
  readonly start: IpAddress;
  readonly end: IpAddress;
  readonly gateway: IpAddress;
}

/** One address is taken from each set; the ranges of a set are tried in turn. */
export type RangeSet = readonly Range[];

/** A range from its fields: the gateway is the first address unless said otherwise, the ends those of the subnet. */
export function readRange(raw: JsonObject): Result<Range, string> {
  const subnet = parseNetwork(textAt(raw, 'subnet'));
  if (!subnet.ok) return subnet;
  const network = subnet.value;
  const { six } = network.ip;
  if (network.len > (six ? 126 : 30))
    return err(`Network ${formatNetwork(network)} too small to allocate from`);
  const base = networkOf(network);
  if (!sameIp(base, network.ip)) {
    return err(
      `Network has host bits set. For a subnet mask of length ${network.len} the network address is ${formatIp(base)}`,
    );
  }
  const gateway = readIp(raw, 'gateway', nextIp(base));
  if (!gateway.ok) return gateway;
  const start = readIp(raw, 'rangeStart', nextIp(base));
  if (!start.ok) return start;
  const end = readIp(raw, 'rangeEnd', lastOf(network));
  if (!end.ok) return end;
  const startGiven = textAt(raw, 'rangeStart') !== '';
  const turned = start.value.value > end.value.value;
  if (!inNetwork(start.value, network) || (turned && startGiven)) {
    return err(notIn('RangeStart', start.value, network));
  }
  if (!inNetwork(end.value, network) || turned) return err(notIn('RangeEnd', end.value, network));
  return ok({ subnet: network, start: start.value, end: end.value, gateway: gateway.value });
}

function notIn(what: string, ip: IpAddress, network: IpNetwork): string {
  return `${what} ${formatIp(ip)} not in network ${formatNetwork(network)}`;
}

function readIp(raw: JsonObject, key: string, otherwise: IpAddress): Result<IpAddress, string> {
  const given = textAt(raw, key);
  if (given === '') return ok(otherwise);
  const ip = parseIp(given);
  return ip === null ? err(`invalid IP address: ${given}`) : ok(ip);
}

export function inRange(ip: IpAddress, { subnet, start, end }: Range): boolean {
  return inNetwork(ip, subnet) && ip.value >= start.value && ip.value <= end.value;
}

export function overlap(a: Range, b: Range): boolean {
  if (a.start.six !== b.start.six) return false;
  return inRange(b.start, a) || inRange(b.end, a) || inRange(a.start, b) || inRange(a.end, b);
}

/** `10.0.0.1-10.0.0.254` */
export function rangeText({ start, end }: Range): string {
  return `${formatIp(start)}-${formatIp(end)}`;
}

export function setText(set: RangeSet): string {
  return set.map(rangeText).join(',');
}

/** The range of a set an address lies in, null when in none. */
export function rangeFor(ip: IpAddress, set: RangeSet): Range | null {
  return set.find((range) => inRange(ip, range)) ?? null;
}

export function readRangeSet(raw: readonly JsonObject[]): Result<RangeSet, string> {
  if (raw.length === 0) return err('empty range set');
  const set: Range[] = [];
  for (const one of raw) {
    const range = readRange(one);
    if (!range.ok) return range;
    if (set[0] !== undefined && set[0].start.six !== range.value.start.six)
      return err('mixed address families');
    set.push(range.value);
  }
  for (const [i, a] of set.entries()) {
    for (const b of set.slice(i + 1)) {
      if (overlap(a, b)) return err(`subnets ${rangeText(a)} and ${rangeText(b)} overlap`);
    }
  }
  return ok(set);
}

/**
 * The order in which addresses are offered: from the one after the last that was given out, through all ranges, round
 * to where it began. Gateways are passed over. So an address that was freed is not used again until all the others
 * have been.
 */
export function* candidates(
  set: RangeSet,
  last: IpAddress | null,
): Generator<{ ip: IpAddress; range: Range }> {
  const from = last === null ? -1 : set.findIndex((range) => inRange(last, range));
  let index = Math.max(0, from);
  let range = set[index];
  if (range === undefined) return;
  let ip = from < 0 ? range.start : step();
  const first = ip;
  do {
    if (!sameIp(ip, range.gateway)) yield { ip, range };
    ip = step(ip);
  } while (!sameIp(ip, first));

  /** The address after `at`, in the next range when this one ends. */
  function step(at: IpAddress | null = last): IpAddress {
    const here = range as Range;
    if (at !== null && !sameIp(at, here.end)) return nextIp(at);
    index = (index + 1) % set.length;
    range = set[index] ?? here;
    return range.start;
  }
}
