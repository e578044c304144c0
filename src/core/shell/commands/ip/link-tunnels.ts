/** What follows `type ipip` and `type wireguard`. Source: iproute2 6.1 ip/link_iptnl.c, ip/iplink.c, checked against the tool. */
import { err, ok } from '../../../base/result';
import type { Ipv4Addr } from '../../../wire/addr';
import { failed, notYet } from '../../command';
import { invalidArgument, noDevice, OWN_ERROR, USAGE_ERROR } from '../../iproute2/errors';
import { flag, readKeywords, value, type Keyword } from '../../iproute2/keywords';
import { readAddr, readNumber, type Read } from '../../iproute2/values';
import { findLink } from '../../netns';
import type { ReadSpec } from './link-kinds';

interface IpipDraft {
  local?: Ipv4Addr;
  remote?: Ipv4Addr;
  dev?: string;
  ttl?: number;
  pmtudisc?: boolean;
}

const TTL_MAX = 255;

function readTtl(word: string): Read<number> {
  if (word === 'inherit') return ok(0);
  const ttl = readNumber(word, TTL_MAX);
  return ttl === null ? err(invalidArgument('invalid TTL\n', word)) : ok(ttl);
}

const IPIP_KEYWORDS: readonly Keyword<IpipDraft>[] = [
  value(
    'remote',
    (word) => readAddr(word, 'inet'),
    (draft, read) => (draft.remote = read),
  ),
  value(
    'local',
    (word) => readAddr(word, 'inet'),
    (draft, read) => (draft.local = read),
  ),
  value(['ttl', 'hoplimit', 'hlim'], readTtl, (draft, read) => (draft.ttl = read)),
  value(
    'dev',
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  flag('pmtudisc', (draft) => (draft.pmtudisc = true)),
  flag('nopmtudisc', (draft) => (draft.pmtudisc = false)),
  // What the lab's devices do anyway.
  flag('noencap', () => undefined),
  ...['tos', 'tclass', 'dsfield', 'mode', 'encap', 'external', 'fwmark', 'encap-sport', 'encap-dport'].map(
    (name): Keyword<IpipDraft> => ({
      names: [name],
      take: () => notYet(`ip link add … type ipip ${name}`),
    }),
  ),
];

export const ipipSpec: ReadSpec = (io, words) => {
  const draft: IpipDraft = {};
  const wrong = readKeywords(words, draft, IPIP_KEYWORDS, () =>
    failed(
      OWN_ERROR,
      'Usage: ... ipip [ remote ADDR ] [ local ADDR ] [ ttl TTL ] [ [no]pmtudisc ] [ dev PHYS_DEV ]',
    ),
  );
  if (wrong) return wrong;
  if (draft.dev !== undefined && !findLink(io.host, io.netns, draft.dev))
    return noDevice(draft.dev, USAGE_ERROR);
  return { spec: { kind: 'ipip', ...draft } };
};

/** Keys and peers are the business of wg(8). */
export const wireguardSpec: ReadSpec = (_, words) => {
  const more = words.next();
  if (more === undefined) return { spec: { kind: 'wireguard' } };
  return failed(OWN_ERROR, `Garbage instead of arguments "${more} ...". Try "ip link help".`);
};
