/** What follows `type macvlan`. Source: iproute2 6.1 ip/iplink_macvlan.c. */
import { err, ok } from '../../../base/result';
import type { MacvlanMode } from '../../../model/link';
import { failed, notYet, type Outcome } from '../../command';
import { OWN_ERROR } from '../../iproute2/errors';
import { readKeywords, value, type Keyword } from '../../iproute2/keywords';
import type { Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';

/** What the kernel takes when no mode is given. */
export const DEFAULT_MODE: MacvlanMode = 'vepa';
const MODES: readonly MacvlanMode[] = ['private', 'vepa', 'bridge', 'passthru'];

export interface MacvlanDraft {
  mode?: MacvlanMode;
}

function readMode(word: string): Read<MacvlanMode> {
  const mode = MODES.find((one) => one === word);
  if (mode !== undefined) return ok(mode);
  if (word === 'source') return err(notYet('macvlan mode source'));
  const choices = '"private", "vepa", "bridge", "passthru" or "source"';
  return err(failed(OWN_ERROR, `Error: argument of "mode" must be ${choices}, not "${word}"`));
}

const KEYWORDS: readonly Keyword<MacvlanDraft>[] = [
  value('mode', readMode, (draft, read) => (draft.mode = read)),
  ...['flag', 'macaddr', 'bcqueuelen'].map((name): Keyword<MacvlanDraft> => ({
    names: [name],
    take: () => notYet(`macvlan ${name}`),
  })),
];

export function readMacvlan(words: Words, draft: MacvlanDraft): Outcome | null {
  return readKeywords(words, draft, KEYWORDS, (word) =>
    failed(
      OWN_ERROR,
      `macvlan: unknown option "${word}"?`,
      'Usage: ... macvlan mode MODE [flag MODE_FLAG] MODE_OPTS [bcqueuelen BC_QUEUE_LEN]',
      '',
      'MODE: private | vepa | bridge | passthru | source',
      'MODE_FLAG: null | nopromisc | nodst',
      'MODE_OPTS: for mode "source":',
      '\tmacaddr { { add | del } <macaddr> | set [ <macaddr> [ <macaddr>  ... ] ] | flush }',
      'BC_QUEUE_LEN: Length of the rx queue for broadcast/multicast: [0-4294967295]',
    ),
  );
}
