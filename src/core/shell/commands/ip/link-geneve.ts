/** What follows `type geneve`. Source: iproute2 6.1 ip/iplink_geneve.c. */
import { err, ok, type Result } from '../../../base/result';
import type { VxlanDf } from '../../../model/link';
import type { LinkSettings } from '../../../model/op';
import { isMulticastIpv4, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, type Outcome } from '../../command';
import { garbage, invalidArgument, OWN_ERROR } from '../../iproute2/errors';
import { flag, readKeywords, value, type Keyword } from '../../iproute2/keywords';
import { readAddr, readNumber, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { readDf, type ReadSpec } from './link-kinds';

interface GeneveDraft {
  vni?: number;
  remote?: Ipv4Addr;
  dstPort?: number;
  ttl?: number | 'inherit';
  tos?: number | 'inherit';
  df?: VxlanDf;
  udpCsum?: boolean;
  external?: boolean;
}

const VNI_MAX = 2 ** 24 - 1;
const PORT_MAX = 0xffff;
const BYTE_MAX = 0xff;

function readVni(word: string): Read<number> {
  const vni = readNumber(word, VNI_MAX);
  return vni === null ? err(invalidArgument('invalid id', word)) : ok(vni);
}

function readRemote(word: string): Read<Ipv4Addr> {
  const addr = readAddr(word);
  if (addr.ok && isMulticastIpv4(addr.value)) return err(invalidArgument('invalid remote address', word));
  return addr;
}

function readTtl(word: string): Read<number | 'inherit'> {
  if (word === 'inherit') return ok(word);
  if (word === 'auto') return ok(0);
  const ttl = readNumber(word);
  if (ttl === null) return err(invalidArgument('invalid TTL', word));
  return ttl > BYTE_MAX ? err(invalidArgument('TTL must be <= 255', word)) : ok(ttl);
}

function readTos(word: string): Read<number | 'inherit'> {
  if (word === 'inherit') return ok(word);
  const tos = /^(0x)?[0-9a-f]{1,2}$/i.test(word) ? parseInt(word, 16) : NaN;
  return Number.isNaN(tos) ? err(invalidArgument('bad TOS value', word)) : ok(tos);
}

function readPort(word: string): Read<number> {
  const port = readNumber(word, PORT_MAX);
  return port === null ? err(invalidArgument('dstport', word)) : ok(port);
}

/** Each may be said once. */
function once<V>(
  names: string | readonly string[],
  read: (word: string) => Read<V>,
  key: keyof GeneveDraft,
  put: (draft: GeneveDraft, read: V) => void,
): Keyword<GeneveDraft> {
  const keyword = value<GeneveDraft, V>(names, read, put);
  const [name = ''] = keyword.names;
  return {
    ...keyword,
    take: (words, draft) =>
      draft[key] === undefined ? keyword.take(words, draft) : garbage(name, words.next() ?? ''),
  };
}

const KEYWORDS: readonly Keyword<GeneveDraft>[] = [
  once(['id', 'vni'], readVni, 'vni', (draft, read) => (draft.vni = read)),
  once('remote', readRemote, 'remote', (draft, read) => (draft.remote = read)),
  once(['ttl', 'hoplimit', 'hlim'], readTtl, 'ttl', (draft, read) => (draft.ttl = read)),
  once(['tos', 'dsfield'], readTos, 'tos', (draft, read) => (draft.tos = read)),
  once('df', readDf, 'df', (draft, read) => (draft.df = read)),
  once('dstport', readPort, 'dstPort', (draft, read) => (draft.dstPort = read)),
  flag('udpcsum', (draft) => (draft.udpCsum = true)),
  flag('noudpcsum', (draft) => (draft.udpCsum = false)),
  flag('noexternal', (draft) => (draft.external = false)),
  flag('external', (draft) => (draft.external = true)),
  // About checksums over IPv6, which there is none.
  ...['udp6zerocsumtx', 'noudp6zerocsumtx', 'udp6zerocsumrx', 'noudp6zerocsumrx'].map((name) =>
    flag<GeneveDraft>(name, () => undefined),
  ),
  ...['flowlabel', 'label', 'innerprotoinherit'].map((name): Keyword<GeneveDraft> => ({
    names: [name],
    take: () => notYet(`ip link add … type geneve ${name}`),
  })),
];

const USAGE = [
  'Usage: ... geneve id VNI',
  '\t\tremote ADDR',
  '\t\t[ ttl TTL ]',
  '\t\t[ tos TOS ]',
  '\t\t[ df DF ]',
  '\t\t[ flowlabel LABEL ]',
  '\t\t[ dstport PORT ]',
  '\t\t[ [no]external ]',
  '\t\t[ [no]udpcsum ]',
  '\t\t[ [no]udp6zerocsumtx ]',
  '\t\t[ [no]udp6zerocsumrx ]',
  '\t\t[ innerprotoinherit ]',
  '',
  'Where:\tVNI   := 0-16777215',
  '\tADDR  := IP_ADDRESS',
  '\tTOS   := { NUMBER | inherit }',
  '\tTTL   := { 1..255 | auto | inherit }',
  '\tDF    := { unset | set | inherit }',
  '\tLABEL := 0-1048575',
];

function readGeneve(words: Words): Result<GeneveDraft & { readonly vni: number }, Outcome> {
  const draft: GeneveDraft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, (word) =>
    failed(OWN_ERROR, ...(word === 'help' ? [] : [`geneve: unknown command "${word}"?`]), ...USAGE),
  );
  if (wrong) return err(wrong);
  const { external, vni, ...said } = draft;
  if (external === true) {
    if (vni !== undefined)
      return err(failed(OWN_ERROR, "geneve: both 'external' and vni cannot be specified"));
    return err(notYet('ip link add … type geneve external'));
  }
  if (vni === undefined) return err(failed(OWN_ERROR, 'geneve: missing virtual network identifier'));
  return ok({ ...said, vni });
}

export const geneveSpec: ReadSpec = (_, words) => {
  const read = readGeneve(words);
  if (!read.ok) return read.error;
  const { remote, ...said } = read.value;
  if (remote === undefined) return failed(OWN_ERROR, 'geneve: remote link partner not specified');
  return { spec: { kind: 'geneve', remote, ...said } };
};

/** `ip link set … type geneve id VNI …`: the network has to be named, and then `df` may be another here. */
export function readGeneveChange(
  words: Words,
  set: { tunnel?: NonNullable<LinkSettings['tunnel']>; df?: VxlanDf },
): Outcome | null {
  if (words.peek() === undefined) return null;
  const read = readGeneve(words);
  if (!read.ok) return read.error;
  const { vni, df, ...others } = read.value;
  const [other] = Object.keys(others);
  if (other !== undefined) return notYet(`ip link set … type geneve ${NAMES[other] ?? other}`);
  set.tunnel = { kind: 'geneve', vni };
  if (df !== undefined) set.df = df;
  return null;
}

const NAMES: Readonly<Record<string, string>> = { dstPort: 'dstport', udpCsum: 'udpcsum' };
