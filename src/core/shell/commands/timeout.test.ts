/** Goal: a process ends when its time is over, as timeout of GNU coreutils 9.1 ends it. */
import { expect, test } from 'vitest';
import type { Session } from '../../session';
import { openLab } from '../../testing/open-lab';
import { TWO_HOSTS } from '../../testing/two-hosts';

const output = (session: Session) => session.query('outputs', { seq: session.length - 1 }).inputs[0];
function typed(command: string): { readonly lines: readonly string[]; readonly atSec: number } {
  const session = openLab(TWO_HOSTS, [['left', command]]);
  const lines = output(session)?.lines ?? [];
  return { lines: lines.map(({ text }) => text), atSec: (lines.at(-1)?.atNs ?? 0) / 1e9 };
}

// coreutils 9.1 said so on a machine: 124 for a time that is over, 143 and 137 for the signal that did it.
test.each([
  ['timeout 2 sleep 9; echo $?', ['124']],
  ['timeout 2 sleep 1; echo $?', ['0']],
  ['timeout -s KILL 2 sleep 9; echo $?', ['137']],
  ['timeout --preserve-status 2 sleep 9; echo $?', ['143']],
  [
    'timeout --preserve-status -s INT 2 sleep 9; echo $?',
    ["packetwalk: 'timeout --preserve-status -s INT' is not in this lab yet", '69'],
  ],
  ['timeout 2s hostname; echo $?', ['left', '0']],
  ['timeout 0 sleep 1; echo $?', ['0']],
  ['timeout; echo $?', ['timeout: missing operand', "Try 'timeout --help' for more information.", '125']],
  [
    'timeout x ls; echo $?',
    ["timeout: invalid time interval 'x'", "Try 'timeout --help' for more information.", '125'],
  ],
  [
    'timeout 1 nosuch; echo $?',
    ["timeout: failed to run command 'nosuch': No such file or directory", '127'],
  ],
  [
    'timeout -s FOO 1 ls; echo $?',
    ["timeout: 'FOO': invalid signal", "Try 'timeout --help' for more information.", '125'],
  ],
  ["timeout 2 sh -c 'sleep 9; echo never'; echo $?", ['124']],
  ["timeout -s KILL 2 sh -c 'sleep 9; echo never'; echo $?", ['137']],
  ["timeout 1 sh -c 'nosuch'; echo $?", ['bash: nosuch: command not found', '127']],
  ['timeout -- 5 hostname; echo $?', ['left', '0']],
  ['timeout infinity hostname; echo $?', ['left', '0']],
  ['timeout 0x1 sleep 9; echo $?', ['124']],
  ['timeout 1e-1 sleep 1; echo $?', ['124']],
  [
    'timeout nan ls; echo $?',
    ["timeout: invalid time interval 'nan'", "Try 'timeout --help' for more information.", '125'],
  ],
  [
    'timeout --foo 1 ls; echo $?',
    ["timeout: unrecognized option '--foo'", "Try 'timeout --help' for more information.", '125'],
  ],
  ['timeout -s 1 1 ls', ["packetwalk: 'timeout -s 1' is not in this lab yet"]],
  ['timeout -s 0 1 ls', ["packetwalk: 'timeout -s 0' is not in this lab yet"]],
  ["timeout 2 sudo sh -c 'sleep 1; echo one; sleep 9'; echo $?", ['one', '124']],
  ['timeout -s INT 2.5 watch -t -n 1 hostname; echo $?', ['left', 'left', 'left', '124']],
  ["timeout 9 timeout 2 sh -c 'sleep 5; echo never'; echo $?", ['124']],
])('%s', (command, lines) => expect(typed(command).lines).toEqual(lines));

test('the clock does not wait for what a process that was ended would have done', () => {
  const session = openLab(TWO_HOSTS, [['left', 'timeout 2 sleep 900']]);
  const second = openLab(TWO_HOSTS, [['left', "timeout 900 sh -c 'sleep 2; true'"]]);
  for (const { world } of [session, second]) expect(world.nowNs / 1e9).toBeLessThan(10);
});

test.each([
  ["sh -c 'echo a; sleep 1; echo b' | cat", ['a', 'b']],
  ["sh -c 'echo a; sleep 1; echo b' | wc -l", ['2']],
  ["sh -c 'echo a; sleep 1; echo b' > f; cat f", ['a', 'b']],
  ["echo z > f; sh -c 'echo a; sleep 1; echo b' >> f; cat f", ['z', 'a', 'b']],
  ["sh -c 'echo a; sleep 1; echo b' | head -n 1", ['a']],
  ["sh -c 'cat nofile; echo a; sleep 1; echo b' > f 2>&1; grep -c . f", ['3']],
  ["sh -c 'cat nofile; sleep 1; echo b' 2> e | cat; wc -l < e", ['b', '1']],
  ['timeout 3 watch -t -n 1 hostname > f; uniq -c f', ['      3 left']],
])('what is printed before something is waited for goes where the rest goes: %s', (command, lines) => {
  expect(typed(command).lines).toEqual(lines);
});

test('a shell takes along what it waits for, and what that waits for', () => {
  const session = openLab(TWO_HOSTS, [['left', `timeout 2 sh -c 'sh -c "ping 10.0.0.2; true"; true'`]]);
  const sent = () => session.query('outputs', { seq: session.length - 1 }).inputs[0]?.lines.length;
  const before = sent();
  session.input({ kind: 'wait', seconds: 5 });
  expect(sent()).toBe(before);
  session.input({ kind: 'exec', netns: 'left', command: 'ps | grep -c ping' });
  expect(
    session.query('outputs', { seq: session.length - 1 }).inputs[2]?.lines.map(({ text }) => text),
  ).toEqual(['0']);
});

test('what would run for ever is waited for until then; SIGINT lets it say its last words', () => {
  const { lines, atSec } = typed('timeout -s INT 4.5 ping 10.0.0.2');
  expect(lines.filter((line) => line.includes('bytes from'))).toHaveLength(5);
  expect(lines.some((line) => line.includes('5 packets transmitted'))).toBe(true);
  expect(atSec).toBeGreaterThan(4);
  expect(typed('timeout 2 tcpdump -i eth0; echo $?').lines.at(-1)).toBe('124');
});
