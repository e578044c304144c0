import { expect, test } from 'vitest';
import { recordedShell } from '../../testing/shell-host';

/** What nc.openbsd 1.219-1 prints. */
test.each([
  ['nc 10.0.0.1', 1, 'nc: missing port number'],
  ['nc 10.0.0.1 xx', 1, 'nc: port number invalid: xx'],
  ['nc 10.0.0.1 70000', 1, 'nc: port number too large: 70000'],
  ['nc -w x 10.0.0.1 80', 1, 'nc: timeout invalid: x'],
  ['nc -k 10.0.0.1 80', 1, 'nc: must use -l with -k'],
  ['nc -n nohost 80', 1, 'nc: getaddrinfo for host "nohost" port 80: Name or service not known'],
  ['nc -u -l 80', 69, "packetwalk: 'nc -u -l' is not in this lab yet"],
])('%s', (command, exitCode, line) => {
  const { run, spawned } = recordedShell();
  expect(run(command)).toEqual({ exitCode, stdout: [], stderr: [line], pid: null });
  expect(spawned).toEqual([]);
});

test('an unknown option, or nobody to talk to, shows the usage', () => {
  const { run } = recordedShell();
  expect(run('nc -e /bin/cat 10.0.0.1 80').stderr.slice(0, 2)).toEqual([
    "nc: invalid option -- 'e'",
    'usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]',
  ]);
  expect(run('nc').stderr).toHaveLength(5);
});
