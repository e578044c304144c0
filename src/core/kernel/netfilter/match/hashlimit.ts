/**
 * `-m hashlimit --hashlimit-upto 10/sec --hashlimit-mode srcip --hashlimit-name x`: a bucket for each address or port. Rules whose
 * tables have one name and tell packets apart alike share their buckets. Source: net/netfilter/xt_hashlimit.c hashlimit_mt_common; extensions/libxt_hashlimit.c.
 */
import { formatIpv4, networkOf } from '../../../wire/addr';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import type { Skb } from '../../../model/skb';
import { networkOffset } from '../../skb';
import { putNfState } from '../../write';
import { portsOf } from '../transport';
import { parseNumber, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

type Match = MatchOf<'hashlimit'>;
type Key = Match['mode'][number];

const MODES: readonly Key[] = ['srcip', 'srcport', 'dstip', 'dstport'];
const BURST_DEFAULT = 5;
const BURST_MAX = 1_000_000;
const COUNT_MAX = 1_000_000;
const LEN_MAX = 32;
const NUMBER_MAX = 0xffff_ffff;
const NS_PER_MS = 1_000_000;
/** Longest first, with their seconds. */
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['min', 60],
  ['sec', 1],
] as const;
const LONG_UNITS = ['day', 'hour', 'minute', 'second'];
/** Units of cost in a second (XT_HASHLIMIT_SCALE_v2). */
const SCALE = 1_000_000;
const NS_PER_COST = 1000;

const START: Match = {
  ...{ kind: 'hashlimit', cost: 0, above: false, burst: BURST_DEFAULT, mode: [], name: '' },
  ...{ srcLen: LEN_MAX, dstLen: LEN_MAX, table: {}, unitSec: 1 },
};

/** Options of the table, in the order in which they are printed. */
const TABLE = ['size', 'max', 'gcinterval', 'expire'] as const;

export const hashlimit: MatchKind<'hashlimit'> = {
  kind: 'hashlimit',
  start: START,
  option(given, name, invert, words) {
    const draft = given ?? START;
    const option = name.replace(/^--hashlimit-?/, '');
    if (!name.startsWith('--hashlimit')) return 'unknown';
    switch (option) {
      case '':
      case 'upto':
      case 'above': {
        const rate = readWord(words, parseRate);
        if (rate === null || draft.cost > 0) return 'bad';
        return { ...draft, ...rate, above: (option === 'above') !== invert };
      }
      case 'burst': {
        const burst = readWord(words, (text) => parseNumber(text, BURST_MAX));
        return burst === null || burst === 0 || invert ? 'bad' : { ...draft, burst };
      }
      case 'mode': {
        const mode = readWord(words, parseMode);
        return mode === null || invert ? 'bad' : { ...draft, mode };
      }
      case 'name': {
        const table = readWord(words, (text) => (/^[^/]{1,255}$/.test(text) ? text : null));
        return table === null || invert ? 'bad' : { ...draft, name: table };
      }
      case 'srcmask':
      case 'dstmask': {
        const len = readWord(words, (text) => parseNumber(text, LEN_MAX));
        if (len === null || invert) return 'bad';
        return option === 'srcmask' ? { ...draft, srcLen: len } : { ...draft, dstLen: len };
      }
      default: {
        const setting = TABLE.find((one) => option === `htable-${one}`);
        if (setting === undefined) return 'unknown';
        const value = readWord(words, (text) => parseNumber(text, NUMBER_MAX));
        return value === null || invert ? 'bad' : { ...draft, table: { ...draft.table, [setting]: value } };
      }
    }
  },
  print: (match) =>
    [
      `-m hashlimit --hashlimit-${match.above ? 'above' : 'upto'} ${hashRate(match)}`,
      `--hashlimit-burst ${String(match.burst)}`,
      ...(match.mode.length === 0 ? [] : [`--hashlimit-mode ${match.mode.join(',')}`]),
      `--hashlimit-name ${match.name}`,
      ...tableWords(match).map((word) => `--hashlimit-${word}`),
    ].join(' '),
  fits(match, { ctx, ns, skb }) {
    const { nowNs } = ctx.world;
    const key = `hashlimit ${match.name} ${keyOf(match, skb)}`;
    const costNs = match.cost * NS_PER_COST;
    const fullNs = costNs * match.burst;
    const expireNs = (match.table.expire ?? match.unitSec * 1000) * NS_PER_MS;
    const known = ns.nfState.entries.get(key);
    const [creditNs = fullNs, sinceNs = nowNs] = known ?? [];
    // Whoever was not seen for so long is forgotten, and begins with a full bucket.
    const creditNow =
      nowNs - sinceNs >= expireNs && known !== undefined
        ? fullNs
        : Math.min(fullNs, creditNs + nowNs - sinceNs);
    const within = creditNow >= costNs;
    putNfState(ctx, ns, key, [within ? creditNow - costNs : creditNow, nowNs]);
    return within !== match.above;
  },
};

/** `10/sec`, as coarse as it can be said. Source: libxt_hashlimit.c print_rate. */
export function hashRate({ cost }: Match): string {
  let [name, seconds]: readonly [string, number] = UNITS[0];
  for (const [next, nextSec] of UNITS.slice(1)) {
    const scaled = nextSec * SCALE;
    if (cost > scaled || Math.floor(scaled / cost) < scaled % cost) break;
    name = next;
    seconds = nextSec;
  }
  return `${String(Math.floor((seconds * SCALE) / cost))}/${name}`;
}

/** Settings of the table and masks, without what stands in front of them. */
export function tableWords({ table, srcLen, dstLen }: Match): readonly string[] {
  const settings = TABLE.flatMap((name) => {
    const value = table[name];
    return value === undefined ? [] : [`htable-${name} ${String(value)}`];
  });
  return [
    ...settings,
    ...(srcLen === LEN_MAX ? [] : [`srcmask ${String(srcLen)}`]),
    ...(dstLen === LEN_MAX ? [] : [`dstmask ${String(dstLen)}`]),
  ];
}

function parseRate(text: string): Pick<Match, 'cost' | 'unitSec'> | null {
  const [countText = '', unitText = 'second', ...beyond] = text.split('/');
  const count = parseNumber(countText, COUNT_MAX);
  const place = LONG_UNITS.findIndex((known) => unitText !== '' && known.startsWith(unitText));
  const unit = UNITS[place];
  if (count === null || count === 0 || unit === undefined || beyond.length > 0) return null;
  const cost = Math.floor((unit[1] * SCALE) / count);
  return cost === 0 ? null : { cost, unitSec: unit[1] };
}

function parseMode(text: string): readonly Key[] | null {
  const words = text.split(',');
  if (!words.every((word) => MODES.some((known) => known === word))) return null;
  return MODES.filter((known) => words.includes(known));
}

/** What a packet is told apart by; ports are 0 where there are none. */
function keyOf({ mode, srcLen, dstLen }: Match, skb: Skb): string {
  const at = networkOffset(skb);
  const ports = portsOf(skb);
  const parts: Readonly<Record<Key, () => string>> = {
    srcip: () => formatIpv4(networkOf(ipSrc(skb.data, at), srcLen)),
    srcport: () => String(ports?.src ?? 0),
    dstip: () => formatIpv4(networkOf(ipDst(skb.data, at), dstLen)),
    dstport: () => String(ports?.dst ?? 0),
  };
  return mode.map((key) => `${key} ${parts[key]()}`).join(' ');
}
