/** What follows `type vlan`. Source: iproute2 6.1 ip/iplink_vlan.c; net/8021q/vlan_netlink.c. */
import { err, ok } from '../../../base/result';
import type { VlanProtocol } from '../../../model/link';
import { failed, notYet, type Outcome } from '../../command';
import { invalidArgument, KERNEL_ERROR, OWN_ERROR } from '../../iproute2/errors';
import { readKeywords, value, type Keyword } from '../../iproute2/keywords';
import { readNumber, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';

interface VlanDraft {
  vid?: number;
  protocol?: VlanProtocol;
}

const ID_MAX = 0xffff;

function readId(word: string): Read<number> {
  const id = readNumber(word, ID_MAX);
  return id === null ? err(invalidArgument('id is invalid', word)) : ok(id);
}

function readProtocol(word: string): Read<VlanProtocol> {
  const found = (['802.1Q', '802.1ad'] as const).find((one) => one.toLowerCase() === word.toLowerCase());
  return found === undefined ? err(invalidArgument('protocol is invalid', word)) : ok(found);
}

/** On as ever; without it a frame would keep its tag as well. */
function readReorder(word: string): Read<null> {
  if (word === 'on') return ok(null);
  if (word === 'off') return err(notYet('vlan reorder_hdr off'));
  return err(failed(OWN_ERROR, `Error: argument of "reorder_hdr" must be one of "off", "on", not "${word}"`));
}

const KEYWORDS: readonly Keyword<VlanDraft>[] = [
  value(['protocol', 'proto'], readProtocol, (draft, read) => (draft.protocol = read)),
  value('id', readId, (draft, read) => (draft.vid = read)),
  value('reorder_hdr', readReorder, () => undefined),
  ...['gvrp', 'mvrp', 'loose_binding', 'bridge_binding', 'ingress-qos-map', 'egress-qos-map'].map(
    (name): Keyword<VlanDraft> => ({ names: [name], take: () => notYet(`vlan ${name}`) }),
  ),
];

const USAGE = [
  'Usage: ... vlan id VLANID',
  '\t\t[ protocol VLANPROTO ]',
  '\t\t[ reorder_hdr { on | off } ]',
  '\t\t[ gvrp { on | off } ]',
  '\t\t[ mvrp { on | off } ]',
  '\t\t[ loose_binding { on | off } ]',
  '\t\t[ bridge_binding { on | off } ]',
  '\t\t[ ingress-qos-map QOS-MAP ]',
  '\t\t[ egress-qos-map QOS-MAP ]',
  '',
  'VLANID := 0-4095',
  'VLANPROTO: [ 802.1Q | 802.1ad ]',
  'QOS-MAP := [ QOS-MAP ] QOS-MAPPING',
  'QOS-MAPPING := FROM:TO',
];

/** `id` null: none was given. */
export function readVlan(
  words: Words,
): Outcome | { readonly vid: number | null; readonly protocol: VlanProtocol } {
  const draft: VlanDraft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, (word) =>
    failed(OWN_ERROR, `vlan: unknown command "${word}"?`, ...USAGE),
  );
  return wrong ?? { vid: draft.vid ?? null, protocol: draft.protocol ?? '802.1Q' };
}

/** The kernel misses something. */
export const NO_PROPERTIES = failed(KERNEL_ERROR, 'Error: 8021q: VLAN properties not specified.');
export const NO_CARD = failed(KERNEL_ERROR, 'Error: 8021q: link not specified.');
