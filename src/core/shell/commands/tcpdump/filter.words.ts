/** The words of pcap-filter(7): how an expression is cut, and what its names stand for. Source: libpcap scanner.l. */

export type FilterWord =
  | { readonly kind: 'keyword' | 'symbol' | 'name'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: number }
  /** Two to four numbers with dots. */
  | { readonly kind: 'dotted'; readonly text: string }
  | { readonly kind: 'mac'; readonly text: string };

const KEYWORDS: ReadonlySet<string> = new Set([
  ...[
    'and',
    'or',
    'not',
    'src',
    'dst',
    'host',
    'net',
    'mask',
    'port',
    'portrange',
    'proto',
    'less',
    'greater',
  ],
  ...[
    'ether',
    'ip',
    'arp',
    'rarp',
    'ip6',
    'tcp',
    'udp',
    'icmp',
    'sctp',
    'igmp',
    'esp',
    'ah',
    'len',
    'length',
  ],
  ...[
    'broadcast',
    'multicast',
    'inbound',
    'outbound',
    'link',
    'gateway',
    'byte',
    'vlan',
    'mpls',
    'icmp6',
    'pim',
  ],
  ...['protochain', 'ifname', 'on', 'rnr', 'reason', 'action', 'wlan', 'pppoes', 'pppoed', 'geneve', 'stp'],
]);

/** Values of names that stand for numbers. */
const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ...Object.entries({
    icmptype: 0,
    icmpcode: 1,
    tcpflags: 13,
    'tcp-fin': 0x01,
    'tcp-syn': 0x02,
    'tcp-rst': 0x04,
    'tcp-push': 0x08,
    'tcp-ack': 0x10,
    'tcp-urg': 0x20,
    'tcp-ece': 0x40,
    'tcp-cwr': 0x80,
    'icmp-echoreply': 0,
    'icmp-unreach': 3,
    'icmp-sourcequench': 4,
    'icmp-redirect': 5,
    'icmp-echo': 8,
    'icmp-routeradvert': 9,
    'icmp-routersolicit': 10,
    'icmp-timxceed': 11,
    'icmp-paramprob': 12,
    'icmp-tstamp': 13,
    'icmp-tstampreply': 14,
    'icmp-ireq': 15,
    'icmp-ireqreply': 16,
    'icmp-maskreq': 17,
    'icmp-maskreply': 18,
  }),
]);

/** What stands alone, longest first. */
const SYMBOLS = /^(?:&&|\|\||<<|>>|<=|>=|!=|==|[()[\]:!=<>&|^+\-*/%])/;
const MAC = /^[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5}(?![\w:])/;
const DOTTED = /^\d+(?:\.\d+){1,3}(?![-_.\w]*\w)/;
const NUMBER = /^(?:0[xX][0-9a-fA-F]+|\d+)(?![-_.\w]*\w)/;
const NAME = /^\\?[A-Za-z0-9](?:[-_.A-Za-z0-9]*[.A-Za-z0-9])?/;

/** Null where a character belongs to no word. */
export function filterWords(text: string): readonly FilterWord[] | null {
  const words: FilterWord[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const word = firstWord(rest);
    if (word === null) return null;
    words.push(word.word);
    rest = rest.slice(word.length).trimStart();
  }
  return words;
}

function firstWord(rest: string): { readonly word: FilterWord; readonly length: number } | null {
  const found = (pattern: RegExp): string | undefined => pattern.exec(rest)?.[0];
  const mac = found(MAC);
  if (mac !== undefined) return { word: { kind: 'mac', text: mac }, length: mac.length };
  const dotted = found(DOTTED);
  if (dotted !== undefined) return { word: { kind: 'dotted', text: dotted }, length: dotted.length };
  const number = found(NUMBER);
  if (number !== undefined) {
    return { word: { kind: 'number', text: number, value: numberOf(number) }, length: number.length };
  }
  const name = found(NAME);
  if (name !== undefined) return { word: nameWord(name), length: name.length };
  const symbol = found(SYMBOLS);
  if (symbol === undefined) return null;
  return { word: { kind: 'symbol', text: symbol }, length: symbol.length };
}

function nameWord(name: string): FilterWord {
  // A backslash takes a keyword's meaning away.
  if (name.startsWith('\\')) return { kind: 'name', text: name.slice(1) };
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return { kind: 'number', text: name, value: constant };
  return { kind: KEYWORDS.has(name) ? 'keyword' : 'name', text: name };
}

/** As strtoul(3) reads it: 0x is hexadecimal, a leading 0 octal. */
function numberOf(text: string): number {
  if (/^0[0-7]+$/.test(text)) return parseInt(text, 8) >>> 0;
  return Number(text) >>> 0;
}
