/**
 * Goal: a fabric of a file is whole or refused with its place, and machines of the file's own join it.
 * Method: labs of a few lines; whatever anybody may write as a setting ends in a lab or in problems.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Session } from '../session';
import { fabricSession, fabricText, said } from '../testing/fabric-lab';
import { FABRIC_KINDS } from './fabric/index';
import { parseLab } from './parse';

function problemsOf(fabric: string, more: readonly string[] = []): readonly string[] {
  const lab = parseLab('lab.yaml', fabricText(fabric, more));
  return lab.ok ? [] : lab.error.map(({ problem, line }) => `${line} ${problem.key.split('.')[1] ?? ''}`);
}

describe('what does not fit together', () => {
  test.each<[string, string, readonly string[]]>([
    ['a kind nobody knows', '{ kind: token-ring }', ['7 expectedChoice']],
    ['a setting of another kind', '{ kind: segment, spines: 2 }', ['7 fabricField']],
    ['too many ranges', '{ kind: wan, ranges: [10.0.0.0/24, 10.1.0.0/24, 10.2.0.0/24] }', ['7 fabricRanges']],
    ['too few', '{ kind: wan, ranges: [10.0.0.0/24] }', ['7 fabricRanges']],
    ['a range without room', '{ kind: segment, nodes: 5, ranges: [10.0.0.0/28] }', ['7 fabricRangeSmall']],
    ['something no filter knows', '{ kind: firewall, allow: [http] }', ['7 badAllow']],
    ['no range', '{ kind: segment, ranges: [ten] }', ['7 badCidr']],
    ['no node', '{ kind: segment, nodes: 0 }', ['7 outOfRange']],
    ['too many nodes', '{ kind: vpc, nodes: 91 }', ['7 outOfRange']],
  ])('%s', (_, fabric, problems) => expect(problemsOf(fabric)).toEqual(problems));

  test('a port that is none is refused by iptables, at the fabric', () => {
    const lab = parseLab('lab', fabricText('{ kind: firewall, allow: [tcp/99999] }'));
    const session = lab.ok ? Session.open(lab.value) : lab;
    expect(session.ok ? [] : session.error.map(({ line, path }) => `${line} ${path}`)).toEqual([
      '7 spec.fabric',
    ]);
  });

  test('a lab without any machine', () => {
    const lab = parseLab('lab', fabricText('').replace(/ {2}fabric: \n/, ''));
    expect(lab.ok ? [] : lab.error.map(({ problem }) => problem.key)).toEqual([
      'problems.noMachines.problem',
    ]);
  });
});

describe('machines of the file’s own', () => {
  const MORE = [
    '  machines:',
    '    - name: switch',
    '      role: switch',
    '      setup: ip link set p-guest master sw0 up',
    '    - name: guest',
    '      role: host',
    '      setup: ip addr add 192.168.56.99/24 dev eth0',
    '  cables:',
    '    - [guest/eth0, switch/p-guest]',
  ];
  test('are cabled to those of the fabric, which they add commands to', () =>
    expect(said(fabricSession('{ kind: segment }', MORE), 'guest', 'ping -c 1 192.168.56.12')).toMatch(
      /ttl=64 /,
    ));
  test('are what the fabric says they are', () =>
    expect(problemsOf('{ kind: segment }', ['  machines: [{ name: switch, role: host }]'])).toEqual([
      '8 fabricRole',
    ]));
  test('get no card twice', () =>
    expect(problemsOf('{ kind: segment }', ['  cables:', '    - [node-1/eth0, node-2/eth1]'])).toEqual([
      '9 cardTaken',
    ]));
});

test('an option may bring a fabric of its own, cables and all', () => {
  const choices = [
    ...['  choices:', '    - name: network', '      title: { en: Network }', '      options:'],
    '        - { name: flat, title: { en: Flat } }',
    '        - { name: routed, title: { en: Routed }, fabric: { kind: two-segments, ranges: [192.168.56.0/25, 192.168.56.128/25] } }',
  ];
  const lab = parseLab('lab', fabricText('{ kind: segment }', choices));
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  const ttl = (network: string): string => {
    const session = Session.open(lab.value, { choices: { network } });
    if (!session.ok) throw new Error(JSON.stringify(session.error));
    const to = network === 'flat' ? '192.168.56.12' : '192.168.56.140';
    return /ttl=\d+/.exec(said(session.value, 'node-1', `ping -c 1 ${to}`))?.[0] ?? '';
  };
  expect([ttl('flat'), ttl('routed')]).toEqual(['ttl=64', 'ttl=63']);
});

test('whatever anybody writes as settings is a lab or a problem', () => {
  const field = fc.constantFrom(
    'nodes',
    'ranges',
    'mtu',
    'allow',
    'spines',
    'cloudRoutes',
    'masquerade',
    'icmpErrors',
  );
  const value = fc.oneof(
    fc.constantFrom(null, '', 'x', -1, 0, 1.5, 1e9, true, [], {}, [null], ['0.0.0.0/0'], ['10.0.0.0/30'], {
      limit: -1,
    }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...FABRIC_KINDS), field, value, (kind, name, found) => {
      const lab = parseLab('lab', fabricText(JSON.stringify({ kind, [name]: found })));
      if (!lab.ok) expect(lab.error.length).toBeGreaterThan(0);
      else expect(lab.value.machines.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});
