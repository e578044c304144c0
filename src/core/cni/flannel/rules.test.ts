import { describe, expect, test } from 'vitest';
import { cidr4 } from '../../testing/flannel-node';
import type { Effect } from './effect';
import { forwardRules, masqRules, type IptablesRule } from './iptables';
import type { RuleView } from './iptables.transaction';
import { NO_NET4 } from './net';
import { ensureRules, setUpRules, type RulesConf } from './rules';

const CONF: RulesConf = {
  nftables: false,
  ipMasq: true,
  forward: true,
  randomFully: true,
  network: cidr4('172.20.0.0/16'),
  subnet: cidr4('172.20.9.0/24'),
};
const NOTHING = { network: NO_NET4, subnet: NO_NET4 };
const ALL = [...masqRules('172.20.0.0/16', '172.20.9.0/24', CONF), ...forwardRules('172.20.0.0/16')];

function view(present: readonly IptablesRule[] = [], chains = present.length > 0): RuleView {
  const texts = new Set(present.map((rule) => JSON.stringify(rule)));
  return { chain: () => chains, rule: (rule) => texts.has(JSON.stringify(rule)) };
}

/** Effects in short: the tool and the first line that matters. */
function calls(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'rules') return [];
    const { rules } = effect;
    switch (rules.tool) {
      case 'iptables':
        return 'remove' in rules
          ? `-t ${rules.table} -X ${rules.remove}`
          : `-t ${rules.table} -F ${rules.flushOrCreate}`;
      case 'iptables-restore': {
        const lines = rules.payload.trim().split('\n').slice(1, -1);
        const count = (action: string): number => lines.filter((line) => line.startsWith(action)).length;
        return `restore ${rules.payload.split('\n')[0] ?? ''} -D ${String(count('-D'))} -A ${String(count('-A'))}`;
      }
      case 'nft':
        return 'script' in rules
          ? (rules.script.split('\n')[0]?.split(' {')[0] ?? '')
          : `delete ${rules.removeTable}`;
    }
  });
}

describe('setUpRules', () => {
  test('on a fresh node', () => {
    expect(calls(setUpRules(CONF, NOTHING, view()))).toEqual([
      'delete ip flannel-ipv4',
      'delete ip6 flannel-ipv6',
      '-t nat -F FLANNEL-POSTRTG',
      'restore *nat -D 0 -A 7',
      '-t filter -F FLANNEL-FWD',
      'restore *filter -D 0 -A 3',
    ]);
  });

  test('after a restart the jumps are set anew; the chains had been emptied', () => {
    expect(calls(setUpRules(CONF, CONF, view(ALL))).slice(2)).toEqual([
      '-t nat -F FLANNEL-POSTRTG',
      'restore *nat -D 1 -A 7',
      '-t filter -F FLANNEL-FWD',
      'restore *filter -D 1 -A 3',
    ]);
  });

  test('with another lease the old rules go first', () => {
    const previous = { ...CONF, subnet: cidr4('172.20.7.0/24') };
    const old = masqRules('172.20.0.0/16', '172.20.7.0/24', CONF);
    const effects = setUpRules(CONF, previous, view(old));
    expect(calls(effects).slice(2, 4)).toEqual(['restore *nat -D 7 -A 0', '-t nat -F FLANNEL-POSTRTG']);
    expect(effects.flatMap((effect) => (effect.kind === 'log' ? [effect.line.text] : []))).toContain(
      'Current network or subnet (172.20.0.0/16, 172.20.9.0/24) is not equal to previous one (172.20.0.0/16, 172.20.7.0/24), trying to recycle old iptables rules',
    );
  });

  test('only what was asked for', () => {
    const forward = setUpRules({ ...CONF, ipMasq: false }, NOTHING, view());
    expect(calls(forward).slice(2)).toEqual(['-t filter -F FLANNEL-FWD', 'restore *filter -D 0 -A 3']);
    const masq = setUpRules({ ...CONF, forward: false }, NOTHING, view());
    expect(calls(masq).slice(2)).toEqual(['-t nat -F FLANNEL-POSTRTG', 'restore *nat -D 0 -A 7']);
    expect(setUpRules({ ...CONF, network: NO_NET4 }, NOTHING, view())).toEqual([]);
  });

  test('in nftables mode', () => {
    expect(calls(setUpRules({ ...CONF, nftables: true }, NOTHING, view()))).toEqual([
      '-t nat -X FLANNEL-POSTRTG',
      '-t nat -X FLANNEL-FWD',
      'add table ip flannel-ipv4',
      'add table ip6 flannel-ipv6',
      'add chain ip flannel-ipv4 postrtg',
      'add chain ip flannel-ipv4 forward',
    ]);
    const bare = { ...CONF, nftables: true, ipMasq: false, forward: false };
    expect(calls(setUpRules(bare, NOTHING, view())).slice(2)).toEqual([
      'add table ip flannel-ipv4',
      'add table ip6 flannel-ipv6',
    ]);
  });
});

describe('ensureRules', () => {
  test('is quiet while all are there', () => {
    expect(ensureRules(CONF, view(ALL))).toEqual([]);
    expect(ensureRules({ ...CONF, nftables: true }, view())).toEqual([]);
    expect(ensureRules({ ...CONF, network: NO_NET4 }, view())).toEqual([]);
  });

  test('sets a whole set anew when one of its rules is gone, and leaves the other set alone', () => {
    const left = ALL.filter((_, i) => i !== 3);
    expect(calls(ensureRules(CONF, view(left)))).toEqual(['restore *nat -D 6 -A 7']);
  });

  test('makes chains that are gone', () => {
    expect(calls(ensureRules({ ...CONF, ipMasq: false }, view([], false)))).toEqual([
      '-t filter -F FLANNEL-FWD',
      'restore *filter -D 0 -A 3',
    ]);
  });
});
