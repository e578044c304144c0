import { describe, expect, test } from 'vitest';
import { parseRestore } from '../../kernel/netfilter/text';
import { printRule } from '../../kernel/netfilter/text';
import { flannelNode } from '../../testing/flannel-node';
import { recordedShell } from '../../testing/shell-host';
import type { Netns } from '../../model/world';
import { forwardRules, masqRules } from './iptables';
import { afterFlush, restoreText, ruleView } from './rule-view';

const RULES = [
  ...masqRules('10.244.0.0/16', '10.244.0.0/24', { randomFully: true }),
  ...forwardRules('10.244.0.0/16'),
];

/** A node with flannel's rules, as far as `text` has them. */
function node(text: string): Netns {
  const { host } = recordedShell('');
  const tables = parseRestore(text);
  if (!tables.ok) throw new Error(tables.error.what);
  const error = host.apply('node-1', { kind: 'nf.replace', tables: tables.value }, '');
  if (error !== null) throw new Error(error.message);
  const ns = host.world.netns.find((each) => each?.name === 'node-1');
  if (ns === undefined) throw new Error('no node-1');
  return ns;
}

describe('restoreText', () => {
  test('is understood by the simulated kernel, which prints every rule as the real one does', () => {
    const tables = parseRestore(restoreText(RULES));
    const printed = tables.ok
      ? tables.value.flatMap(({ chains }) =>
          chains.flatMap(({ name, rules }) => rules.map((rule) => printRule(name, rule))),
        )
      : [];
    // LAB output of reference/flannel.md, section 8.
    expect(printed).toEqual([
      '-A POSTROUTING -m comment --comment "flanneld masq" -j FLANNEL-POSTRTG',
      '-A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -m comment --comment "flanneld masq" -j RETURN',
      '-A FLANNEL-POSTRTG -s 10.244.0.0/24 -d 10.244.0.0/16 -m comment --comment "flanneld masq" -j RETURN',
      '-A FLANNEL-POSTRTG -s 10.244.0.0/16 -d 10.244.0.0/24 -m comment --comment "flanneld masq" -j RETURN',
      '-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.0.0/24 -m comment --comment "flanneld masq" -j RETURN',
      '-A FLANNEL-POSTRTG -s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully',
      '-A FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.0.0/16 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully',
      '-A FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD',
      '-A FLANNEL-FWD -s 10.244.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT',
      '-A FLANNEL-FWD -d 10.244.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT',
    ]);
  });
});

describe('ruleView', () => {
  test('nothing is there on a fresh node', () => {
    const view = ruleView(flannelNode().ns);
    expect(RULES.some((rule) => view.rule(rule))).toBe(false);
    expect(view.chain('nat', 'FLANNEL-POSTRTG')).toBe(false);
    expect(view.chain('broute', 'FLANNEL-POSTRTG')).toBe(false);
  });

  test('all are found again, one that is missing is missed', () => {
    const view = ruleView(node(restoreText(RULES)));
    expect(RULES.every((rule) => view.rule(rule))).toBe(true);
    expect(view.chain('nat', 'FLANNEL-POSTRTG')).toBe(true);
    const partly = ruleView(node(restoreText(RULES.slice(0, -1))));
    expect(RULES.map((rule) => partly.rule(rule)).indexOf(false)).toBe(RULES.length - 1);
  });

  test('how a network is written is no matter; what the kernel does not know is not there', () => {
    const view = ruleView(node(restoreText(forwardRules('10.244.0.0/16'))));
    const [, rule] = forwardRules('10.244.3.7/16');
    expect(rule && view.rule(rule)).toBe(true);
    expect(view.rule({ table: 'filter', chain: 'FORWARD', rulespec: ['-m', 'frob', '-j', 'ACCEPT'] })).toBe(
      false,
    );
  });

  test('after a flush the chain is there and empty', () => {
    const view = afterFlush(ruleView(node(restoreText(RULES))), 'FLANNEL-FWD');
    expect(RULES.map((rule) => view.rule(rule))).toEqual(RULES.map(({ chain }) => chain !== 'FLANNEL-FWD'));
    expect(afterFlush(ruleView(flannelNode().ns), 'FLANNEL-FWD').chain('filter', 'FLANNEL-FWD')).toBe(true);
  });
});
