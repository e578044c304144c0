/** `-j ACCEPT`, `-j DROP`, `-j RETURN`. */
import type { TargetKind, TargetVerdict } from './kind';

type Plain = 'ACCEPT' | 'DROP' | 'RETURN';

function verdict<K extends Plain>(
  kind: K,
  result: TargetVerdict,
  tables: TargetKind<K>['tables'],
): TargetKind<K> {
  return {
    kind,
    tables,
    start: { kind } as never,
    option: () => 'unknown',
    print: () => `-j ${kind}`,
    act: () => result,
  };
}

export const accept = verdict('ACCEPT', 'accept', null);
/** iptables refuses it in nat, which is no place to filter. */
export const drop = verdict('DROP', 'drop', ['raw', 'mangle', 'filter']);
export const returns = verdict('RETURN', 'return', null);
