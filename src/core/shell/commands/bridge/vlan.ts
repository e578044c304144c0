/** `bridge vlan`: which VLANs a port carries. Source: iproute2 6.1 bridge/vlan.c `vlan_modify`, `print_vlan`. */
import { ok } from '../../../base/result';
import type { Link, VlanTable } from '../../../model/link';
import type { Netns } from '../../../model/world';
import { failed, notYet, printed, type Outcome } from '../../command';
import { jsonLines, type JsonValue } from '../../format/json';
import { noDevice, refused, unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete, flag, readKeywords, value, type Keyword } from '../../iproute2/keywords';
import { readNumber } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, netnsNamed } from '../../netns';
import type { BridgeIo } from './show';

export const BRIDGE_VLAN_USAGE = [
  'bridge vlan add vid VID[-VID] dev DEV [ pvid ] [ untagged ] [ self | master ]',
  'bridge vlan del vid VID[-VID] dev DEV [ self | master ]',
  'bridge vlan [ show [ dev DEV ] [ vid VID ] ]',
];

const COMMANDS = ['add', 'delete', 'show', 'lst', 'list', 'set', 'tunnelshow', 'global', 'help'] as const;
/** 12 bits; which of them there are is the kernel's to say. */
const VID_FIELD_MAX = 0xfff;

export function runBridgeVlan(io: BridgeIo, words: Words): Outcome {
  const word = words.next() ?? 'show';
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'bridge vlan');
    case 'add':
    case 'delete':
      return modify(io, words, command);
    case 'show':
    case 'lst':
    case 'list':
      return show(io, words);
    default:
      return notYet(`bridge vlan ${command}`);
  }
}

interface Draft {
  dev?: string;
  vid?: string;
  pvid?: boolean;
  untagged?: boolean;
  self?: boolean;
}

const KEYWORDS: readonly Keyword<Draft>[] = [
  value(
    'dev',
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  value(
    'vid',
    (word) => ok(word),
    (draft, read) => (draft.vid = read),
  ),
  flag('self', (draft) => (draft.self = true)),
  flag('master', (draft) => (draft.self = false)),
  flag('pvid', (draft) => (draft.pvid = true)),
  flag('untagged', (draft) => (draft.untagged = true)),
  { names: ['tunnel_info'], take: () => notYet('bridge vlan … tunnel_info') },
];

function modify(io: BridgeIo, words: Words, command: 'add' | 'delete'): Outcome {
  const draft: Draft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, (word) => notYet(`bridge vlan … ${word}`));
  if (wrong) return wrong;
  const { dev, vid, pvid = false, untagged = false, self = false } = draft;
  if (dev === undefined || vid === undefined)
    return failed(USAGE_ERROR, 'Device and VLAN ID are required arguments.');
  if (!findLink(io.host, io.netns, dev)) return failed(USAGE_ERROR, `Cannot find bridge device "${dev}"`);
  const [first = '', last = first] = vid.split('-', 2);
  const [from, to] = [first, last].map((text) => readNumber(text, VID_FIELD_MAX));
  const range = vid.includes('-');
  if (typeof from !== 'number' || typeof to !== 'number')
    return failed(USAGE_ERROR, `Invalid VLAN ID "${vid}"`);
  if (range && from >= to) return failed(USAGE_ERROR, `Invalid VLAN range "${vid}"`);
  if (range && pvid) return failed(USAGE_ERROR, 'pvid cannot be configured for a vlan range');
  const place = { dev, from, to, where: self ? ('self' as const) : ('master' as const) };
  const error = io.host.apply(
    io.netns,
    command === 'add' ? { kind: 'vlan.add', ...place, pvid, untagged } : { kind: 'vlan.del', ...place },
    io.typed,
  );
  return error ? refused(error, USAGE_ERROR) : printed();
}

function show(io: BridgeIo, words: Words): Outcome {
  const asked: { dev?: string; vid?: number } = {};
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const read = words.next() ?? '';
    if (word === 'dev') asked.dev = read;
    else if (word === 'vid') asked.vid = readNumber(read, VID_FIELD_MAX) ?? 0;
    else return notYet(`bridge vlan show … ${word}`);
  }
  const { dev, vid } = asked;
  if (dev !== undefined && !findLink(io.host, io.netns, dev)) return noDevice(dev, USAGE_ERROR);
  if (io.stats || io.details) return notYet(`bridge ${io.stats ? '-s' : '-d'} vlan`);
  const ns = netnsNamed(io.host.world, io.netns);
  const shown = ns.links.flatMap((link) => {
    const table = link === undefined ? null : tableOf(ns, link);
    if (link === undefined || table === null || (dev !== undefined && link.name !== dev)) return [];
    const vlans = table.vlans.filter((vlan) => vid === undefined || vlan.vid === vid);
    return vlans.length === 0 ? [] : [{ name: link.name, pvid: table.pvid, vlans }];
  });
  if (io.json) return printed(...jsonLines(shown.map(tableJson), io.pretty));
  return printed('port              vlan-id  ', ...shown.flatMap(tableLines));
}

function tableOf(ns: Netns, link: Link): VlanTable | null {
  if (link.kind === 'bridge') return link.vlan?.own ?? null;
  return ns.links[link.master]?.kind === 'bridge' ? (link.port?.vlans ?? null) : null;
}

type Shown = VlanTable & { readonly name: string };

function flagsOf({ pvid }: Shown, { vid, untagged }: VlanTable['vlans'][number]): readonly string[] {
  return [...(vid === pvid ? ['PVID'] : []), ...(untagged ? ['Egress Untagged'] : [])];
}

/** Names have sixteen columns and two between; further VLANs stand below the first. */
const NAME_COLUMNS = 18;

function tableLines(shown: Shown): readonly string[] {
  return shown.vlans.map((vlan, at) => {
    const name = at === 0 ? shown.name : '';
    return name.padEnd(NAME_COLUMNS) + [String(vlan.vid), ...flagsOf(shown, vlan)].join(' ');
  });
}

function tableJson(shown: Shown): JsonValue {
  return {
    ifname: shown.name,
    vlans: shown.vlans.map((vlan) => {
      const flags = flagsOf(shown, vlan);
      return { vlan: vlan.vid, flags: flags.length === 0 ? undefined : flags };
    }),
  };
}
