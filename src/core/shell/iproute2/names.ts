/** Names that stand for numbers in iproute2 (lib/rt_names.c; /etc/iproute2/rt_scopes, rt_tables, rt_protos). */
import { err, ok } from '../../base/result';
import {
  SCOPE_GLOBAL,
  SCOPE_HOST,
  SCOPE_LINK,
  SCOPE_NOWHERE,
  SCOPE_SITE,
  TABLE_DEFAULT,
  TABLE_LOCAL,
  TABLE_MAIN,
  type RouteProtocol,
} from '../../model/route';
import { notYet } from '../command';
import { invalidArgument } from './errors';
import { readNumber, type Read } from './values';

const SCOPES: ReadonlyMap<string, number> = new Map([
  ['global', SCOPE_GLOBAL],
  ['universe', SCOPE_GLOBAL],
  ['site', SCOPE_SITE],
  ['link', SCOPE_LINK],
  ['host', SCOPE_HOST],
  ['nowhere', SCOPE_NOWHERE],
]);

const TABLES: ReadonlyMap<string, number> = new Map([
  ['default', TABLE_DEFAULT],
  ['main', TABLE_MAIN],
  ['local', TABLE_LOCAL],
]);

const PROTOCOLS: ReadonlyMap<string, RouteProtocol> = new Map([
  ['kernel', 'kernel'],
  ['2', 'kernel'],
  ['boot', 'boot'],
  ['3', 'boot'],
  ['static', 'static'],
  ['4', 'static'],
  ['ra', 'ra'],
  ['9', 'ra'],
  ['bird', 'bird'],
  ['12', 'bird'],
  ['dhcp', 'dhcp'],
  ['16', 'dhcp'],
  ['80', '80'],
]);
/** Known to iproute2, but written by nothing in a lab. */
const OTHER_PROTOCOLS = [
  'redirect',
  'gated',
  'mrt',
  'zebra',
  'dnrouted',
  'xorp',
  'ntk',
  'keepalived',
  'babel',
  'openr',
  'bgp',
  'isis',
  'ospf',
  'rip',
  'eigrp',
];

/** `rtnl_rtscope_a2n`; the text of the error depends on who asks. */
export function readScope(word: string, complaint: string): Read<number> {
  const scope = SCOPES.get(word) ?? readNumber(word, 255);
  return scope === null ? err(invalidArgument(complaint, word)) : ok(scope);
}

/** `rtnl_rttable_a2n` */
export function readTable(word: string): Read<number> {
  const table = TABLES.get(word) ?? readNumber(word);
  return table === null ? err(invalidArgument('"table" value is invalid\n', word)) : ok(table);
}

/** `rtnl_rtprot_a2n` */
export function readProtocol(word: string): Read<RouteProtocol> {
  const protocol = PROTOCOLS.get(word);
  if (protocol !== undefined) return ok(protocol);
  if (OTHER_PROTOCOLS.includes(word) || readNumber(word, 255) !== null) return err(notYet(`proto ${word}`));
  return err(invalidArgument('"protocol" value is invalid\n', word));
}

const nameOf = (names: ReadonlyMap<string, number>, value: number): string =>
  [...names].find(([, number]) => number === value)?.[0] ?? String(value);

export const scopeName = (scope: number): string => nameOf(SCOPES, scope);
export const tableName = (table: number): string => nameOf(TABLES, table);
