/** `-j ACCEPT`, `-j DROP`, `-j RETURN`. */
import type { TargetKind, TargetVerdict } from './kind';

function verdict<K extends 'ACCEPT' | 'DROP' | 'RETURN'>(kind: K, result: TargetVerdict): TargetKind<K> {
  return {
    kind,
    tables: null,
    parse: () => ({ kind }),
    print: () => `-j ${kind}`,
    act: () => result,
  };
}

export const accept = verdict('ACCEPT', 'accept');
export const drop = verdict('DROP', 'drop');
export const returns = verdict('RETURN', 'return');
