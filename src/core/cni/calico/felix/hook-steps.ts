/**
 * Felix's rules in the kernel's own chains: at the top, or at the end, of whatever others have there.
 * Source: calico felix/iptables/table.go expectedHashesForInsertAppendChain, applyUpdates.
 */
import { remembered } from '../../../base/remember';
import type { NfChain } from '../../../model/netfilter';
import type { NfStep } from '../../../model/op';
import type { HookRules, Table } from './hooks';
import { hashIn, writtenRules, writtenTexts } from './planned';

const textsOf = remembered(({ hashedAs, rules }: HookRules) => writtenTexts(hashedAs, rules));
const hashesOf = (hook: HookRules): readonly string[] => textsOf(hook).hashes;

/** One text for all of them. */
export function hooksHash(hooks: readonly HookRules[]): string {
  return hooks.map((hook) => `${hook.chain} ${hook.position} ${hashesOf(hook).join(' ')}`).join('\n');
}

/** What it takes until they stand where they ought to; nothing when they do. */
export function hookSteps(
  table: Table,
  hooks: readonly HookRules[],
  present: ReadonlyMap<string, NfChain> | undefined,
): readonly NfStep[] {
  return [...new Set(hooks.map(({ chain }) => chain))].flatMap((chain): readonly NfStep[] => {
    const own = hooks.filter((hook) => hook.chain === chain);
    const top = own.filter(({ position }) => position === 'insert');
    const end = own.filter(({ position }) => position === 'append');
    const there = (present?.get(chain)?.rules ?? []).map((rule) => hashIn(rule) ?? '');
    const others = there.filter((hash) => hash === '');
    const wanted = [...top.flatMap(hashesOf), ...others, ...end.flatMap(hashesOf)];
    if (wanted.length === there.length && wanted.every((hash, i) => hash === there[i])) return [];
    const steps: NfStep[] = [];
    for (let number = there.length; number > 0; number -= 1)
      if (there[number - 1] !== '') steps.push({ do: 'delete-number', chain, number });
    let at = 0;
    for (const hook of top) {
      for (const rule of writtenRules(table, chain, textsOf(hook)).rules) {
        at += 1;
        steps.push({ do: 'insert', chain, rule, at });
      }
    }
    for (const hook of end) {
      for (const rule of writtenRules(table, chain, textsOf(hook)).rules)
        steps.push({ do: 'append', chain, rule });
    }
    return steps;
  });
}
