/** Goal: an option that the real tool knows is never denied in its name; one that it does not know is. */
import { expect, test } from 'vitest';
import { recordedShell } from '../testing/shell-host';

test.each([
  'curl --http2 http://10.0.0.1/',
  'curl -Z http://10.0.0.1/',
  'grep --null-data a /etc/hosts',
  'head -z',
  'tail --pid=1 /etc/hosts',
  'sort --parallel=2 /etc/hosts',
  'wc -L /etc/hosts',
  'cut --output-delimiter=, /etc/hosts',
  'ls --color',
  'uniq -z',
  'timeout 5 curl --http2 http://10.0.0.1/',
  'tcpdump -Q in',
  'dmesg --color',
  'ss --tos',
  'traceroute --mtu 10.0.0.1',
  'nc -u -v 10.0.0.1 53',
])('%s is refused in the name of the lab', (line) => {
  const { exitCode, stderr } = recordedShell().run(line);
  expect([exitCode, stderr[0]]).toEqual([
    69,
    expect.stringMatching(/^packetwalk: '.*' is not in this lab yet$/),
  ]);
});

// What the real tools said (curl 7.88.1, grep 3.8, coreutils 9.1).
test.each([
  ['curl --nosuch', 'curl: option --nosuch: is unknown'],
  ['grep --nosuch', "grep: unrecognized option '--nosuch'"],
  ['head -k', "head: invalid option -- 'k'"],
  ['ls -y', "ls: invalid option -- 'y'"],
])('%s is not there in life either', (line, said) => {
  expect(recordedShell().run(line).stderr[0]).toBe(said);
});
