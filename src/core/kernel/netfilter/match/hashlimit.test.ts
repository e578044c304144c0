/** Texts as iptables 1.8.9 printed them on a real machine; rates as xt_hashlimit counts. */
import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

it.each([
  [
    '--hashlimit-upto 10/sec --hashlimit-name x',
    '--hashlimit-upto 10/sec --hashlimit-burst 5 --hashlimit-name x',
  ],
  [
    '--hashlimit-above 3/minute --hashlimit-burst 2 --hashlimit-mode srcip,dstport --hashlimit-name y --hashlimit-srcmask 24',
    '--hashlimit-above 3/min --hashlimit-burst 2 --hashlimit-mode srcip,dstport --hashlimit-name y --hashlimit-srcmask 24',
  ],
  [
    '--hashlimit 100/hour --hashlimit-mode dstip --hashlimit-name z --hashlimit-htable-expire 5000 --hashlimit-htable-size 1024 --hashlimit-htable-max 10 --hashlimit-htable-gcinterval 500',
    '--hashlimit-upto 100/hour --hashlimit-burst 5 --hashlimit-mode dstip --hashlimit-name z --hashlimit-htable-size 1024 --hashlimit-htable-max 10 --hashlimit-htable-gcinterval 500 --hashlimit-htable-expire 5000',
  ],
  [
    '--hashlimit-upto 2/day --hashlimit-burst 1 --hashlimit-name d',
    '--hashlimit-upto 2/day --hashlimit-burst 1 --hashlimit-name d',
  ],
])('%s', (words, printed) => {
  expect(printedRule(`-m hashlimit ${words}`)).toBe(`-m hashlimit ${printed}`);
});

it('is refused without a rate, without a name, with values that are none', () => {
  expect(refusal('-m hashlimit --hashlimit-name x')).toContain('missing-option');
  expect(refusal('-m hashlimit --hashlimit-upto 10/sec')).toContain('missing-option');
  expect(refusal('-m hashlimit --hashlimit-upto 10/foo --hashlimit-name a')).toContain('bad-value');
  expect(refusal('-m hashlimit --hashlimit-upto 10/sec --hashlimit-mode foo')).toContain('bad-value');
});

it('each source has a bucket of its own, which fills at the rate', () => {
  const rule =
    '-A FORWARD -p icmp -m hashlimit --hashlimit-upto 1/sec --hashlimit-burst 3 --hashlimit-mode srcip --hashlimit-name x';
  const lab = loadRules(routedNet(), 'r', 'filter', rule);
  lab.ping('h1', '-c10 -i0.2 10.2.0.2');
  // 1.8 s, both ways: the burst of three and one more, for the requests' source and for the answers'.
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([8]);
});

const ABOVE =
  '-A FORWARD -s 10.1.0.0/24 -m hashlimit --hashlimit-above 1/hour --hashlimit-burst 3 --hashlimit-mode srcip --hashlimit-name';

it('above lets the rest fit', () => {
  const lab = loadRules(routedNet(), 'r', 'filter', `${ABOVE} x`);
  lab.ping('h1', '-c5 -i0.2 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([2]);
});

it('what is told apart by another key has a bucket of its own, also under one name', () => {
  // To its own address: source and destination are the same, and so would be the buckets.
  const rule = (mode: string): string =>
    `-A OUTPUT -p icmp -m hashlimit --hashlimit-above 1/hour --hashlimit-burst 2 --hashlimit-mode ${mode} --hashlimit-name x`;
  const lab = loadRules(routedNet(), 'r', 'filter', `${rule('srcip')}\n${rule('dstip')}`);
  lab.type('r', 'ip link set lo up');
  lab.ping('r', '-c3 -i0.2 10.1.0.1');
  // Six packets, requests and answers, and two that each rule lets pass.
  expect(ruleCounts(lab, 'r', 'filter', 'OUTPUT')).toEqual([4, 4]);
});

it.each([
  // Two credits a packet: the second finds none. Then both rules fit, three times and four.
  ['one name share its buckets', 'x', [3, 4]],
  ['two names have their own', 'y', [2, 2]],
])('rules of %s', (_what, other, counts) => {
  const lab = loadRules(routedNet(), 'r', 'filter', `${ABOVE} x\n${ABOVE} ${other}`);
  lab.ping('h1', '-c5 -i0.2 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual(counts);
});
