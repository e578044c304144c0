/** The targets that are at hand: the rules of every node have them. */
import type { TargetKinds } from './kind';
import { mark } from './mark';
import { masquerade } from './masquerade';
import { accept, drop, returns } from './verdict';

export const nearTargets: Partial<TargetKinds> = {
  ACCEPT: accept,
  DROP: drop,
  RETURN: returns,
  MARK: mark,
  MASQUERADE: masquerade,
};
