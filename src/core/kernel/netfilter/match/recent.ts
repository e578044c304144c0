/** `-m recent`: addresses that were here not long ago; Service affinity stands on it. Source: net/netfilter/xt_recent.c. */
import type { Ctx } from '../../ctx';
import type { Netns } from '../../../model/world';
import { asIpv4, formatIpv4, parseIpv4 } from '../../../wire/addr';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import { networkOffset } from '../../skb';
import { putNfState } from '../../write';
import { parseNumber, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

type Match = MatchOf<'recent'>;
const NS_PER_SEC = 1_000_000_000;
/** Stamps kept for one address (`ip_pkt_list_tot`). */
const STAMPS_MAX = 20;
const ALL = asIpv4(0xffff_ffff);
const START: Match = {
  kind: 'recent',
  act: 'rcheck',
  name: 'DEFAULT',
  seconds: 0,
  reap: false,
  hitcount: 0,
  mask: ALL,
  side: 'src',
  invert: false,
};
const ACTS: readonly Match['act'][] = ['set', 'rcheck', 'update', 'remove'];

export const recent: MatchKind<'recent'> = {
  kind: 'recent',
  start: START,
  option(given, name, invert, words) {
    const draft = given ?? START;
    const act = ACTS.find((known) => `--${known}` === name);
    if (act !== undefined) return { ...draft, act, invert };
    if (invert) return 'bad';
    const number = (): number | null => readWord(words, (text) => parseNumber(text, 0xffff_ffff));
    switch (name) {
      case '--name':
        return with_(draft, 'name', readWord(words, String));
      case '--seconds':
        return with_(draft, 'seconds', number());
      case '--hitcount':
        return with_(draft, 'hitcount', number());
      case '--mask':
        return with_(
          draft,
          'mask',
          readWord(words, (text) => {
            const mask = parseIpv4(text);
            return mask.ok ? mask.value : null;
          }),
        );
      case '--reap':
        return { ...draft, reap: true };
      case '--rsource':
        return { ...draft, side: 'src' };
      case '--rdest':
        return { ...draft, side: 'dst' };
      default:
        return 'unknown';
    }
  },
  print: (match) =>
    [
      `-m recent ${match.invert ? '! ' : ''}--${match.act}`,
      ...(match.seconds === 0 ? [] : [`--seconds ${String(match.seconds)}`]),
      ...(match.reap ? ['--reap'] : []),
      ...(match.hitcount === 0 ? [] : [`--hitcount ${String(match.hitcount)}`]),
      `--name ${match.name} --mask ${formatIpv4(match.mask)} ${match.side === 'src' ? '--rsource' : '--rdest'}`,
    ].join(' '),
  fits(match, { ctx, ns, skb }) {
    const at = networkOffset(skb);
    const addr = match.side === 'src' ? ipSrc(skb.data, at) : ipDst(skb.data, at);
    return judge(ctx, ns, match, `recent ${match.name} ${formatIpv4(asIpv4(addr & match.mask))}`);
  },
};

function with_<K extends keyof Match>(draft: Match, key: K, value: Match[K] | null): Match | 'bad' {
  return value === null ? 'bad' : { ...draft, [key]: value };
}

function judge(ctx: Ctx, ns: Netns, match: Match, key: string): boolean {
  const stamps = ns.nfState.entries.get(key);
  const { nowNs } = ctx.world;
  if (match.act === 'set') {
    putNfState(ctx, ns, key, [...(stamps ?? []), nowNs].slice(-STAMPS_MAX));
    return !match.invert;
  }
  if (stamps === undefined) return match.invert;
  if (match.act === 'remove') {
    putNfState(ctx, ns, key, undefined);
    return !match.invert;
  }
  const sinceNs = match.seconds === 0 ? -Infinity : nowNs - match.seconds * NS_PER_SEC;
  const hits = stamps.filter((stamp) => stamp >= sinceNs).length;
  const fits = hits > 0 && hits >= match.hitcount !== match.invert;
  if (match.reap) reap(ctx, ns, match.name, sinceNs);
  if (match.act === 'update' && fits) putNfState(ctx, ns, key, [...stamps, nowNs].slice(-STAMPS_MAX));
  return fits;
}

/** Forgets the address that was silent longest, if its time is over. Source: recent_entry_reap. */
function reap(ctx: Ctx, ns: Netns, name: string, sinceNs: number): void {
  let oldest: { readonly key: string; readonly stamp: number } | null = null;
  for (const [key, stamps] of ns.nfState.entries) {
    const stamp = stamps[stamps.length - 1] ?? 0;
    if (key.startsWith(`recent ${name} `) && (oldest === null || stamp < oldest.stamp))
      oldest = { key, stamp };
  }
  if (oldest !== null && oldest.stamp < sinceNs) putNfState(ctx, ns, oldest.key, undefined);
}
