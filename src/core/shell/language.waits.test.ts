/** What the language does where commands take time, and where somebody asks for more than a machine has. */
import { describe, expect, test } from 'vitest';
import type { Session } from '../session';
import { openLab } from '../testing/open-lab';

const TWO = `
apiVersion: packetwalk/v1
kind: Lab
metadata: { name: two }
spec:
  title: { en: two }
  summary: { en: two }
  machines:
    - { name: left, role: host, setup: "ip addr add 10.0.0.1/24 dev eth0\\nip link set eth0 up" }
    - { name: right, role: host, setup: "ip addr add 10.0.0.2/24 dev eth0\\nip link set eth0 up" }
  cables: [[left/eth0, right/eth0]]
  sends: []
`;

const typed = (...lines: readonly string[]): Session =>
  openLab(
    TWO,
    lines.map((line) => ['left', line] as const),
  );
const outputs = (session: Session, input: number) =>
  session.query('outputs', { seq: session.length - 1 }).inputs[input];
const printedBy = (session: Session, input = 0): string[] =>
  outputs(session, input)?.lines.map(({ text }) => text) ?? [];

describe('commands that take time', () => {
  test.each<[string, readonly string[]]>([
    ['for i in 1 2; do ping -q -c 1 10.0.0.$i | grep -c received; done; echo end', ['1', '1', 'end']],
    [
      'for i in 9 2; do if ping -q -c 1 -W 1 10.0.0.$i >/dev/null; then echo $i up; else echo $i down; fi; done',
      ['9 down', '2 up'],
    ],
    ['until ping -q -c 1 -W 1 10.0.0.2 > /dev/null; do sleep 1; done; echo there', ['there']],
    ['i=0; while [ $i -lt 2 ]; do sleep 1; i=$((i+1)); done; echo $i', ['2']],
    ['x=$(ping -q -c 1 10.0.0.2 | grep -o "1 received"); echo "<$x>"', ['<1 received>']],
    ['x=$(sleep 1; false); echo $?', ['1']],
    ['(sleep 1; exit 3); echo $?', ['3']],
    ['{ sleep 1; X=5; } > /tmp/f; echo $X', ['5']],
    ['(X=5; sleep 1; echo $X); echo "[$X]"', ['5', '[]']],
    ['sleep 1; X=1; sleep 1; echo $X', ['1']],
    [
      'while read h; do ping -q -c 1 -W 1 $h | grep -c " 1 received"; done <<< "10.0.0.1\n10.0.0.9"; echo $?',
      ['1', '0', '1'],
    ],
    ['for i in 1 2; do sleep 1; echo $i; done | tail -1', ['2']],
    ['{ sleep 1; echo a; } | sed s/a/b/', ['b']],
    ['for i in 1 2 3; do sleep 1; [ $i = 2 ] && break; done; echo $i', ['2']],
    ['sh -c "sleep 1; echo one; sleep 1; echo two" | grep -n o', ['1:one', '2:two']],
    ['sleep 1 && echo now || echo never', ['now']],
    ['! sleep 1; echo $?', ['1']],
    ['! { sleep 1; }; echo $?', ['1']],
    ['sleep 1; exit 3; echo never', ['exit']],
    ['timeout 1 sh -c "sleep 5; echo never"; echo $?', ['124']],
  ])('%s', (line, lines) => {
    const session = typed(line);
    expect(printedBy(session)).toEqual(lines);
    expect(outputs(session, 0)?.running).toBe(false);
  });

  test('take their time, and nothing else does', () => {
    const session = typed(
      'date +%s; for i in 1 2 3; do sleep 2; done; for i in {1..500}; do :; done; date +%s',
    );
    const [from = 0, to = 0] = printedBy(session).map(Number);
    expect(to - from).toBe(6);
  });

  test('a list in the background goes there whole', () => {
    const session = typed('sleep 2 && echo later & echo now');
    expect(printedBy(session)).toEqual([expect.stringMatching(/^\[1\] \d+$/), 'now']);
    session.input({ kind: 'wait', seconds: 3 });
    expect(printedBy(session).at(-1)).toBe('later');
  });
});

describe('exit', () => {
  test('ends the shell: the next line is typed into a new one', () => {
    const session = typed('X=1; cd /tmp', 'exit 4; echo never', 'echo "[$X]" $PWD $?');
    expect(printedBy(session, 1)).toEqual(['exit']);
    expect(outputs(session, 1)?.exitCode).toBe(4);
    expect(printedBy(session, 2)).toEqual(['[] / 0']);
  });
});

describe('loops without end', () => {
  test.each([
    'while true; do :; done',
    'while :; do sh -c "while :; do :; done"; done',
    'for ((;;)); do x=$(echo a | cat); done',
    'f=1; until false; do eval "f=2"; done',
    'i=0; while true; do echo $((i++)); done',
    'echo ":" > /tmp/a; while :; do . /tmp/a; done',
    'echo ". /tmp/a; . /tmp/a" > /tmp/a; . /tmp/a',
    'for i in {1..9999}; do for j in {1..9999}; do :; done; done',
  ])('at one instant end with a word about it: %s', (line) => {
    const session = typed(line, 'echo after');
    expect(printedBy(session).at(-1)).toMatch(/^packetwalk: ended: one line runs 10000 commands/);
    expect(printedBy(session, 1)).toEqual(['after']);
  });

  test('in which time passes go on like a ping without -c, until Ctrl-C', () => {
    const session = typed('while true; do sleep 1; echo tick; done');
    expect(printedBy(session)).toEqual(['tick', 'tick', 'tick']);
    expect(outputs(session, 0)?.running).toBe(true);
    session.input({ kind: 'wait', seconds: 5 });
    expect(printedBy(session).length).toBeGreaterThanOrEqual(7);
    session.input({ kind: 'interrupt', of: 0 });
    expect(outputs(session, 0)?.running).toBe(false);
    session.input({ kind: 'wait', seconds: 5 });
    expect(printedBy(session).filter((line) => line === 'tick').length).toBeLessThanOrEqual(8);
  });

  test('that may end are waited for, but not for ever', () => {
    const session = typed(
      'until ping -q -c 1 -W 1 10.0.0.9 > /dev/null; do sleep 1; done; echo there',
      'echo on',
    );
    expect(outputs(session, 0)?.running).toBe(true);
    expect(printedBy(session, 1)).toEqual(['on']);
    session.input({ kind: 'exec', netns: 'right', command: 'ip addr add 10.0.0.9/24 dev eth0' });
    session.input({ kind: 'wait', seconds: 10 });
    expect(printedBy(session)).toEqual(['there']);
  });
});

describe('texts that double', () => {
  test.each([
    ['x=aaaaaaaaaa; for i in {1..40}; do x=$x$x; done; echo no', /cannot allocate/],
    ['echo {1..99}{1..99}{1..99}', /braces that make so many words/],
    ['x=a; for i in {1..40}; do x=${x//a/aa}; done', /packetwalk|cannot allocate/],
    ['x=1; while :; do set -- "$@" "$@" $x; done', /packetwalk|too long|cannot allocate/],
    ['printf "%1000s" {1..5000} | wc -c', /^\d+$/],
  ])('end: %s', (line, said) => {
    const session = typed(line);
    expect(printedBy(session).filter((text) => said.test(text))).not.toEqual([]);
  });
});
