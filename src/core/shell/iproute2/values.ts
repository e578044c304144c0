/** Values as iproute2 reads them: addresses, prefixes, numbers, names. Source: iproute2 6.1 lib/utils.c. */
import { err, ok, type Result } from '../../base/result';
import { asIpv4, parseIpv4, parseMac, type Cidr4, type Ipv4Addr, type MacAddr } from '../../wire/addr';
import { failed, notYet, type Outcome } from '../command';
import { OWN_ERROR } from './errors';

export type Read<T> = Result<T, Outcome>;

/** `get_addr_1`: dotted decimal, where missing octets at the end are 0: `10.244` is 10.244.0.0. */
function shortIpv4(text: string): Ipv4Addr | null {
  if (!/^\d{1,3}(\.\d{1,3}){0,3}$/.test(text)) return null;
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return null;
  return asIpv4([0, 1, 2, 3].reduce((addr, i) => addr * 256 + (octets[i] ?? 0), 0));
}

const isIpv6 = (text: string): boolean =>
  /^[0-9a-fA-F]*:[0-9a-fA-F:.]*(\/\d+)?$/.test(text) && !parseMac(text).ok;

/** An address. `family`: how the tool names what it expected, `any valid` or `inet`. */
export function readAddr(word: string, family: 'any valid' | 'inet' = 'any valid'): Read<Ipv4Addr> {
  if (isIpv6(word)) return err(notYet('IPv6'));
  const addr = word === 'any' || word === 'default' ? asIpv4(0) : shortIpv4(word);
  if (addr === null) {
    return err(failed(OWN_ERROR, `Error: ${family} address is expected rather than "${word}".`));
  }
  return ok(addr);
}

/** A prefix with its length; an address alone is its /32. `default`, `any` and `all` are 0.0.0.0/0. */
export function readPrefix(word: string): Read<Cidr4> {
  if (isIpv6(word)) return err(notYet('IPv6'));
  if (word === 'default' || word === 'any' || word === 'all') return ok({ addr: asIpv4(0), len: 0 });
  const [head = '', tail, ...more] = word.split('/');
  const addr = shortIpv4(head);
  const len = tail === undefined ? 32 : readLen(tail);
  if (addr === null || len === null || more.length > 0) {
    return err(failed(OWN_ERROR, `Error: any valid prefix is expected rather than "${word}".`));
  }
  return ok({ addr, len });
}

/** A prefix length, or a netmask in its stead (`/255.255.255.0`). */
function readLen(text: string): number | null {
  if (/^\d{1,2}$/.test(text)) return Number(text) <= 32 ? Number(text) : null;
  const mask = parseIpv4(text);
  if (!mask.ok) return null;
  const ones = mask.value === 0 ? 0 : Math.clz32(~mask.value);
  return mask.value === (ones === 0 ? 0 : (-1 << (32 - ones)) >>> 0) ? ones : null;
}

/** `ll_addr_a2n` */
export function readMac(word: string): Read<MacAddr> {
  const addr = parseMac(word);
  return addr.ok ? ok(addr.value) : err(failed(OWN_ERROR, `"${word}" is invalid lladdr.`));
}

/** A number in C notation (decimal, 0x…, 0…) from 0 to `max`, else null. */
export function readNumber(word: string, max = 0xffff_ffff): number | null {
  const form = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/;
  if (!form.test(word)) return null;
  const octal = /^0[0-7]+$/.test(word);
  const value = octal ? parseInt(word, 8) : Number(word);
  return value <= max ? value : null;
}

/** IFNAMSIZ - 1 */
const IFNAME_MAX = 15;

/** `check_ifname` */
export function isIfname(word: string): boolean {
  return word.length > 0 && word.length <= IFNAME_MAX && !/[/\s]/.test(word) && word !== '.' && word !== '..';
}
