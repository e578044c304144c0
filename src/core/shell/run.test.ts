import { describe, expect, test } from 'vitest';
import { recordedShell } from '../testing/shell-host';

const POD = 'ip netns add pod-a';

describe('a command line', () => {
  test('runs its commands one after the other and answers with the last exit code', () => {
    const { run } = recordedShell();
    expect(run('frobnicate; echo a; echo b')).toEqual({
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

  test.each([
    ["echo 'a", "bash: unexpected EOF while looking for matching `''"],
    ['| echo', "bash: syntax error near unexpected token `|'"],
    ['ip a > f', "packetwalk: '>' is not in this shell: plain commands, quotes, comments, ; and | only"],
  ])('that cannot be read does nothing: %s', (text, message) => {
    expect(recordedShell().run(text)).toEqual({ exitCode: 2, stdout: [], stderr: [message], pid: null });
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
