/** Depths and circles as nf_tables of Linux 6.18 took and refused them. */
import { describe, expect, it } from 'vitest';
import { recordedShell } from '../../testing/shell-host';
import type { ValidChain } from './validate';
import { invalidity } from './validate';

function jumps(name: string, ...to: readonly string[]): [string, ValidChain] {
  return [
    name,
    { name, rules: to.map((chain) => ({ matches: [], target: { kind: 'jump', chain, goto: false } })) },
  ];
}

/** INPUT, c1, c2 ... each calling the next `calls` times. */
function ladder(chains: number, calls = 1): ReadonlyMap<string, ValidChain> {
  const name = (i: number): string => (i === 0 ? 'INPUT' : `c${String(i)}`);
  return new Map(
    Array.from({ length: chains + 1 }, (_, i) =>
      jumps(name(i), ...(i === chains ? [] : Array.from({ length: calls }, () => name(i + 1)))),
    ),
  );
}

it.each([
  [15, null],
  [16, 'EMLINK'],
])('%i chains below INPUT: %s', (chains, errno) => {
  expect(invalidity('filter', ladder(chains))?.errno ?? null).toBe(errno);
});

it('a packet may not be sent through a million rules', () => {
  expect(invalidity('filter', ladder(5, 10))).toBeNull();
  expect(invalidity('filter', ladder(6, 10))?.errno).toBe('EMLINK');
});

it('depth is counted along the longest way, in whatever order chains are met', () => {
  const chains = new Map([...ladder(15), jumps('INPUT', 'c10', 'x'), jumps('x', 'c1')]);
  expect(invalidity('filter', chains)?.errno).toBe('EMLINK');
});

describe('through the tool', () => {
  it.each([
    ['iptables -A B -j A', 'RULE_APPEND failed (Too many links): rule in chain B'],
    ['iptables -A B -j B', 'RULE_APPEND failed (Too many links): rule in chain B'],
    ['iptables -A B -g A', 'RULE_APPEND failed (Too many links): rule in chain B'],
    ['iptables -I B -j A', 'RULE_INSERT failed (Too many links): rule in chain B'],
  ])('%s closes a circle', (command, words) => {
    const shell = recordedShell('iptables -N A\niptables -N B\niptables -A INPUT -j A\niptables -A A -j B');
    const { exitCode, stderr } = shell.run(command);
    expect([exitCode, stderr]).toEqual([4, [`iptables v1.8.11 (nf_tables):  ${words}`]]);
  });

  it('a circle stands until a built-in chain leads there', () => {
    const shell = recordedShell('iptables -N A\niptables -N B\niptables -A A -j B\niptables -A B -j A');
    const words = 'RULE_APPEND failed (Too many links): rule in chain INPUT';
    expect(shell.run('iptables -A INPUT -j A').stderr[0]).toContain(words);
  });

  it('targets must fit the hooks their chain is called from', () => {
    const shell = recordedShell(
      'iptables -t nat -N U\niptables -t nat -A U -p tcp -j DNAT --to-destination 1.1.1.1',
    );
    expect(shell.run('iptables -t nat -A POSTROUTING -j U').stderr[0]).toContain(
      'RULE_APPEND failed (Invalid argument): rule in chain POSTROUTING',
    );
    expect(shell.run('iptables -t nat -A PREROUTING -j U').exitCode).toBe(0);
    expect(shell.run('iptables -t nat -A U -j MASQUERADE').stderr[0]).toContain(
      'RULE_APPEND failed (Invalid argument): rule in chain U',
    );
  });
});
