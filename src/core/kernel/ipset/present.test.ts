/** Members go when their time is over, and count what rules find by them. */
import { expect, it } from 'vitest';
import type { Net } from '../../testing/net';
import { routedNet } from '../../testing/net';
import { loadRules } from '../../testing/rules';

function withSet(create: string, ...adds: readonly string[]): Net {
  const lab = routedNet().type('r', `ipset create s ${create}`);
  for (const add of adds) lab.type('r', `ipset add s ${add}`);
  return loadRules(lab, 'r', 'filter', '-A FORWARD -m set --match-set s src -j DROP');
}

const members = (lab: Net): readonly string[] => lab.printed('r', 'ipset save s').slice(1);
const reaches = (lab: Net): number => lab.answers('h1', '-c1 -W1 10.2.0.2');

it('a member with a time stops to fit when it is over', () => {
  const lab = withSet('hash:ip timeout 10', '10.1.0.2', '10.1.0.9 timeout 0');
  expect(reaches(lab)).toBe(0);
  lab.wait(4.5);
  expect(members(lab)).toEqual(['add s 10.1.0.2 timeout 4', 'add s 10.1.0.9 timeout 0']);
  lab.wait(5);
  expect(reaches(lab)).toBe(1);
  expect(members(lab)).toEqual(['add s 10.1.0.9 timeout 0']);
  expect(lab.ask('r', 'ipset test s 10.1.0.2').exitCode).toBe(1);
  lab.type('r', 'ipset add s 10.1.0.2 timeout 60');
  expect(reaches(lab)).toBe(0);
});

it('-exist begins the time anew, and what is over makes room', () => {
  const lab = withSet('hash:ip timeout 10 maxelem 1', '10.1.0.2');
  lab.wait(8).type('r', 'ipset add s 10.1.0.2 -exist');
  lab.wait(8);
  expect(reaches(lab)).toBe(0);
  expect(lab.ask('r', 'ipset add s 10.1.0.3').exitCode).toBe(1);
  lab.wait(3).type('r', 'ipset add s 10.1.0.3');
  expect(members(lab)).toEqual(['add s 10.1.0.3 timeout 10']);
});

it('counters follow their member through rename and swap, and go with it', () => {
  const lab = routedNet().type(
    'r',
    'ipset create s hash:ip counters\nipset add s 10.1.0.2 packets 3 bytes 30',
  );
  loadRules(lab, 'r', 'filter', '-A FORWARD -m set --match-set s src');
  expect(lab.answers('h1', '-c2 10.2.0.2')).toBe(2);
  expect(members(lab)).toEqual(['add s 10.1.0.2 packets 5 bytes 198']);
  lab.type('r', 'ipset create u hash:ip counters\nipset swap s u');
  expect(members(lab)).toEqual([]);
  lab.type('r', 'ipset rename u v');
  expect(lab.printed('r', 'ipset save v')[1]).toBe('add v 10.1.0.2 packets 5 bytes 198');
  lab.type('r', 'ipset del v 10.1.0.2\nipset add v 10.1.0.2');
  expect(lab.printed('r', 'ipset save v')[1]).toBe('add v 10.1.0.2 packets 0 bytes 0');
});
