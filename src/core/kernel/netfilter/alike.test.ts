/** With records each packet is held against each rule, without them what was said of one like it holds: both must end alike. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { worldHash } from '../../sim/hash';
import { routedNet, type Net } from '../../testing/net';
import { loadRules, ruleCounts } from '../../testing/rules';
import { nullSink } from '../../trace/sink';

const CONDITIONS = [
  '',
  '-s 10.1.0.2',
  '! -d 10.2.0.2',
  '-i e0',
  '-o e+',
  '-p udp',
  '-p udp -m udp --dport 5001',
  '-p udp -m multiport --ports 5000,5002:5003',
  '-p icmp -m icmp --icmp-type 8',
  '-p tcp -m tcp --dport 80 --tcp-flags SYN SYN',
  '-m mark --mark 0x1/0x1',
  '-m conntrack --ctstate NEW',
  '-m conntrack --ctstate ESTABLISHED,RELATED',
  '-m conntrack --ctstate DNAT',
  '-m state --state ESTABLISHED',
  '-m set --match-set all src',
  '-m set ! --match-set some dst',
  '-m statistic --mode nth --every 2',
  '-m limit --limit 1/min --limit-burst 2',
  '-m length --length 0:60',
] as const;
const TARGETS = [
  '',
  '-j ACCEPT',
  '-j DROP',
  '-j RETURN',
  '-j ASIDE',
  '-g ASIDE',
  '-j MARK --set-xmark 0x1/0x1',
];

const rule = (chain: string, targets: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...CONDITIONS), fc.constantFrom(...targets))
    .map(([condition, target]) => `-A ${chain} ${condition} ${target}`);
const rules = fc
  .tuple(
    fc.array(rule('FORWARD', TARGETS), { maxLength: 5 }),
    fc.array(rule('ASIDE', TARGETS.slice(0, 4)), { maxLength: 3 }),
  )
  .map((lists) => lists.flat());
const COMMANDS = [
  'ping -c 2 -W 1 10.2.0.2',
  'echo a | ncat -u -p 4000 -w 1 10.2.0.2 5001',
  'echo b | ncat -u -p 4000 -w 1 10.2.0.2 5002',
  'echo c | ncat -w 1 10.2.0.2 80',
] as const;
/** What is typed at the router between packets. */
const EDITS = [
  'ipset add some 10.2.0.2',
  'ipset del -exist some 10.2.0.2',
  'iptables -I ASIDE -p udp -j DROP',
  'ip link set e0 name e7',
  'iptables -F FORWARD',
] as const;
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...COMMANDS).map((line) => ['h1', line] as const) },
  { weight: 1, arbitrary: fc.constantFrom(...EDITS).map((line) => ['r', line] as const) },
);

function router(traced: boolean, lines: readonly string[]): Net {
  const lab = routedNet();
  if (!traced) lab.simulation.engine.trace = nullSink;
  lab.type('r', 'ipset create all hash:net\nipset add all 10.0.0.0/8\nipset create some hash:ip');
  loadRules(lab, 'r', 'filter', ':ASIDE -', ...lines);
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5001');
  return lab;
}

test('what was said of a packet holds for those that are alike', () => {
  fc.assert(
    fc.property(rules, fc.array(step, { minLength: 2, maxLength: 6 }), (lines, steps) => {
      const [bare, told] = [false, true].map((traced) => {
        const lab = router(traced, lines);
        for (const [netns, line] of steps) {
          // What cannot be done (a set that a rule needs is gone) fails in both.
          lab.ask(netns, line);
          lab.quiet();
        }
        return worldHash(lab.simulation.world);
      });
      expect(bare).toBe(told);
    }),
    { numRuns: 25 },
  );
});

test('packets alike are counted by each rule that they fit', () => {
  const lab = router(false, ['-A FORWARD -p icmp', '-A FORWARD -d 10.2.0.0/24 -j ACCEPT']);
  lab.type('h1', 'ping -c 5 10.2.0.2').quiet();
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([10, 5]);
});
