/**
 * Expressions of pcap-filter(7) → filters, with the errors of libpcap. `and` and `or` bind alike, from left to right; what
 * stands bare behind one of them takes over the qualifiers of what stood before.
 * Source: libpcap grammar.y, gencode.c.
 */
import { err, ok, type Result } from '../../../base/result';
import { parseMac } from '../../../wire/addr';
import type {
  FilterHeader,
  FilterNumber,
  FilterOperator,
  FilterRelation,
  FilterWay,
  PacketFilter,
} from '../../../model/packet-filter';
import { addressFilter, netFilter, portFilter, type Qualifiers } from './filter.address';
import { ABBREVIATIONS, ETHERTYPES, IP_PROTOS, NO_ETHERNET, OPERATORS, RELATIONS } from './filter.tables';
import { filterWords, type FilterWord } from './filter.words';

const SYNTAX = 'syntax error';
/** `can't parse filter expression` stands in front of what the grammar refuses, and of nothing else. */
export interface FilterError {
  readonly text: string;
}

/** Twelve bits. */
const VID_FIELD_MAX = 0xfff;
/** Deepest nesting, so that no expression exhausts the stack. */
const DEPTH_MAX = 100;

const HEADERS: ReadonlySet<string> = new Set<FilterHeader>(['ether', 'ip', 'arp', 'icmp', 'tcp', 'udp']);
const TYPES: ReadonlySet<string> = new Set(['host', 'net', 'port', 'portrange', 'proto']);
/** `ethernet`: the device has Ethernet headers to ask about. Null: everything is let through. */
export function parseFilter(text: string, ethernet: boolean): Result<PacketFilter | null, FilterError> {
  const words = filterWords(text);
  if (words === null) return syntaxError();
  if (words.length === 0) return ok(null);
  return new Parser(words, ethernet).whole();
}

function syntaxError(): Result<never, FilterError> {
  return err({ text: `can't parse filter expression: ${SYNTAX}` });
}

class Parser {
  private at = 0;
  private depth = 0;
  /** The first thing that is wrong; after it nothing counts. */
  private fault: string | null = null;
  private readonly words: readonly FilterWord[];
  private readonly ethernet: boolean;
  /** What a bare address or port behind `and` or `or` is about. */
  private last: Qualifiers | null = null;

  constructor(words: readonly FilterWord[], ethernet: boolean) {
    this.words = words;
    this.ethernet = ethernet;
  }

  whole(): Result<PacketFilter, FilterError> {
    const filter = this.expression();
    if (filter === null || this.at < this.words.length) {
      return this.fault === null || this.fault === SYNTAX ? syntaxError() : err({ text: this.fault });
    }
    return ok(filter);
  }

  private get word(): FilterWord | undefined {
    return this.words[this.at];
  }

  /** Passes over a word that has this text and is no name. */
  private take(...texts: readonly string[]): string | null {
    const { word } = this;
    if (word === undefined || word.kind === 'name' || !texts.includes(word.text)) return null;
    this.at += 1;
    return word.text;
  }

  private fail(text: string = SYNTAX): null {
    this.fault ??= text;
    return null;
  }

  private expression(): PacketFilter | null {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) return this.fail();
    let left = this.term(false);
    while (left !== null) {
      const kind = this.take('and', '&&') !== null ? 'and' : this.take('or', '||') !== null ? 'or' : null;
      if (kind === null) break;
      const right: PacketFilter | null = this.term(true);
      left = right === null ? null : { kind, left, right };
    }
    this.depth -= 1;
    return left;
  }

  /** `joined`: behind `and` or `or`, where an address or port may stand bare. */
  private term(joined: boolean): PacketFilter | null {
    if (this.take('not', '!') !== null) {
      this.depth += 1;
      if (this.depth > DEPTH_MAX) return this.fail();
      const of = this.term(joined);
      this.depth -= 1;
      return of && { kind: 'not', of };
    }
    const relation = this.relation();
    if (relation !== null || this.fault !== null) return relation;
    if (this.take('(') !== null) {
      const inside = this.expression();
      if (inside === null) return null;
      return this.take(')') === null ? this.fail() : inside;
    }
    if (joined && this.last !== null && this.isValue()) return this.value(this.last);
    return this.primitive();
  }

  private isValue(): boolean {
    const kind = this.word?.kind;
    return kind === 'number' || kind === 'dotted' || kind === 'mac' || kind === 'name';
  }

  /** `tcp[13] & 2 != 0`, `len > 100`; null and the place unchanged when there is none. */
  private relation(): PacketFilter | null {
    const start = this.at;
    const before = this.last;
    const left = this.arithmetic(0);
    const word = left === null ? undefined : this.word;
    const op = word?.kind === 'symbol' ? RELATIONS[word.text] : undefined;
    if (left === null || op === undefined) {
      // A number that is followed by no comparison was the beginning of something else.
      if (this.fault !== null && this.fault !== SYNTAX) return null;
      this.fault = null;
      this.at = start;
      this.last = before;
      return null;
    }
    this.at += 1;
    const right = this.arithmetic(0);
    return right === null ? this.fail() : { kind: 'relation', op, left, right };
  }

  private arithmetic(level: number): FilterNumber | null {
    const operators = OPERATORS[level];
    if (operators === undefined) return this.operand();
    let left = this.arithmetic(level + 1);
    while (left !== null) {
      const op = this.take(...operators) as FilterOperator | null;
      if (op === null) return left;
      const right = this.arithmetic(level + 1);
      left = right === null ? null : { kind: 'arithmetic', op, left, right };
    }
    return null;
  }

  private operand(): FilterNumber | null {
    const { word } = this;
    if (word?.kind === 'number') {
      this.at += 1;
      return { kind: 'number', value: word.value };
    }
    if (this.take('len', 'length') !== null) return { kind: 'length' };
    this.depth += 1;
    if (this.depth > DEPTH_MAX) return this.fail();
    const found = this.take('(') === null ? this.load() : this.inBrackets();
    this.depth -= 1;
    return found;
  }

  private inBrackets(): FilterNumber | null {
    const inside = this.arithmetic(0);
    return inside !== null && this.take(')') !== null ? inside : null;
  }

  /** `tcp[13]`, `ip[2:2]` */
  private load(): FilterNumber | null {
    const { word } = this;
    if (word?.kind !== 'keyword' || !HEADERS.has(word.text) || this.words[this.at + 1]?.text !== '[')
      return null;
    this.at += 2;
    const at = this.arithmetic(0);
    if (at === null) return null;
    let size = 1;
    if (this.take(':') !== null) {
      const { word: sizeWord } = this;
      if (sizeWord?.kind !== 'number') return this.fail();
      size = sizeWord.value;
      this.at += 1;
    }
    if (this.take(']') === null) return this.fail();
    if (size !== 1 && size !== 2 && size !== 4) return this.fail('data size must be 1, 2, or 4');
    const header = word.text as FilterHeader;
    if (header === 'ether' && !this.ethernet) return this.fail(NO_ETHERNET);
    return { kind: 'load', header, at, size };
  }

  private primitive(): PacketFilter | null {
    const { word } = this;
    if (word === undefined || word.kind !== 'keyword') return this.fail();
    switch (word.text) {
      case 'less':
      case 'greater':
        return this.lengthTest(word.text === 'less' ? '<=' : '>=');
      case 'inbound':
      case 'outbound':
        this.at += 1;
        return { kind: 'direction', direction: word.text === 'inbound' ? 'in' : 'out' };
      case 'vlan':
        return this.vlan();
      case 'broadcast':
      case 'multicast':
        return this.group('ether');
      default:
        return this.qualified();
    }
  }

  /** `vlan`, `vlan 10` */
  private vlan(): PacketFilter | null {
    this.at += 1;
    if (!this.ethernet) return this.fail('no VLAN support for this link type');
    const { word } = this;
    if (word?.kind !== 'number') return { kind: 'vlan', vid: null };
    this.at += 1;
    if (word.value > VID_FIELD_MAX)
      return this.fail(`VLAN tag ${word.value} greater than maximum ${VID_FIELD_MAX}`);
    return { kind: 'vlan', vid: word.value };
  }

  private lengthTest(op: FilterRelation): PacketFilter | null {
    this.at += 1;
    const { word } = this;
    if (word?.kind !== 'number') return this.fail();
    this.at += 1;
    return { kind: 'relation', op, left: { kind: 'length' }, right: { kind: 'number', value: word.value } };
  }

  /** `ether broadcast`, `ip multicast` */
  private group(of: string | null): PacketFilter | null {
    const kind = this.take('broadcast', 'multicast');
    if (of === 'ip') {
      return kind === 'multicast'
        ? { kind: 'ip-multicast' }
        : this.fail("netmask not known, so 'ip broadcast' not supported");
    }
    if (of !== 'ether' && of !== null) return this.fail();
    if (!this.ethernet) return this.fail('not a broadcast link');
    return { kind: kind === 'broadcast' ? 'mac-broadcast' : 'mac-multicast' };
  }

  /** `[tcp] [src] [port] 80`, `ip proto 6`, `tcp` alone. */
  private qualified(): PacketFilter | null {
    const start = this.at;
    const proto = this.take('ether', 'link', ...Object.keys(ABBREVIATIONS));
    const next = this.word?.kind === 'keyword' ? this.word.text : '';
    if (proto !== null && (next === 'broadcast' || next === 'multicast')) {
      return this.group(proto === 'link' ? 'ether' : proto);
    }
    const way = this.way();
    if (this.fault !== null) return null;
    const type = this.take(...TYPES);
    if (this.at === start) {
      // What libpcap knows, and this lab has no frames of.
      return this.fail();
    }
    const qualifiers: Qualifiers = {
      proto: proto === 'link' ? 'ether' : proto,
      way,
      type: type as Qualifiers['type'],
    };
    // A protocol alone qualifies no value: `tcp 53` is none of the grammar's.
    if (way === null && type === null) {
      const filter = proto === null ? undefined : ABBREVIATIONS[proto];
      return filter ?? this.fail();
    }
    this.last = qualifiers;
    if (this.take('(') !== null) return this.list(qualifiers);
    return this.value(qualifiers);
  }

  /** `src or dst`, `src and dst`, `src`, `dst`. */
  private way(): FilterWay | null {
    const first = this.take('src', 'dst');
    if (first === null) return null;
    const joined = this.word?.text;
    const second = this.words[this.at + 1];
    const isPair =
      (joined === 'or' || joined === 'and' || joined === '||' || joined === '&&') &&
      second?.kind === 'keyword' &&
      (second.text === 'src' || second.text === 'dst');
    if (!isPair) return first as FilterWay;
    if (second.text === first) {
      this.fail();
      return null;
    }
    this.at += 2;
    return joined === 'or' || joined === '||' ? 'either' : 'both';
  }

  /** `host (a or b)` */
  private list(qualifiers: Qualifiers): PacketFilter | null {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) return this.fail();
    const one = (): PacketFilter | null => {
      if (this.take('not', '!') !== null) {
        const of = this.value(qualifiers);
        return of && { kind: 'not', of };
      }
      return this.take('(') === null ? this.value(qualifiers) : this.list(qualifiers);
    };
    let left = one();
    while (left !== null && this.take(')') === null) {
      const kind = this.take('and', '&&') !== null ? 'and' : this.take('or', '||') !== null ? 'or' : null;
      const right: PacketFilter | null = kind === null ? this.fail() : one();
      left = right === null || kind === null ? null : { kind, left, right };
    }
    this.depth -= 1;
    return left;
  }

  /** An address, network, port or protocol with its qualifiers. */
  private value(qualifiers: Qualifiers): PacketFilter | null {
    const { word } = this;
    if (word === undefined) return this.fail();
    if (qualifiers.type === 'proto') return this.protocol(qualifiers, word);
    if (word.kind === 'keyword' || word.kind === 'symbol') return this.fail();
    this.at += 1;
    const made =
      qualifiers.type === 'port' || qualifiers.type === 'portrange'
        ? portFilter(qualifiers, word)
        : word.kind === 'mac'
          ? this.macFilter(qualifiers, word.text)
          : qualifiers.type === 'net' || this.word?.text === '/' || this.word?.text === 'mask'
            ? netFilter(qualifiers, word, this.mask())
            : addressFilter(qualifiers, word);
    return typeof made === 'string' ? this.fail(made) : made;
  }

  /** `/24` or `mask 255.255.255.0` behind an address. */
  private mask(): FilterWord | null {
    if (this.take('/', 'mask') === null) return null;
    const { word } = this;
    if (word?.kind !== 'number' && word?.kind !== 'dotted') {
      this.fail();
      return null;
    }
    this.at += 1;
    return word;
  }

  private macFilter({ proto, way, type }: Qualifiers, text: string): PacketFilter | string {
    if (proto !== 'ether' || (type !== null && type !== 'host')) {
      return 'ethernet address used in non-ether expression';
    }
    if (!this.ethernet) return NO_ETHERNET;
    const padded = text.split(':').map((byte) => byte.padStart(2, '0'));
    const mac = parseMac(padded.join(':'));
    return mac.ok ? { kind: 'mac', way: way ?? 'either', mac: mac.value } : SYNTAX;
  }

  private protocol({ proto, way }: Qualifiers, word: FilterWord): PacketFilter | null {
    if (way !== null) return this.fail('direction qualifier not allowed with proto');
    if (word.kind !== 'number' && word.kind !== 'name') return this.fail();
    this.at += 1;
    const ether = proto === 'ether';
    if (!ether && proto !== null && proto !== 'ip') return this.fail(`'${proto} proto' is bogus`);
    const known = (ether ? ETHERTYPES : IP_PROTOS)[word.text];
    const value = word.kind === 'number' ? word.value : known;
    if (value === undefined) return this.fail(`unknown ${ether ? 'ether' : 'ip'} proto '${word.text}'`);
    return ether ? { kind: 'ethertype', type: value } : { kind: 'ip-proto', proto: value };
  }
}
