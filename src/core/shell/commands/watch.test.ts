/** Goal: a command over and over, in simulated time, until Ctrl-C. Titles as watch of procps-ng 4.0.2 has them. */
import { expect, test } from 'vitest';
import type { Session } from '../../session';
import { openLab } from '../../testing/open-lab';
import { TWO_HOSTS } from '../../testing/two-hosts';

const output = (session: Session, input = 0) =>
  session.query('outputs', { seq: session.length - 1 }).inputs[input];
const lines = (session: Session, input = 0): readonly string[] =>
  output(session, input)?.lines.map(({ text }) => text) ?? [];

test('runs again after the interval, says which time it is, and goes on with the clock', () => {
  const session = openLab(TWO_HOSTS, [['left', 'watch -n 2 hostname']]);
  const [title = '', empty, name] = lines(session);
  expect(title).toMatch(/^Every 2\.0s: hostname {2}left: Thu Jan {2}1 \d\d:\d\d:\d\d 2026$/);
  expect([empty, name]).toEqual(['', 'left']);
  const before = lines(session).length;
  expect(output(session)?.running).toBe(true);
  session.input({ kind: 'wait', seconds: 11 });
  expect(lines(session).length - before).toBe(15);
  session.input({ kind: 'interrupt', of: 0 });
  expect(output(session)?.running).toBe(false);
  const ended = lines(session).length;
  session.input({ kind: 'wait', seconds: 10 });
  expect(lines(session)).toHaveLength(ended);
});

test('sees what has changed meanwhile, also behind a pipe and what runs for a while itself', () => {
  const session = openLab(TWO_HOSTS, [['left', "watch -t -n 1 'ip neigh | wc -l'"]]);
  session.input({ kind: 'exec', netns: 'left', command: 'ping -c 1 10.0.0.2' });
  session.input({ kind: 'wait', seconds: 3 });
  expect(lines(session)[0]).toBe('0');
  expect(lines(session).at(-1)).toBe('1');
  session.input({ kind: 'exec', netns: 'right', command: 'watch -t -n 1 ping -q -c 1 10.0.0.1' });
  session.input({ kind: 'wait', seconds: 5 });
  expect(lines(session, 3).filter((line) => line.includes('1 received')).length).toBeGreaterThan(3);
});

test('two dashes end the options', () => {
  const session = openLab(TWO_HOSTS, [['left', 'watch -t -- hostname']]);
  expect(lines(session)[0]).toBe('left');
});

test('is the same when it is played again', () => {
  const play = (): string => {
    const session = openLab(TWO_HOSTS, [['left', 'watch -n 1 ip -s link show eth0']]);
    session.input({ kind: 'wait', seconds: 5 });
    return JSON.stringify(session.hash());
  };
  expect(play()).toBe(play());
});

test.each([
  ['watch', ''],
  ['watch -n x ls', "watch: failed to parse argument: 'x': Invalid argument"],
  ['watch -d ls', "packetwalk: 'watch -d' is not in this lab yet"],
  ['watch -y ls', "watch: invalid option -- 'y'"],
])('%s', (command, line) => {
  expect(lines(openLab(TWO_HOSTS, [['left', command]]))[0]).toBe(line);
});
