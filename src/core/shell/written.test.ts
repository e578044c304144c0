/** What a terminal showed of bash 5.2 and GNU coreutils 9.1, both outputs going to one place. */
import { describe, expect, test } from 'vitest';
import { openLab } from '../testing/open-lab';
import { createSimulation } from '../simulator';
import { runCommand } from './run';
import { textsOf, writtenBy } from './written';

const seen = (line: string): readonly string[] => {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'm', role: 'host' });
  const run = (text: string) => runCommand(simulation.shell, 'm', text);
  run('echo one > /tmp/a; echo -n two > /tmp/b');
  return textsOf(writtenBy(run(line)));
};

describe('the two outputs of a line stand as they were written', () => {
  test.each([
    ['frobnicate; echo a', ['bash: frobnicate: command not found', 'a']],
    ['echo a; frobnicate; echo b', ['a', 'bash: frobnicate: command not found', 'b']],
    ['cat /tmp/a /none /tmp/b', ['one', 'cat: /none: No such file or directory', 'two']],
    ['cat -n /tmp/a /none /tmp/b', ['     1\tone', 'cat: /none: No such file or directory', '     2\ttwo']],
    ['cat /tmp/b /tmp/a', ['twoone']],
    ['cat /none /tmp/a 2>&1 | cat', ['cat: /none: No such file or directory', 'one']],
    ['cat /tmp/a /none 2>&1 | cat', ['one', 'cat: /none: No such file or directory']],
    ['ls /tmp/a /none', ["ls: cannot access '/none': No such file or directory", '/tmp/a']],
    ['grep . /none /tmp/a', ['grep: /none: No such file or directory', '/tmp/a:one']],
    [
      'head /tmp/a /none',
      ['==> /tmp/a <==', 'one', "head: cannot open '/none' for reading: No such file or directory"],
    ],
    ['wc -l /none /tmp/a', ['wc: /none: No such file or directory', '1 /tmp/a', '1 total']],
    ['type nosuch echo', ['bash: type: nosuch: not found', 'echo is a shell builtin']],
    ['cat /none /tmp/a > /tmp/both 2>&1; cat /tmp/both', ['cat: /none: No such file or directory', 'one']],
    ['cat /none /tmp/a 2> /tmp/errors', ['one']],
    ['sh -c "frobnicate; echo a"', ['bash: frobnicate: command not found', 'a']],
  ])('%s', (line, lines) => expect(seen(line)).toEqual(lines));
});

test('what reads a program that still runs complains once, and in its place', () => {
  const lab = `
apiVersion: packetwalk/v1
kind: Lab
metadata: { name: one }
spec:
  title: { en: one }
  summary: { en: one }
  machines: [{ name: left, role: host, setup: "ip link set lo up" }]
  sends: []
`;
  const session = openLab(lab, [['left', 'ping -c 3 127.0.0.1 | cat /none -; frobnicate; echo end']]);
  const [input] = session.query('outputs', { seq: session.length - 1 }).inputs;
  const lines = input?.lines.map(({ text }) => text) ?? [];
  expect(lines[0]).toBe('cat: /none: No such file or directory');
  expect(lines.filter((line) => line.startsWith('cat:'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('icmp_seq='))).toHaveLength(3);
  expect(lines.slice(-2)).toEqual(['bash: frobnicate: command not found', 'end']);
});
