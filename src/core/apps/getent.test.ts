/** Goal: databases of hosts as getent of glibc 2.36 prints them; expected lines are its own for the same records. */
import { expect, test } from 'vitest';
import { routedNet } from '../testing/net';

test.each([
  ['hosts web.example', ['10.2.0.2        web.example'], 0],
  ['hosts www.example', ['10.2.0.2        web.example www.example'], 0],
  ['hosts two.example', ['10.2.0.2        two.example', '10.2.0.3        two.example'], 0],
  ['hosts six.example', ['fd00::1         six.example'], 0],
  ['hosts 10.2.0.2', ['10.2.0.2        web.example'], 0],
  ['hosts 10.2.0.9', [], 2],
  ['hosts nope.example', [], 2],
  [
    'ahosts two.example',
    [
      '10.2.0.2        STREAM two.example',
      '10.2.0.2        DGRAM  ',
      '10.2.0.2        RAW    ',
      '10.2.0.3        STREAM ',
      '10.2.0.3        DGRAM  ',
      '10.2.0.3        RAW    ',
    ],
    0,
  ],
])('%s', (words, expected, exitCode) => {
  const lab = routedNet();
  lab.simulation.shell.writeFile?.('h1', '/etc/resolv.conf', 'nameserver 10.2.0.2\n');
  const records = ['web A 10.2.0.2', 'www CNAME web', 'two A 10.2.0.2', 'two A 10.2.0.3', 'six AAAA fd00::1'];
  const zone = ['@ SOA ns h 1 2 3 4 5', ...records].map((record) => `-r '${record}'`).join(' ');
  lab.start(
    'h2',
    `dnsd example ${zone} 2.10.in-addr.arpa -r '@ SOA ns h 1 2 3 4 5' -r '2.0 PTR web.example.'`,
  );
  lab.wait(0.1);
  const pid = lab.start('h1', `getent ${words}`);
  lab.quiet();
  expect(lab.process('h1', pid)).toMatchObject({ output: expected, exitCode });
});
