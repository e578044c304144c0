/** Rules as `ip rule` prints them. Source: iproute2 6.1 ip/iprule.c `print_rule`. */
import type { IpRule, NumberRange } from '../../model/route';
import type { Netns } from '../../model/world';
import { formatCidr4, formatIpv4, type Cidr4 } from '../../wire/addr';
import { tableName } from '../iproute2/names';
import type { JsonValue } from './json';

/** Names of /etc/protocols. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'icmp',
  4: 'ipencap',
  6: 'tcp',
  17: 'udp',
  132: 'sctp',
};

/** `details`: who made it, which is the kernel for the three that are there from the beginning. */
export function ruleLine(ns: Netns, rule: IpRule, details = false): string {
  const { fwmark, fwmask, tos, iif, oif, uidrange, ipproto, sport, dport } = rule;
  const words = [
    ...(rule.not === true ? ['not'] : []),
    `from ${rule.from === null ? 'all' : address(rule.from)}`,
    ...(rule.to === null ? [] : [`to ${address(rule.to)}`]),
    ...(tos === undefined || tos === 0 ? [] : [`tos 0x${tos.toString(16).padStart(2, '0')}`]),
    ...(fwmark === null ? [] : [`fwmark ${hex(fwmark)}${fwmask === 0xffff_ffff ? '' : `/${hex(fwmask)}`}`]),
    ...(iif === null ? [] : [`iif ${iif}${detached(ns, iif)}`]),
    ...(oif === null ? [] : [`oif ${oif}${detached(ns, oif)}`]),
    ...(uidrange === undefined ? [] : [`uidrange ${uidrange.min}-${uidrange.max}`]),
    ...(ipproto === undefined ? [] : [`ipproto ${PROTOCOLS[ipproto] ?? `ipproto-${ipproto}`}`]),
    ...(sport === undefined ? [] : [`sport ${ports(sport)}`]),
    ...(dport === undefined ? [] : [`dport ${ports(dport)}`]),
    ...actionWords(ns, rule),
    ...(details ? [`proto ${madeBy(rule)}`] : []),
  ];
  return `${rule.pref}:\t${words.join(' ')}`;
}

/** A rule typed without `protocol` says nothing of who made it. */
function madeBy({ protocol }: IpRule): string {
  return protocol === undefined || protocol === 'boot' ? 'unspec' : protocol;
}

/** As `ip -j rule` prints one. */
export function ruleJson(ns: Netns, rule: IpRule, details = false): JsonValue {
  const { fwmark, fwmask, tos, iif, oif, uidrange, ipproto, sport, dport, action, target } = rule;
  const isThere = (name: string): boolean => detached(ns, name) === '';
  return {
    priority: rule.pref,
    not: rule.not === true ? null : undefined,
    src: rule.from === null ? 'all' : formatIpv4(rule.from.addr),
    srclen: lengthOf(rule.from),
    dst: rule.to === null ? undefined : formatIpv4(rule.to.addr),
    dstlen: lengthOf(rule.to),
    tos: tos === undefined || tos === 0 ? undefined : `0x${tos.toString(16).padStart(2, '0')}`,
    fwmark: fwmark === null ? undefined : hex(fwmark),
    fwmask: fwmark === null || fwmask === 0xffff_ffff ? undefined : hex(fwmask),
    iif: iif ?? undefined,
    iif_detached: iif === null || isThere(iif) ? undefined : null,
    oif: oif ?? undefined,
    oif_detached: oif === null || isThere(oif) ? undefined : null,
    uid_start: uidrange?.min,
    uid_end: uidrange?.max,
    ipproto: ipproto === undefined ? undefined : (PROTOCOLS[ipproto] ?? `ipproto-${ipproto}`),
    ...portsJson('sport', sport),
    ...portsJson('dport', dport),
    ...(action === 'lookup' ? lookupJson(rule) : action === 'goto' ? gotoJson(ns, target ?? 0) : { action }),
    protocol: details ? madeBy(rule) : undefined,
  };
}

function lengthOf(prefix: Cidr4 | null): number | undefined {
  return prefix === null || prefix.len === 32 ? undefined : prefix.len;
}

function portsJson(name: string, range: NumberRange | undefined): Readonly<Record<string, number>> {
  if (range === undefined) return {};
  return range.min === range.max
    ? { [name]: range.min }
    : { [`${name}_start`]: range.min, [`${name}_end`]: range.max };
}

function lookupJson({
  table,
  suppressPrefixlength,
  suppressIfgroup,
}: IpRule): Readonly<Record<string, JsonValue | undefined>> {
  return {
    table: tableName(table),
    suppress_prefixlen: suppressPrefixlength,
    suppress_ifgroup:
      suppressIfgroup === undefined ? undefined : suppressIfgroup === 0 ? 'default' : String(suppressIfgroup),
  };
}

function gotoJson(ns: Netns, target: number): Readonly<Record<string, JsonValue | undefined>> {
  return { goto: target, unresolved: ns.ipRules.some(({ pref }) => pref === target) ? undefined : null };
}

function actionWords(ns: Netns, rule: IpRule): readonly string[] {
  const { action, table, target, suppressPrefixlength: prefix, suppressIfgroup: group } = rule;
  if (action === 'goto') {
    const there = ns.ipRules.some(({ pref }) => pref === target);
    return [`goto ${target ?? 0}`, ...(there ? [] : ['[unresolved]'])];
  }
  if (action !== 'lookup') return [action];
  return [
    `lookup ${tableName(table)}`,
    ...(prefix === undefined ? [] : [`suppress_prefixlength ${prefix}`]),
    ...(group === undefined ? [] : [`suppress_ifgroup ${group === 0 ? 'default' : group}`]),
  ];
}

/** A host is written without its length. */
function address({ addr, len }: Cidr4): string {
  return len === 32 ? formatIpv4(addr) : formatCidr4({ addr, len });
}

/** `%#x`: zero has no prefix. */
function hex(value: number): string {
  return value === 0 ? '0' : `0x${value.toString(16)}`;
}

function ports({ min, max }: NumberRange): string {
  return min === max ? String(min) : `${min}-${max}`;
}

/** The rule names a device that is not there. */
function detached(ns: Netns, name: string): string {
  return ns.links.some((link) => link?.name === name) ? '' : ' [detached]';
}
