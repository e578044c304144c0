import { describe, expect, test } from 'vitest';
import type { Session } from '../session';
import { openLab } from '../testing/open-lab';
import { recordedShell } from '../testing/shell-host';

/** Two hosts on a cable. */
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

const printedBy = (session: Session, input: number): string[] | undefined =>
  session.query('outputs', { seq: session.length - 1 }).inputs[input]?.lines.map(({ text }) => text);

const POD = 'ip netns add pod-a';

describe('a command line', () => {
  test('runs its commands one after the other and answers with the last exit code', () => {
    const { run } = recordedShell();
    expect(run('frobnicate; echo a; echo b')).toMatchObject({
      exitCode: 0,
      stdout: ['a', 'b'],
      stderr: ['bash: frobnicate: command not found'],
      pid: null,
    });
    expect(run('echo a\nfrobnicate').exitCode).toBe(127);
  });

  test('of comments alone does nothing', () => {
    expect(recordedShell().run('# nothing\n')).toEqual({ exitCode: 0, stdout: [], stderr: [], pid: null });
  });

  test('hands the operation the text as typed, without its folds and with its quotes', () => {
    const { run, ops } = recordedShell();
    run("ip   netns \\\n add 'pod a'");
    expect(ops).toEqual([
      { kind: 'netns.add', name: 'pod a', netns: 'node-1', typed: "ip netns add 'pod a'" },
    ]);
  });

  test('feeds what a pipe carries', () => {
    const { run, spawned } = recordedShell();
    expect(run('echo -n one | echo two').stdout).toEqual(['two']);
    expect(run('echo ping | ncat -u 10.0.0.1 53').pid).not.toBeNull();
    expect(spawned.map(({ app }) => app)).toEqual(['udp-client']);
  });

  test('finds commands by their usual paths', () => {
    expect(recordedShell().run('/bin/echo a; /usr/sbin/ip netns').stderr).toEqual([]);
  });

  // What bash 5.2.15 answered to each line, typed into `bash --norc -i`.
  test.each([
    ["echo 'a", "bash: unexpected EOF while looking for matching `''"],
    ['echo "x', 'bash: unexpected EOF while looking for matching `"\''],
    ['| echo', "bash: syntax error near unexpected token `|'"],
    ['a ;; b', "bash: syntax error near unexpected token `;;'"],
    ['&& x', "bash: syntax error near unexpected token `&&'"],
    ['echo >', "bash: syntax error near unexpected token `newline'"],
    ['echo > | x', "bash: syntax error near unexpected token `|'"],
    ['echo a |', 'bash: syntax error: unexpected end of file'],
    ['echo &&', 'bash: syntax error: unexpected end of file'],
    ['select x in a; do :; done', "packetwalk: 'select' is not in this shell"],
  ])('that cannot be read does nothing: %s', (text, message) => {
    expect(recordedShell().run(text)).toEqual({ exitCode: 2, stdout: [], stderr: [message], pid: null });
  });
});

describe('the language of the shell', () => {
  // Each line was typed into bash 5.2.15 (`bash --norc -i`); stdout and stderr are its own; where both come, stderr came first.
  test.each<[string, readonly string[], readonly string[]]>([
    ['false; echo $?', ['1'], []],
    ['false || echo b && echo c', ['b', 'c'], []],
    ['! false; echo $?', ['0'], []],
    ['nosuch | cat; echo $?', ['0'], ['bash: nosuch: command not found']],
    ['X=1; echo $X ${X}2 "$X" \'$X\'', ['1 12 1 $X'], []],
    ['X="a   b"; echo $X; echo "$X"', ['a b', 'a   b'], []],
    ['echo hi > /nodir/x', [], ['bash: /nodir/x: No such file or directory']],
    ['echo hi > /etc', [], ['bash: /etc: Is a directory']],
    ['cat < /nofile', [], ['bash: /nofile: No such file or directory']],
    ['echo 1 > /proc/sys/net/ipv4/nope', [], ['bash: /proc/sys/net/ipv4/nope: No such file or directory']],
    ['echo x > /proc/sys/net/ipv4/ip_forward', [], ['bash: echo: write error: Invalid argument']],
    ['cd /nodir; echo $?', ['1'], ['bash: cd: /nodir: No such file or directory']],
    ['echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f', ['a', 'b'], []],
    ['nosuch 2>/dev/null; echo $?', ['127'], []],
    ['nosuch 2>&1 | wc -l', ['1'], []],
    ['echo a >/tmp/f; wc -l < /tmp/f', ['1'], []],
    ['echo /tmp/nothing*', ['/tmp/nothing*'], []],
    ['sh -c "echo a; false" || echo b', ['a', 'b'], []],
    ['kill 99999', [], ['bash: kill: (99999) - No such process']],
  ])('%s', (text, stdout, stderr) => {
    const session = openLab(TWO, [['left', text]]);
    const lines = session
      .query('outputs', { seq: session.length - 1 })
      .inputs[0]?.lines.map((line) => line.text);
    expect(lines ?? []).toEqual([...stderr, ...stdout]);
  });

  test('acts on the kernel through /proc/sys, and reads it back', () => {
    const session = openLab(TWO, [
      ['left', 'echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward'],
    ]);
    expect(printedBy(session, 0)).toEqual(['1']);
    session.input({ kind: 'exec', netns: 'left', command: 'sysctl -n net.ipv4.ip_forward' });
    expect(printedBy(session, 1)).toEqual(['1']);
  });

  test('remembers variables, the folder and the last exit code from one line to the next', () => {
    const session = openLab(TWO, [
      ['left', 'P=10.0.0.2; cd /etc; false'],
      ['left', 'echo $P $? $PWD'],
      ['right', 'echo "$P" $?'],
      ['left', 'ping -c 1 -W 1 10.0.0.9 > /dev/null; ping -c 1 -W 1 10.0.0.9 | tail -0'],
      ['left', 'ping -q -c 1 -W 1 10.0.0.9 '],
      ['left', 'echo $?'],
    ]);
    expect(printedBy(session, 1)).toEqual(['10.0.0.2 1 /etc']);
    expect(printedBy(session, 2)).toEqual([' 0']);
    expect(printedBy(session, 5)).toEqual(['1']);
  });
});

describe('what waits for a process', () => {
  const answers = /^64 bytes from 10\.0\.0\.2/;

  test('a pipe sees what the process prints, when it prints it', () => {
    const session = openLab(TWO, [['left', 'ping -c 3 10.0.0.2 | grep "bytes from"']]);
    const lines = session.query('outputs', { seq: session.length - 1 }).inputs[0]?.lines ?? [];
    expect(lines).toHaveLength(3);
    for (const { text } of lines) expect(text).toMatch(answers);
    const [first = 0, , third = 0] = lines.map(({ atNs }) => atNs);
    expect(Math.round((third - first) / 1e9)).toBe(2);
    expect(session.query('outputs', { seq: session.length - 1 }).inputs[0]).toMatchObject({
      running: false,
      exitCode: 0,
    });
  });

  test('a tool that needs the whole input prints at the end', () => {
    const session = openLab(TWO, [['left', 'ping -c 2 10.0.0.2 | grep -c "bytes from"']]);
    expect(printedBy(session, 0)?.at(-1)).toBe('2');
    session.input({ kind: 'exec', netns: 'left', command: 'ping -c 2 10.0.0.2 | tail -1 | wc -l' });
    expect(printedBy(session, 1)).toEqual(['1']);
  });

  test('head ends what writes on into its pipe, as SIGPIPE does', () => {
    const session = openLab(TWO, [['left', 'ping 10.0.0.2 | head -n 3; echo done']]);
    const lines = printedBy(session, 0) ?? [];
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toBe('done');
    session.input({ kind: 'wait', seconds: 5 });
    expect(session.query('outputs', { seq: session.length - 1 }).inputs[0]).toMatchObject({ running: false });
  });

  test('the next command of a list runs when the one before has ended, by its exit code', () => {
    const session = openLab(TWO, [
      ['left', 'ping -q -c 1 10.0.0.2 >/dev/null && echo up || echo down'],
      ['left', 'ping -q -c 1 -W 1 10.0.0.9 >/dev/null && echo up || echo down'],
      ['left', 'sleep 2; date +%s; sleep 1.5; date +%s'],
    ]);
    expect(printedBy(session, 0)).toEqual(['up']);
    expect(printedBy(session, 1)).toEqual(['down']);
    const [from, to] = (printedBy(session, 2) ?? []).map(Number);
    expect((to ?? 0) - (from ?? 0)).toBeGreaterThanOrEqual(1);
  });

  test('a process that was sent to the background is not waited for, and Ctrl-C does not reach it', () => {
    const session = openLab(TWO, [['left', 'ping 10.0.0.2 >/tmp/log & echo on']]);
    expect(printedBy(session, 0)).toEqual([expect.stringMatching(/^\[1\] \d+$/), 'on']);
    expect(session.query('outputs', { seq: session.length - 1 }).inputs[0]?.running).toBe(false);
    session.input({ kind: 'interrupt', of: 0 });
    session.input({ kind: 'wait', seconds: 5.5 });
    session.input({ kind: 'exec', netns: 'left', command: 'grep -c "bytes from" /tmp/log' });
    expect(Number(printedBy(session, 3)?.[0])).toBeGreaterThanOrEqual(5);
  });

  test('Ctrl-C ends what runs; a list goes on when the process ended by itself, as ping does', () => {
    const session = openLab(TWO, [['left', 'ping 10.0.0.2 | grep loss; echo next']]);
    session.input({ kind: 'interrupt', of: 0 });
    expect(printedBy(session, 0)).toEqual([expect.stringMatching(/packets transmitted/), 'next']);
    session.input({ kind: 'exec', netns: 'left', command: 'sleep 1000 & sleep 2; echo never' });
    expect(printedBy(session, 2)?.at(-1)).toBe('never');
  });

  test('is the same in every run, and when it is replayed from the middle', () => {
    const typed = [
      'left',
      'for=1; ping -c 2 10.0.0.2 | grep -n bytes; ping 10.0.0.2 > /tmp/x; echo $?',
    ] as const;
    const session = openLab(TWO, [typed]);
    session.input({ kind: 'interrupt', of: 0 });
    expect(
      openLab(TWO, [typed]).query('outputs', { seq: openLab(TWO, [typed]).length - 1 }).inputs[0]?.lines,
    ).toEqual(session.query('outputs', { seq: openLab(TWO, [typed]).length - 1 }).inputs[0]?.lines);
    for (let seq = session.query('timeline', {}).start; seq < session.length; seq += 1) {
      const { changes: _, detail: __, ...told } = session.explain(seq);
      const { changes: ___, detail: ____, ...record } = session.trace.record(seq);
      expect(told).toEqual(record);
    }
  });
});

describe('ip netns exec', () => {
  test('runs a command in another netns of the machine', () => {
    const { run, ops } = recordedShell(POD);
    expect(run('ip netns exec pod-a ip link set lo up').exitCode).toBe(0);
    expect(ops).toEqual([
      {
        kind: 'link.set',
        name: 'lo',
        set: { up: true },
        netns: 'pod-a',
        typed: 'ip netns exec pod-a ip link set lo up',
      },
    ]);
  });

  test('of another machine is refused as if there were none', () => {
    const { run } = recordedShell(POD);
    const answer = ['Cannot open network namespace "pod-a": No such file or directory'];
    expect(run('ip netns exec pod-a ip link', 'node-2')).toMatchObject({ exitCode: 255, stderr: answer });
    expect(run('ip -n pod-a link', 'node-2')).toMatchObject({ exitCode: 255, stderr: answer });
    expect(run('ip -n node-1 link', 'node-2').exitCode).toBe(255);
  });

  test('tells a command that is not there in its own words', () => {
    const { run } = recordedShell(POD);
    expect(run('ip netns exec pod-a frobnicate')).toMatchObject({
      exitCode: 1,
      stderr: ['exec of "frobnicate" failed: No such file or directory'],
    });
  });
});
