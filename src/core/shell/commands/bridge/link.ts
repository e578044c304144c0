/** `bridge link set`: the settings of a bridge port. Source: iproute2 6.1 bridge/link.c `brlink_modify`. */
import { ok } from '../../../base/result';
import { failed, notYet, printed, type Outcome } from '../../command';
import { refused, unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete, flag, readKeywords, value, type Keyword } from '../../iproute2/keywords';
import type { Words } from '../../iproute2/words';
import { findLink } from '../../netns';
import { showPorts, type BridgeIo } from './show';
import { portKeywords, type SettingsDraft } from '../ip/link-set';

export const BRIDGE_LINK_USAGE = [
  'bridge link set dev DEV [ hairpin | learning | flood | isolated { on | off } ]',
];

const COMMANDS = ['set', 'change', 'show', 'lst', 'list', 'help'] as const;
/** `parse_on_off` hands -EINVAL to exit(), which keeps its lowest byte. */
const MINUS_EINVAL = 234;

type Draft = SettingsDraft & { dev?: string };

const KEYWORDS: readonly Keyword<Draft>[] = [
  ...portKeywords(MINUS_EINVAL),
  value(
    'dev',
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  flag('master', () => undefined),
];

export function runBridgeLink(io: BridgeIo, words: Words): Outcome {
  const word = words.next() ?? 'show';
  const command = complete(word, COMMANDS);
  if (command === undefined) return unknown('Command', word, 'bridge link');
  if (command === 'show' || command === 'lst' || command === 'list') return showPorts(io, words);
  if (command === 'help') return notYet('bridge link help');
  const draft: Draft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, () =>
    failed(USAGE_ERROR, ...BRIDGE_LINK_USAGE.map((line) => `Usage: ${line}`)),
  );
  if (wrong) return wrong;
  const { dev, ...set } = draft;
  if (dev === undefined) return failed(USAGE_ERROR, 'Device is a required argument.');
  if (!findLink(io.host, io.netns, dev)) return failed(USAGE_ERROR, `Cannot find bridge device "${dev}"`);
  const error = io.host.apply(io.netns, { kind: 'link.set', name: dev, set }, io.typed);
  return error ? refused(error, USAGE_ERROR) : printed();
}
