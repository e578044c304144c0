/** The daemon's rules: iptables-rules, iptables-transactions, nftables-rules. */
import { forwardRules, masqRules, type IptablesRule } from '../../../core/cni/flannel/iptables';
import {
  bootstrap,
  ensure,
  payload,
  teardown,
  type RuleView,
  type Transaction,
} from '../../../core/cni/flannel/iptables.transaction';
import { nftForwardChain, nftMasqChain, nftTable, type NftChain } from '../../../core/cni/flannel/nftables';
import type { Json, JsonObject } from '../json';
import { isList, member, objectsOf, stable, textOf } from '../json';
import type { Played } from '../played';
import { compared } from '../compare';

const jsonOf = ({ table, chain, rulespec }: IptablesRule): JsonObject => ({ table, chain, rulespec });

export function iptablesRules(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const network = textOf(input, 'network');
  const subnet = textOf(input, 'leaseSubnet');
  const family = input['ipv6'] === true ? 6 : 4;
  const rules =
    subnet === ''
      ? forwardRules(network)
      : masqRules(network, subnet, { randomFully: input['randomFully'] === true, family });
  return compared(golden['expected'], rules.map(jsonOf));
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.map(String) : [];
}

export function iptablesTransactions(golden: JsonObject): Played {
  const input = member(golden, 'input');
  if (input['rules'] === undefined) {
    const lines = Object.entries(input).map(
      ([table, rules]) => [table, (isList(rules) ? rules : []).map(texts)] as const,
    );
    return compared(golden['expected'], payload(new Map(lines)));
  }
  const rules = objectsOf(input['rules']).map((rule): IptablesRule => {
    return { table: textOf(rule, 'table'), chain: textOf(rule, 'chain'), rulespec: texts(rule['rulespec']) };
  });
  const there = viewOf(input['existing'] ?? 'none');
  const operations: Readonly<Record<string, (list: typeof rules, view: RuleView) => Transaction>> = {
    teardown,
    ensure,
  };
  const run = operations[textOf(input, 'operation')] ?? bootstrap;
  return compared(golden['expected'], Object.fromEntries(run(rules, there)));
}

/** `all`, `none`, or a list of the rules that are there. */
function viewOf(existing: Json): RuleView {
  if (!isList(existing)) return { chain: () => true, rule: () => existing === 'all' };
  const known = new Set(objectsOf(existing).map(stable));
  return { chain: () => true, rule: (rule) => known.has(stable(jsonOf(rule))) };
}

export function nftablesRules(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const network = textOf(input, 'network');
  const family = network.includes(':') ? 6 : 4;
  const masq = nftMasqChain(network, textOf(input, 'leaseSubnet'), input['fullyRandom'] === true, family);
  const chain = ({ type, hook, priority, rules }: NftChain): JsonObject => ({ type, hook, priority, rules });
  return compared(golden['expected'], {
    table: nftTable(family),
    chains: { postrtg: chain(masq), forward: chain(nftForwardChain(network, family)) },
  });
}
