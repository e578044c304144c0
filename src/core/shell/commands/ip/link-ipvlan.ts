/** What follows `type ipvlan`. Source: iproute2 6.1 ip/iplink_ipvlan.c. */
import { err, ok } from '../../../base/result';
import type { IpvlanFlag, IpvlanMode } from '../../../model/link';
import { failed, type Outcome } from '../../command';
import { OWN_ERROR } from '../../iproute2/errors';
import { flag, readKeywords, value, type Keyword } from '../../iproute2/keywords';
import type { Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';

const MODES: readonly IpvlanMode[] = ['l2', 'l3', 'l3s'];

export interface IpvlanDraft {
  mode?: IpvlanMode;
  flag?: IpvlanFlag;
}

function readMode(word: string): Read<IpvlanMode> {
  const mode = MODES.find((one) => one === word);
  if (mode !== undefined) return ok(mode);
  return err(failed(OWN_ERROR, 'Error: argument of "mode" must be either "l2", "l3" or "l3s"'));
}

const MODE = value<IpvlanDraft, IpvlanMode>('mode', readMode, (draft, read) => (draft.mode = read));
const FLAGS = (['private', 'vepa', 'bridge'] as const).map((name) =>
  flag<IpvlanDraft>(name, (draft) => (draft.flag = name)),
);

export function readIpvlan(words: Words, draft: IpvlanDraft): Outcome | null {
  // One flag at most: a second one is no option any more.
  const keywords: readonly Keyword<IpvlanDraft>[] = [
    MODE,
    ...FLAGS.map((one): Keyword<IpvlanDraft> => ({
      ...one,
      take: (rest, into) => (into.flag === undefined ? one.take(rest, into) : unknown(one.names[0] ?? '')),
    })),
  ];
  return readKeywords(words, draft, keywords, unknown);
}

function unknown(word: string): Outcome {
  return failed(
    OWN_ERROR,
    `ipvlan: unknown option "${word}"?`,
    'Usage: ... ipvlan [ mode MODE ] [ FLAGS ]',
    '',
    'MODE: l3 | l3s | l2',
    'FLAGS: bridge | private | vepa',
    '(first values are the defaults if nothing is specified).',
  );
}
