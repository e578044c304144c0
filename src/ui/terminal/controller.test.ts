import { beforeEach, describe, expect, test } from 'vitest';
import type { InputOutput } from '../../core/index';
import { createController } from './controller';
import type { Controller, Shown } from './controller';

/** Goal: what is typed becomes inputs, in order, and nothing is lost. Method: a screen and a lab that only remember. */
const SHOWN: Shown = {
  ...{
    netns: 'a',
    prompt: 'root@a:~# ',
    promptIn: (folder) => `root@a:${folder}# `,
    commands: [],
    newest: -1,
    seq: 0,
    next: null,
    later: 0,
    coming: 'faint',
  },
  words: {
    decisions: String,
    coming: String,
    later: String,
    searching: (query) => `search ${query}:`,
    notFound: (query) => `nothing ${query}:`,
    moreCandidates: String,
  },
};

const typedAs = (index: number, command: string): InputOutput => ({
  ...{ folder: '~', folderAfter: '~' },
  ...{
    index,
    seq: index * 10 + 10,
    atNs: 0,
    kind: 'command',
    netns: 'a',
    command,
    lines: [],
    running: false,
  },
  ...{ exitCode: 0, doneSeq: index * 10 + 11, decisions: 0, firstDecision: null },
});

let typed: string[];
let written: string;
let taken: boolean;
let asked: readonly string[];
let history: string[];
let terminal: Controller;

/** Everything that is on its way has come. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

beforeEach(() => {
  [typed, written, taken, asked, history] = [[], '', true, [], []];
  terminal = createController({
    screen: {
      size: () => ({ columns: 60, rows: 10 }),
      write: (data) => void (written += data),
      scrolledBack: () => 0,
      scrollTo: () => undefined,
    },
    history: { all: () => history, add: (_netns, command) => void history.push(command) },
    type(_netns, command) {
      typed.push(command);
      return Promise.resolve(taken);
    },
    interrupt: () => Promise.resolve(false),
    complete: () => Promise.resolve({ from: 0, words: [{ text: 'ping', about: '' }] }),
    close: () => undefined,
    walk: () => undefined,
    ask: (lines) => (asked = lines),
    refused: () => (asked = ['refused']),
    changed: () => undefined,
  });
});

describe('typing', () => {
  test('before there is anything to show is not lost', async () => {
    terminal.keys('ip addr\r');
    expect(typed).toEqual([]);
    terminal.show(SHOWN);
    await settled();
    expect(typed).toEqual(['ip addr']);
    expect(history).toEqual(['ip addr']);
  });

  test('ahead goes one command after the other', async () => {
    terminal.show(SHOWN);
    terminal.keys('ip addr\rip link\r');
    await settled();
    expect(typed).toEqual(['ip addr', 'ip link']);
  });

  test('what the lab does not take stands behind the prompt again', async () => {
    taken = false;
    terminal.show(SHOWN);
    terminal.keys('ip addr\r');
    await settled();
    written = '';
    terminal.keys('x');
    expect(written).toContain('ip addrx');
  });

  test('clear, history and exit are no inputs', async () => {
    terminal.show({ ...SHOWN, commands: [typedAs(0, 'ip addr')], newest: 0, seq: 20 });
    terminal.keys('history\r');
    expect(terminal.text()).toContain('1  history');
    terminal.keys('clear\r');
    expect(terminal.text()).toBe('');
    terminal.keys('exit\r');
    await settled();
    expect(typed).toEqual([]);
  });

  test('Tab puts in what is certain', async () => {
    terminal.show(SHOWN);
    terminal.keys('pi\t');
    await settled();
    terminal.keys('-c 1\r');
    await settled();
    expect(typed).toEqual(['ping -c 1']);
  });
});

describe('a line that is not whole', () => {
  beforeEach(() => {
    terminal.show(SHOWN);
    written = '';
  });

  test('is gone on with behind another prompt, and becomes one input and one line of the history', async () => {
    terminal.keys('for i in 1 2\r');
    expect(written).toContain('> ');
    terminal.keys('do echo $i\rdone\r');
    await settled();
    expect(typed).toEqual(['for i in 1 2\ndo echo $i\ndone']);
    expect(history).toEqual(['for i in 1 2; do echo $i; done']);
  });

  test('is given up with Ctrl+C, and its lines stay to be read', async () => {
    terminal.keys('echo "a\rb\u0003');
    terminal.keys('ip addr\r');
    await settled();
    expect(typed).toEqual(['ip addr']);
    expect(terminal.text()).toBe('root@a:~# echo "a\n> b^C\n');
  });

  test('is an input as it is when nothing more comes, so that the shell says what it misses', async () => {
    terminal.keys('if true\r\u0004');
    await settled();
    expect(typed).toEqual(['if true']);
  });

  test('stands again line by line where the lab does not take it', async () => {
    taken = false;
    terminal.keys('ls |\rwc\r');
    await settled();
    taken = true;
    terminal.keys(' -l\r');
    await settled();
    expect(typed).toEqual(['ls |\nwc', 'ls |\nwc -l']);
  });

  test('may be pasted', async () => {
    await terminal.run(['for i in 1 2; do', '  echo $i', 'done', 'ip addr']);
    expect(typed).toEqual(['for i in 1 2; do\n  echo $i\ndone', 'ip addr']);
  });

  test('is not longer than the lab takes', async () => {
    terminal.keys(`echo "${'x'.repeat(1990)}\r`);
    terminal.keys(`${'y'.repeat(20)}"\r`);
    terminal.keys('\u0004');
    await settled();
    expect(typed[0]?.length).toBe(2000);
  });
});

describe('the prompt', () => {
  const screenOf = (command: InputOutput, seq: number): string => {
    terminal.show({ ...SHOWN, commands: [command], newest: 0, seq });
    return written;
  };

  test.each([
    ['stands again when the command is done', {}, 11, true],
    ['is not there while something runs in the foreground', { running: true }, 11, false],
    ['stands at an instant of the past, for what is typed there', {}, 5, true],
  ] as const)('%s', (_, part, seq, there) => {
    const prompts = screenOf({ ...typedAs(0, 'ping b'), ...part }, seq).split('root@a').length - 1;
    expect(prompts).toBe(there ? 2 : 1);
  });
});

describe('pasting', () => {
  test('one line is typed and not run; several are asked about; far too much is refused', async () => {
    terminal.show(SHOWN);
    terminal.paste('ip addr\n');
    expect(asked).toEqual([]);
    terminal.paste('ip link\n\nip route\n');
    expect(asked).toEqual(['ip link', 'ip route']);
    terminal.paste('x\n'.repeat(1000));
    expect(asked).toEqual(['refused']);
    await settled();
    expect(typed).toEqual([]);
  });

  test('lines run one after the other, until one is not taken', async () => {
    terminal.show(SHOWN);
    await terminal.run(['ip addr', 'ip link']);
    taken = false;
    await terminal.run(['ip route', 'ip neigh']);
    expect(typed).toEqual(['ip addr', 'ip link', 'ip route']);
  });
});

test('what is typed and pasted before there is anything to show waits, in its order', async () => {
  terminal.keys('echo ');
  terminal.paste('one');
  terminal.keys(' two\r');
  expect(typed).toEqual([]);
  terminal.show(SHOWN);
  terminal.paste('a\nb');
  expect(asked).toEqual(['a', 'b']);
  await settled();
  expect(typed).toEqual(['echo one two']);
});
