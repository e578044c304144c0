/** What is known of a lab that was built again with other options. */
import type { Chosen, LoggedInput } from '../../core/index';

/** What becomes of the inputs: all of them again, the prepared sends alone, or none. */
export type Keep = 'all' | 'sends' | 'none';

/** Text that differs between two ways of building a lab: a setting, a key of a ConfigMap. */
export interface BuiltChange {
  /** `kube-flannel/kube-flannel-cfg net-conf.json`, `podCIDR` */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** The last rebuild: what it changed, and everything needed to take it back. */
export interface Rebuilt {
  readonly changes: readonly BuiltChange[];
  /** Inputs that were left out. */
  readonly left: number;
  readonly before: {
    readonly choices: Chosen;
    readonly inputs: readonly LoggedInput[];
    readonly seq: number;
  };
}
