/** Goal: functions and aliases mean what they mean to bash. Each line's output is that of bash 5.2.15. */
import { describe, expect, test } from 'vitest';
import { openLab } from '../testing/open-lab';
import { recordedShell } from '../testing/shell-host';
import { TWO_HOSTS } from '../testing/two-hosts';
import { createSimulation } from '../simulator';
import { runCommand, type CommandOutcome } from '.';

function run(line: string): CommandOutcome {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'node-1', role: 'node' });
  return runCommand(simulation.shell, 'node-1', line);
}

describe('functions', () => {
  test.each<[string, string[]]>([
    ['f() { echo hi; }; f', ['hi']],
    ['function f { echo "$#: $1"; }; f a b', ['2: a']],
    ['f() { echo $1; }; set -- x; f y; echo $1', ['y', 'x']],
    ['f() { local a=1 b; b=2; echo $a$b; }; a=9; f; echo $a$b.', ['12', '9.']],
    ['f() { c=3; }; f; echo $c', ['3']],
    ['f() { return 3; echo no; }; f; echo $?', ['3']],
    ['f() { false; return; }; f; echo $?', ['1']],
    ['f() { for i in 1 2 3; do if [ $i = 2 ]; then return; fi; echo $i; done; }; f; echo end', ['1', 'end']],
    ['f() { echo a; echo b; }; f | tr a-z A-Z', ['A', 'B']],
    ['f() { echo a; }; echo "[$(f)]"', ['[a]']],
    ['f() { cat; }; echo x | f', ['x']],
    ['f() { echo out; }; f > /tmp/o; cat /tmp/o', ['out']],
    ['f() { if [ $1 -gt 0 ]; then echo $1; f $(($1 - 1)); fi; }; f 3', ['3', '2', '1']],
    ['f() { break; echo in; }; for i in 1 2; do f; echo $i; done 2>/dev/null', ['in', '1', 'in', '2']],
    ['f() ( x=1; echo $x ); x=0; f; echo $x', ['1', '0']],
    ['f() { echo one; }; f() { echo two; }; f', ['two']],
    ['f() { echo a; }; unset -f f; f 2>&1', ['bash: f: command not found']],
    ['f() { :; }; type -t f; command -v f', ['function', 'f']],
    ['f() { (return 4); echo $?; }; f', ['4']],
    ['f() { { return 5; } > /dev/null; echo no; }; f; echo $?', ['5']],
    ['f() { echo a; } > /tmp/p; f; cat /tmp/p', ['a']],
    ['f() { g; }; g() { echo g; }; f && echo yes', ['g', 'yes']],
    [':() { echo bomb; }; :', ['bomb']],
    ['a-b.c() { echo x; }; a-b.c', ['x']],
    ["f() { echo x; }; sh -c 'f' 2>/dev/null; echo $?", ['127']],
  ])('%s', (line, expected) => {
    expect(run(line).stdout).toEqual(expected);
  });

  test.each([
    // A function is kept by such a name, and is made by nothing but its definition.
    ["printf -v 'f()' x", "bash: printf: `f()': not a valid identifier"],
    ['echo $$', "packetwalk: '$$' is not in this shell"],
    ['sleep 1 & echo "$!"', "packetwalk: '$!' is not in this shell"],
    ['f() { f; }; f', 'packetwalk: so many functions within one another are not run'],
    ['return', "bash: return: can only `return' from a function or sourced script"],
    ['local a=1', 'bash: local: can only be used in a function'],
    ['f() echo', "bash: syntax error near unexpected token `echo'"],
  ])('%s', (line, said) => {
    expect(recordedShell().run(line).stderr).toEqual([said]);
  });

  test('last from line to line, wait for what they start, and give back what they changed when they are interrupted', () => {
    const session = openLab(TWO_HOSTS, [
      ['left', 'set -- mine; p() { local n=$1; ping -c $n -q 10.0.0.2 | grep -c received; echo $n; }'],
      ['left', 'p 2; echo $1 [$n]'],
      ['left', 'q() { local n=$1; ping -q 10.0.0.2; echo never; }; q 7'],
    ]);
    const { inputs } = session.query('outputs', { seq: session.length - 1 });
    expect(inputs[1]?.lines.map(({ text }) => text)).toEqual(['1', '2', 'mine []']);
    session.input({ kind: 'interrupt', of: 2 });
    session.input({ kind: 'exec', netns: 'left', command: 'echo $1 [$n]' });
    const after = session.query('outputs', { seq: session.length - 1 }).inputs;
    expect(after.at(-1)?.lines.map(({ text }) => text)).toEqual(['mine []']);
  });
});

describe('aliases', () => {
  test('stand for the first word of a command, from the next line on', () => {
    const { run } = recordedShell();
    expect(run("alias hi='echo hello'; hi 2>&1").stdout).toEqual(['bash: hi: command not found']);
  });

  test('that double what there is, again and again, come to an end', () => {
    const names = Array.from({ length: 30 }, (_, i) => `a${i}`);
    const session = openLab(TWO_HOSTS, [
      ['left', `alias ${names.map((name, i) => `${name}='a${i + 1}; a${i + 1}'`).join(' ')} a30=true`],
      ['left', 'a0'],
    ]);
    const { inputs } = session.query('outputs', { seq: session.length - 1 });
    expect(inputs[1]?.lines.map(({ text }) => text)).toEqual([
      'packetwalk: so many constructs within one another are not read',
    ]);
  });

  test('last from line to line', () => {
    const session = openLab(TWO_HOSTS, [
      ['left', "alias hi='echo hello' ls='ls -1'"],
      [
        'left',
        'hi you; echo hi; true && hi 2; alias hi nosuch; type -t hi; command -v hi; \\hi; unalias hi; alias',
      ],
      ['left', 'hi'],
    ]);
    const { inputs } = session.query('outputs', { seq: session.length - 1 });
    expect(inputs[1]?.lines.map(({ text }) => text)).toEqual([
      'hello you',
      'hi',
      'hello 2',
      "alias hi='echo hello'",
      'bash: alias: nosuch: not found',
      'alias',
      "alias hi='echo hello'",
      'bash: hi: command not found',
      "alias ls='ls -1'",
    ]);
    expect(inputs[2]?.lines.map(({ text }) => text)).toEqual(['bash: hi: command not found']);
  });
});
