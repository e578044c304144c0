/**
 * How felix comes into the kernel's own chains: at their top, but in nat POSTROUTING at the end, so that kube-proxy clears
 * its mark before a packet leaves the table, and at the end of FORWARD what policy accepted.
 * Source: calico felix/dataplane/linux/int_dataplane.go setUpIptablesNormal.
 */
import { jump } from './action';
import { CHAIN } from './chain-name';
import { appendsName, rule, type Rule } from './rule';
import type { StaticConfig } from './static-config';
import { forwardAppendRules } from './static-filter';

export type Table = 'raw' | 'filter' | 'nat' | 'mangle';

export interface HookRules {
  readonly table: Table;
  /** A chain of the kernel's. */
  readonly chain: string;
  readonly position: 'insert' | 'append';
  /** The name the chain has in the hashes of these rules. */
  readonly hashedAs: string;
  readonly rules: readonly Rule[];
}

/** FelixConfiguration chainInsertMode Append puts felix behind what others have; top means nothing then. */
export type ChainInsertMode = 'Insert' | 'Append';

export function hookRules(
  config: Pick<StaticConfig, 'marks' | 'filterAllowAction'>,
  mode: ChainInsertMode,
): readonly HookRules[] {
  const position = mode === 'Insert' ? 'insert' : 'append';
  const to = (table: Table, chain: string, target: string): HookRules => ({
    ...{ table, chain, position, hashedAs: chain },
    rules: [rule([], jump(target))],
  });
  const atTheEnd = (hook: HookRules): HookRules => ({
    ...hook,
    position: 'append',
    hashedAs: appendsName(hook.chain),
  });
  return [
    to('raw', 'PREROUTING', CHAIN.prerouting),
    to('raw', 'OUTPUT', CHAIN.output),
    to('filter', 'FORWARD', CHAIN.forward),
    to('filter', 'INPUT', CHAIN.input),
    to('filter', 'OUTPUT', CHAIN.output),
    to('nat', 'PREROUTING', CHAIN.prerouting),
    to('nat', 'OUTPUT', CHAIN.output),
    atTheEnd(to('nat', 'POSTROUTING', CHAIN.postrouting)),
    to('mangle', 'PREROUTING', CHAIN.prerouting),
    to('mangle', 'POSTROUTING', CHAIN.postrouting),
    atTheEnd({ ...to('filter', 'FORWARD', ''), rules: forwardAppendRules(config) }),
  ];
}
