/**
 * `-m owner [!] --uid-owner U[-V]`, `--gid-owner`, `--socket-exists`: whose socket a packet made here comes from. Everything
 * runs as root; what the kernel says by itself (answers to echo requests, errors, resets) has a socket and no file, so it is
 * nobody's. Source: net/netfilter/xt_owner.c owner_mt; extensions/libxt_owner.c.
 */
import type { Range } from '../../../model/netfilter.match';
import { TCP_RST, tcpFlags } from '../../../wire/tcp';
import { ICMP_ECHO, icmpType } from '../../../wire/icmp4';
import { PROTO_ICMP, PROTO_TCP, ipHeaderLen, ipProto } from '../../../wire/ipv4';
import type { Skb } from '../../../model/skb';
import { networkOffset } from '../../skb';
import type { Seen } from '../seen';
import { inRange, parseRange, printNegatable, printRange, readNegatable } from '../values';
import type { MatchKind, MatchOf } from './kind';

const ID_MAX = 0xffff_fffe;
const ROOT = 0;
const START: MatchOf<'owner'> = { kind: 'owner', uid: null, gid: null, socket: null };

export const owner: MatchKind<'owner'> = {
  kind: 'owner',
  hooks: ['OUTPUT', 'POSTROUTING'],
  start: null,
  option(given, name, invert, words) {
    const draft = given ?? START;
    switch (name) {
      case '--uid-owner':
      case '--gid-owner': {
        const id = readNegatable(words, invert, parseId);
        if (id === null) return 'bad';
        return name === '--uid-owner' ? { ...draft, uid: id } : { ...draft, gid: id };
      }
      case '--socket-exists':
        return { ...draft, socket: !invert };
      default:
        return 'unknown';
    }
  },
  print: ({ uid, gid, socket }) =>
    [
      '-m owner',
      ...(socket === null ? [] : [`${socket ? '' : '! '}--socket-exists`]),
      ...printNegatable('--uid-owner', uid, (range) => printRange(range, '-')),
      ...printNegatable('--gid-owner', gid, (range) => printRange(range, '-')),
    ].join(' '),
  fits({ uid, gid, socket }, seen) {
    if (!isMadeHere(seen)) return false;
    if (socket === false) return false;
    const isOwned = isOfProcess(seen.skb);
    return [uid, gid].every(
      (asked) => asked === null || (isOwned && inRange(ROOT, asked.value)) !== asked.invert,
    );
  },
};

/** `root`, a number, a range of numbers. */
function parseId(text: string): Range | null {
  return text === 'root' ? { min: ROOT, max: ROOT } : parseRange(text, ID_MAX, '-');
}

function isMadeHere({ skb, hook }: Seen): boolean {
  return skb.iif === 0 && (hook === 'OUTPUT' || hook === 'POSTROUTING');
}

function isOfProcess(skb: Skb): boolean {
  const at = networkOffset(skb);
  const transport = at + ipHeaderLen(skb.data, at);
  switch (ipProto(skb.data, at)) {
    case PROTO_ICMP:
      return transport < skb.tail && icmpType(skb.data, transport) === ICMP_ECHO;
    case PROTO_TCP:
      return (tcpFlags(skb.data, transport) & TCP_RST) === 0;
    default:
      return true;
  }
}
