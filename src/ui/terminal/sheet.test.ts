import { expect, test } from 'vitest';
import type { InputOutput } from '../../core/index';
import { plainText, sheetOf, withoutMarks } from './sheet';
import type { SheetQuestion } from './sheet';

/** Goal: a terminal shows what had been printed at an instant, and what is still to come. Method: two commands. */
const PING: InputOutput = {
  ...{ index: 0, seq: 10, atNs: 0, kind: 'command', netns: 'a', command: 'ping b' },
  ...{ folder: '~', folderAfter: '~' },
  lines: [
    { text: 'PING', seq: 11, atNs: 0 },
    { text: 'reply 1', seq: 20, atNs: 0 },
    { text: 'reply 2', seq: 30, atNs: 0 },
  ],
  ...{ running: false, exitCode: 0, doneSeq: 30, decisions: 12, firstDecision: 12 },
};
const ADDR: InputOutput = {
  ...{ ...PING, index: 1, seq: 40, command: 'ip addr', decisions: 0, firstDecision: null, doneSeq: 41 },
  lines: [{ text: 'lo\x1b[2J', seq: 41, atNs: 0 }],
};

const QUESTION: SheetQuestion = {
  ...{
    commands: [PING, ADDR],
    seq: 41,
    next: null,
    later: 0,
    promptIn: (folder) => `root@a:${folder}# `,
    notes: [],
    cleared: -1,
  },
  ...{ coming: 'faint', columns: 60 },
  words: {
    decisions: (count) => `${count} decisions`,
    coming: (count) => `${count} to come`,
    later: (count) => `${count} later`,
  },
};

const shown = (part: Partial<SheetQuestion>) => {
  const { lines } = sheetOf({ ...QUESTION, ...part });
  return lines.map((line) =>
    line.every(({ tone }) => tone === 'faint') ? `~${plainText(line)}` : plainText(line),
  );
};

test('at the end everything stands there; control characters do nothing', () => {
  expect(shown({})).toEqual([
    ...['root@a:~# ping b', 'PING', 'reply 1', 'reply 2', 'root@a:~# ip addr', 'lo^[[2J'],
  ]);
});

test('in the middle of a run its later lines are faint, behind a mark; later inputs are only counted', () => {
  const part = { seq: 20, next: 40, later: 1 };
  expect(shown(part)).toEqual([
    ...['root@a:~# ping b', 'PING', 'reply 1', '~1 to come', '~reply 2', '~1 later'],
  ]);
  expect(sheetOf({ ...QUESTION, ...part }).now).toBe(3);
  expect(shown({ ...part, coming: 'hidden' })).toEqual([
    ...['root@a:~# ping b', 'PING', 'reply 1', '~1 to come', '~1 later'],
  ]);
});

test('every instant shows a beginning of what the end shows', () => {
  const all = shown({});
  for (let seq = 0; seq <= 41; seq += 1) {
    const next = seq < 10 ? 10 : seq < 40 ? 40 : null;
    const past = shown({ seq, next, coming: 'hidden' }).filter((line) => !line.startsWith('~'));
    expect(all.slice(0, past.length)).toEqual(past);
  }
});

test('what a process prints while a later command runs stands where it was printed', () => {
  const lines = [...PING.lines, { text: 'reply 3', seq: 50, atNs: 0 }];
  expect(shown({ commands: [{ ...PING, lines, running: true }, ADDR], seq: 50 }).at(-1)).toBe('reply 3');
});

test('notes stand below what was there when they were made, and are never faint', () => {
  const notes = [{ after: 0, lines: [[{ text: '^C', tone: 'plain' as const }]] }];
  expect(shown({ notes })).toEqual([
    ...['root@a:~# ping b', 'PING', 'reply 1', 'reply 2', '^C', 'root@a:~# ip addr', 'lo^[[2J'],
  ]);
  expect(shown({ notes, seq: 20, next: 40, coming: 'hidden' })).toContain('^C');
  expect(shown({ notes, seq: 5, next: 10 })).toEqual([]);
});

test('what is printed after Ctrl+C goes on in its line, as a terminal ends none', () => {
  const interrupt: InputOutput = { ...PING, index: 1, seq: 25, kind: 'interrupt', command: '^C', lines: [] };
  const said = (text: string) => [
    { ...PING, lines: [PING.lines[0]!, { text, seq: 26, atNs: 0 }] },
    interrupt,
  ];
  expect(shown({ commands: said('') })).toEqual(['root@a:~# ping b', 'PING', '^C']);
  expect(shown({ commands: said('0 packets captured') }).at(-1)).toBe('^C0 packets captured');
  expect(shown({ commands: said('later'), seq: 25, next: 26 }).at(-1)).toBe('^C');
});

test('cleared, only what came afterwards is left', () => {
  expect(shown({ cleared: 0 })).toEqual(['root@a:~# ip addr', 'lo^[[2J']);
});

test('the way to the decisions stands at the right edge, and is left out of copies', () => {
  const [line = []] = sheetOf(QUESTION).lines;
  const text = line.map((piece) => piece.text).join('');
  expect(text).toMatch(/^root@a:~# ping b {2,}12 decisions →$/);
  expect(text.length).toBe(59);
  expect(line.at(-1)?.walk).toBe(0);
  expect(withoutMarks(`${text}\nPING  \nreply`)).toBe('root@a:~# ping b\nPING\nreply');
});

test('each command stands behind the prompt of the folder it was typed in', () => {
  const lines = shown({ commands: [PING, { ...ADDR, folder: '/etc' }] });
  expect(lines.filter((line) => line.startsWith('root@')).at(-1)).toBe('root@a:/etc# ip addr');
});
