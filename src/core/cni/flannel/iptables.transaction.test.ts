import { describe, expect, test } from 'vitest';
import { forwardRules, masqRules, type IptablesRule } from './iptables';
import { bootstrap, ensure, missingChains, payload, teardown, type RuleView } from './iptables.transaction';

const RULES = forwardRules('172.20.0.0/16');
const OTHER: IptablesRule = { table: 'nat', chain: 'PREROUTING', rulespec: ['-i', 'eth0', '-j', 'ACCEPT'] };

/** A node that has some of the rules, and the chains flannel needs if it is told so. */
function view(present: readonly IptablesRule[], chains = true): RuleView {
  return { chain: () => chains, rule: (rule) => present.includes(rule) };
}

const short = (transaction: ReturnType<typeof bootstrap>): readonly string[] =>
  [...transaction].flatMap(([table, lines]) =>
    lines.map(([action = '', chain = '']) => `${table} ${action} ${chain}`),
  );

describe('bootstrap', () => {
  test('on a fresh node all are appended', () => {
    expect(short(bootstrap(RULES, view([])))).toEqual([
      'filter -A FORWARD',
      'filter -A FLANNEL-FWD',
      'filter -A FLANNEL-FWD',
    ]);
  });

  test('each that is there is deleted right before', () => {
    expect(short(bootstrap(RULES, view(RULES.slice(0, 1))))).toEqual([
      'filter -D FORWARD',
      'filter -A FORWARD',
      'filter -A FLANNEL-FWD',
      'filter -A FLANNEL-FWD',
    ]);
  });

  test('tables are apart', () => {
    const mixed = [...RULES, OTHER, ...masqRules('172.20.0.0/16', '172.20.9.0/24', { randomFully: true })];
    expect([...bootstrap(mixed, view([])).keys()]).toEqual(['filter', 'nat']);
  });
});

describe('ensure', () => {
  test('does nothing while all are there', () => expect(short(ensure(RULES, view(RULES)))).toEqual([]));

  test('one missing rule, or chain, and all are set anew', () => {
    expect(short(ensure(RULES, view(RULES.slice(1))))).toEqual([
      'filter -A FORWARD',
      'filter -D FLANNEL-FWD',
      'filter -A FLANNEL-FWD',
      'filter -D FLANNEL-FWD',
      'filter -A FLANNEL-FWD',
    ]);
    expect(short(ensure(RULES, view(RULES, false)))).toHaveLength(6);
  });
});

describe('teardown', () => {
  test('deletes those that are there', () => {
    expect(short(teardown([...RULES, OTHER], view([OTHER, RULES[1]!])))).toEqual([
      'filter -D FLANNEL-FWD',
      'nat -D PREROUTING',
    ]);
  });

  test('without the chain nothing can be in it', () => {
    expect(short(teardown([...RULES, OTHER], view([...RULES, OTHER], false)))).toEqual(['nat -D PREROUTING']);
  });
});

test('missingChains names each once', () => {
  expect(missingChains([...RULES, OTHER], view([], false))).toEqual([
    { table: 'filter', name: 'FLANNEL-FWD' },
  ]);
  expect(missingChains(RULES, view([]))).toEqual([]);
});

test('payload quotes comments', () => {
  expect(payload(bootstrap([RULES[0]!, OTHER], view([])))).toBe(
    `*filter
-A FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD
COMMIT
*nat
-A PREROUTING -i eth0 -j ACCEPT
COMMIT
`,
  );
  expect(payload(new Map())).toBe('');
});
