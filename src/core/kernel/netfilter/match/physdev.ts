/** `-m physdev`: the ports of a bridge behind the devices a rule sees. Source: net/netfilter/xt_physdev.c physdev_mt. */
import type { Negatable } from '../../../model/netfilter.match';
import type { Ifindex } from '../../../model/link';
import type { Netns } from '../../../model/world';
import { linkOf } from '../../ctx';
import { printNegatable, readNegatable } from '../values';
import { deviceFits } from '../device';
import type { MatchKind, MatchOf } from './kind';

type Match = MatchOf<'physdev'>;
const START: Match = { kind: 'physdev', in: null, out: null, isIn: null, isOut: null, isBridged: null };

export const physdev: MatchKind<'physdev'> = {
  kind: 'physdev',
  start: null,
  option(given, name, invert, words) {
    const draft = given ?? START;
    switch (name) {
      case '--physdev-in':
      case '--physdev-out': {
        const dev = readNegatable(words, invert, String);
        if (dev === null) return 'bad';
        return name === '--physdev-in' ? { ...draft, in: dev } : { ...draft, out: dev };
      }
      case '--physdev-is-in':
        return { ...draft, isIn: !invert };
      case '--physdev-is-out':
        return { ...draft, isOut: !invert };
      case '--physdev-is-bridged':
        return { ...draft, isBridged: !invert };
      default:
        return 'unknown';
    }
  },
  print: (match) =>
    [
      '-m physdev',
      ...flag('--physdev-is-in', match.isIn),
      ...printNegatable('--physdev-in', match.in, String),
      ...flag('--physdev-is-out', match.isOut),
      ...printNegatable('--physdev-out', match.out, String),
      ...flag('--physdev-is-bridged', match.isBridged),
    ].join(' '),
  fits(match, { ns, skb }) {
    const { physIn = 0, physOut = 0 } = skb.bridge ?? {};
    // Off the bridge every positive question is answered with no.
    if (match.isBridged !== null && match.isBridged !== (physOut !== 0)) return false;
    if (match.isIn !== null && match.isIn !== (physIn !== 0)) return false;
    if (match.isOut !== null && match.isOut !== (physOut !== 0)) return false;
    return portFits(ns, match.in, physIn) && portFits(ns, match.out, physOut);
  },
};

function flag(option: string, wanted: boolean | null): string[] {
  return wanted === null ? [] : [`${wanted ? '' : '! '}${option}`];
}

function portFits(ns: Netns, wanted: Negatable<string> | null, port: Ifindex): boolean {
  if (wanted === null) return true;
  return deviceFits(linkOf(ns, port)?.name ?? '', wanted.value) !== wanted.invert;
}
