/** `-m limit --limit 5/min --limit-burst 5`: a bucket that fills at a rate. Source: net/netfilter/xt_limit.c limit_mt. */
import { putNfState } from '../../write';
import { parseNumber, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

type Match = MatchOf<'limit'>;
const START: Match = { kind: 'limit', count: 3, unit: 'hour', burst: 5 };
const BURST_DEFAULT = 5;
const BURST_MAX = 10_000;
const NS_PER_SEC = 1_000_000_000;
const UNIT_SEC: Readonly<Record<Match['unit'], number>> = { sec: 1, min: 60, hour: 3600, day: 86_400 };
const UNITS = ['second', 'minute', 'hour', 'day'];

export const limit: MatchKind<'limit'> = {
  kind: 'limit',
  start: START,
  option(given, name, invert, words) {
    const draft = given ?? START;
    if (invert) return 'bad';
    if (name === '--limit') {
      const rate = readWord(words, parseRate);
      return rate === null ? 'bad' : { ...draft, ...rate };
    }
    if (name !== '--limit-burst') return 'unknown';
    const burst = readWord(words, (text) => parseNumber(text, BURST_MAX));
    return burst === null ? 'bad' : { ...draft, burst };
  },
  print: ({ count, unit, burst }) =>
    `-m limit --limit ${String(count)}/${unit}${burst === BURST_DEFAULT ? '' : ` --limit-burst ${String(burst)}`}`,
  fits({ count, unit, burst }, { ctx, ns }, rule) {
    const key = `limit ${String(rule)}`;
    const { nowNs } = ctx.world;
    const costNs = Math.floor((UNIT_SEC[unit] * NS_PER_SEC) / count);
    const fullNs = costNs * burst;
    const [creditNs = fullNs, sinceNs = nowNs] = ns.nfState.entries.get(key) ?? [];
    const creditNow = Math.min(fullNs, creditNs + nowNs - sinceNs);
    const fits = creditNow >= costNs;
    putNfState(ctx, ns, key, [fits ? creditNow - costNs : creditNow, nowNs]);
    return fits;
  },
};

/** `5`, `5/s`, `5/minute`: units may be cut short. */
function parseRate(text: string): Pick<Match, 'count' | 'unit'> | null {
  const [countText = '', unitText = 'second'] = text.split('/');
  const count = parseNumber(countText, 10_000);
  const unit = UNITS.find(
    (known) => unitText !== '' && known.startsWith(unitText.replace(/^sec$/, 'second')),
  );
  if (count === null || count === 0 || unit === undefined) return null;
  const short: Match['unit'] =
    unit === 'second' ? 'sec' : unit === 'minute' ? 'min' : unit === 'hour' ? 'hour' : 'day';
  return { count, unit: short };
}
