import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';

it('counts packets and bytes under a name', () => {
  const lab = loadRules(routedNet(), 'r', 'filter', '-A FORWARD -m nfacct --nfacct-name dropped');
  lab.ping('h1', '-c1 10.2.0.2');
  expect(lab.ns('r').nfState.entries.get('nfacct dropped')).toEqual([2, 168]);
});

it('needs a name', () => {
  expect(printedRule('-m nfacct --nfacct-name x -j DROP')).toBe('-m nfacct --nfacct-name x -j DROP');
  expect(refusal('-m nfacct')).toBe('missing-option: -m nfacct');
});
