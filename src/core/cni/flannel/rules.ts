/**
 * The daemon's rules as effects: put in at the start, looked after every five seconds.
 * Source: flannel main.go; pkg/trafficmngr/iptables/iptables.go SetupAndEnsureMasqRules, SetupAndEnsureForwardRules,
 * CleanUp; pkg/trafficmngr/nftables/nftables.go.
 */
import { formatCidr4, type Cidr4 } from '../../wire/addr';
import type { Effect } from './effect';
import { logged } from './effect';
import { FWD, POSTRTG, forwardRules, masqRules, type IptablesRule } from './iptables';
import {
  bootstrap,
  ensure,
  missingChains,
  payload,
  teardown,
  type RuleView,
  type Transaction,
} from './iptables.transaction';
import { isNoNet4, sameNet } from './net';
import { nftChainScript, nftForwardChain, nftMasqChain, nftTable, nftTableScript } from './nftables';
import { afterFlush } from './rule-view';

export interface RulesConf {
  /** `EnableNFTables` */
  readonly nftables: boolean;
  /** `--ip-masq` */
  readonly ipMasq: boolean;
  /** `--iptables-forward-rules` */
  readonly forward: boolean;
  /** `--ip-masq-fully-random-disable` is off, and the tool can do it. */
  readonly randomFully: boolean;
  readonly network: Cidr4;
  readonly subnet: Cidr4;
}

/** What an earlier life had, empty networks for none. */
export interface Previous {
  readonly network: Cidr4;
  readonly subnet: Cidr4;
}

/** Sets of rules, each of which stands and falls as one. */
function ruleSets(
  conf: RulesConf,
): readonly { readonly chain: string; readonly rules: readonly IptablesRule[] }[] {
  const [network, subnet] = [formatCidr4(conf.network), formatCidr4(conf.subnet)];
  const masq = { chain: POSTRTG, rules: masqRules(network, subnet, conf) };
  const forward = { chain: FWD, rules: forwardRules(network) };
  return [...(conf.ipMasq ? [masq] : []), ...(conf.forward ? [forward] : [])];
}

/** The rules of a start: first the other tool's are cleaned away. */
export function setUpRules(conf: RulesConf, previous: Previous, view: RuleView): readonly Effect[] {
  if (isNoNet4(conf.network)) return [];
  return conf.nftables
    ? [...cleanIptables(), ...withNft(conf)]
    : [...cleanNft(), ...withIptables(conf, previous, view)];
}

function withIptables(conf: RulesConf, previous: Previous, view: RuleView): readonly Effect[] {
  const changed = !sameNet(conf.network, previous.network) || !sameNet(conf.subnet, previous.subnet);
  const effects: Effect[] = [logged('info', 'Starting flannel in iptables mode...')];
  if (conf.ipMasq && changed) {
    const [now, before] = [conf, previous].map(
      ({ network, subnet }) => `(${formatCidr4(network)}, ${formatCidr4(subnet)})`,
    );
    effects.push(
      logged(
        'info',
        `Current network or subnet ${String(now)} is not equal to previous one ${String(before)}, trying to recycle old iptables rules`,
      ),
    );
    const old = masqRules(formatCidr4(previous.network), formatCidr4(previous.subnet), conf);
    effects.push(...restore(teardown(old, view)));
  }
  for (const { chain, rules } of ruleSets(conf)) {
    const table = chain === POSTRTG ? 'nat' : 'filter';
    const told =
      chain === POSTRTG ? 'Setting up masking rules' : 'Changing default FORWARD chain policy to ACCEPT';
    effects.push(
      logged('info', told),
      { kind: 'rules', rules: { tool: 'iptables', table, flushOrCreate: chain } },
      ...restore(bootstrap(rules, afterFlush(view, chain))),
    );
  }
  return effects;
}

/** Nothing while all rules are there; nftables' are looked after by nobody. */
export function ensureRules(conf: RulesConf, view: RuleView): readonly Effect[] {
  if (conf.nftables || isNoNet4(conf.network)) return [];
  return ruleSets(conf).flatMap(({ rules }) => {
    const transaction = ensure(rules, view);
    if (transaction.size === 0) return [];
    const told = logged('info', 'Some iptables rules are missing; deleting and recreating rules');
    const chains = missingChains(rules, view).map(({ table, name }): Effect => ({
      kind: 'rules',
      rules: { tool: 'iptables', table, flushOrCreate: name },
    }));
    return [told, ...chains, ...restore(transaction)];
  });
}

function restore(transaction: Transaction): readonly Effect[] {
  if (transaction.size === 0) return [];
  return [{ kind: 'rules', rules: { tool: 'iptables-restore', payload: payload(transaction) } }];
}

function withNft(conf: RulesConf): readonly Effect[] {
  const [network, subnet] = [formatCidr4(conf.network), formatCidr4(conf.subnet)];
  const script = (text: string): Effect => ({ kind: 'rules', rules: { tool: 'nft', script: text } });
  const masq = nftMasqChain(network, subnet, conf.randomFully);
  return [
    logged('info', 'Starting flannel in nftables mode...'),
    script(nftTableScript(4)),
    script(nftTableScript(6)),
    ...(conf.ipMasq
      ? [
          logged('info', 'nftables: setting up masking rules (ipv4)'),
          script(nftChainScript(4, 'postrtg', masq)),
        ]
      : []),
    ...(conf.forward
      ? [
          logged('info', 'Changing default FORWARD chain policy to ACCEPT'),
          script(nftChainScript(4, 'forward', nftForwardChain(network))),
        ]
      : []),
  ];
}

function cleanNft(): readonly Effect[] {
  return [
    logged('info', 'Cleaning-up nftables rules...'),
    { kind: 'rules', rules: { tool: 'nft', removeTable: nftTable(4) } },
    { kind: 'rules', rules: { tool: 'nft', removeTable: nftTable(6) } },
  ];
}

/** It looks for FLANNEL-FWD in the nat table, where it is not; the jumps to the chains keep them from going. */
function cleanIptables(): readonly Effect[] {
  return [
    logged('info', 'Cleaning-up iptables rules...'),
    { kind: 'rules', rules: { tool: 'iptables', table: 'nat', remove: POSTRTG } },
    { kind: 'rules', rules: { tool: 'iptables', table: 'nat', remove: FWD } },
  ];
}
