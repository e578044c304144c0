/** `-m icmp [!] --icmp-type TYPE[/CODE]`. Source: net/ipv4/netfilter/ip_tables.c icmp_match; extensions/libipt_icmp.c. */
import { PROTO_ICMP } from '../../../wire/ipv4';
import { transportAt } from '../transport';
import { inRange, parseNumber, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

const ANY_CODE = { min: 0, max: 255 };
const ANY: MatchOf<'icmp'> = { kind: 'icmp', type: null, code: ANY_CODE, invert: false };

/** Names people use; iptables-save prints numbers. */
const NAMES: Readonly<Record<string, string>> = {
  any: 'any',
  'echo-reply': '0',
  pong: '0',
  'destination-unreachable': '3',
  'network-unreachable': '3/0',
  'host-unreachable': '3/1',
  'protocol-unreachable': '3/2',
  'port-unreachable': '3/3',
  'fragmentation-needed': '3/4',
  redirect: '5',
  'echo-request': '8',
  ping: '8',
  'time-exceeded': '11',
  'ttl-exceeded': '11',
  'ttl-zero-during-transit': '11/0',
  'parameter-problem': '12',
};

export const icmp: MatchKind<'icmp'> = {
  kind: 'icmp',
  protos: [PROTO_ICMP],
  start: ANY,
  option(_draft, name, invert, words) {
    if (name !== '--icmp-type') return 'unknown';
    const match = readWord(words, parseType);
    return match === null ? 'bad' : { ...match, invert };
  },
  print({ type, code, invert }) {
    const codeText = code.min === 0 && code.max === 255 ? '' : `/${String(code.min)}`;
    const text = type === null ? 'any' : `${String(type)}${codeText}`;
    return `-m icmp ${invert ? '! ' : ''}--icmp-type ${text}`;
  },
  fits({ type, code, invert }, { skb }) {
    const at = transportAt(skb, PROTO_ICMP, 4);
    if (at === -1) return false;
    const fits = type === null || (skb.data[at] === type && inRange(skb.data[at + 1] ?? 0, code));
    return fits !== invert;
  },
  alike: () => true,
};

function parseType(text: string): MatchOf<'icmp'> | null {
  const numbers = Object.hasOwn(NAMES, text) ? (NAMES[text] ?? text) : text;
  if (numbers === 'any') return ANY;
  const [typeText = '', codeText, ...rest] = numbers.split('/');
  const type = parseNumber(typeText, 255);
  const code = codeText === undefined ? null : parseNumber(codeText, 255);
  if (type === null || rest.length > 0 || (codeText !== undefined && code === null)) return null;
  return { kind: 'icmp', type, code: code === null ? ANY_CODE : { min: code, max: code }, invert: false };
}
