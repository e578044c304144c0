/** The list of targets; jumps to chains are no target of their own. */
import type { NfTarget } from '../../../model/netfilter';
import type { TargetKind } from './kind';
import { mark } from './mark';
import { masquerade } from './masquerade';
import { accept, drop, returns } from './verdict';

type Kinds = Exclude<NfTarget['kind'], 'jump'>;

export const targetKinds: { readonly [K in Kinds]: TargetKind<K> } = {
  ACCEPT: accept,
  DROP: drop,
  RETURN: returns,
  MARK: mark,
  MASQUERADE: masquerade,
};
