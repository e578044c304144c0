import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';

/** What Ncat 7.93 prints. */
it('sends what it is given; the other side prints it and ends', () => {
  const lab = routedNet();
  const server = lab.start('h2', 'ncat -v -l 7004');
  const lines = lab.run('h1', 'echo hello | ncat -v -p 4000 10.2.0.2 7004');
  expect(lines.slice(0, 2)).toEqual([
    'Ncat: Version 7.93 ( https://nmap.org/ncat )',
    'Ncat: Connected to 10.2.0.2:7004.',
  ]);
  expect(lines[2]).toMatch(/^Ncat: 6 bytes sent, 0 bytes received in \d\.\d\d seconds\.$/);
  expect(lab.quiet().process('h2', server)).toMatchObject({
    exitCode: 0,
    output: [
      'Ncat: Version 7.93 ( https://nmap.org/ncat )',
      'Ncat: Listening on 0.0.0.0:7004',
      'Ncat: Connection from 10.1.0.2.',
      'Ncat: Connection from 10.1.0.2:4000.',
      'hello',
    ],
  });
});

it.each([
  ['nobody listens', '', 'ncat 10.2.0.2 80', 'Ncat: Connection refused.'],
  ['nobody answers', 'iptables -A FORWARD -j DROP', 'ncat -w 1 10.2.0.2 80', 'Ncat: TIMEOUT.'],
  [
    'a rule prohibits',
    'iptables -A FORWARD -j REJECT --reject-with icmp-host-prohibited',
    'ncat -z 10.2.0.2 80',
    'Ncat: No route to host.',
  ],
])('says that %s', (_, rule, command, line) => {
  const lab = routedNet();
  if (rule !== '') lab.type('r', rule);
  const pid = lab.start('h1', command);
  expect(lab.quiet().process('h1', pid)).toMatchObject({ exitCode: 1, output: [line] });
});

/** What nc.openbsd 1.219-1 prints. */
describe('nc', () => {
  it('talks to nc; names no clients with -k', () => {
    const lab = routedNet();
    const server = lab.start('h2', 'nc -l -v -k 9005');
    const connected = 'Connection to 10.2.0.2 9005 port [tcp/*] succeeded!';
    expect(lab.run('h1', 'echo a | nc -v -N -p 4000 10.2.0.2 9005')).toEqual([connected]);
    expect(lab.run('h1', 'echo b | nc -N -p 4001 10.2.0.2 9005')).toEqual([]);
    expect(lab.quiet().process('h2', server)).toMatchObject({
      exitCode: null,
      output: [
        'Listening on 0.0.0.0 9005',
        'Connection received on 10.1.0.2 4000',
        'a',
        'Connection received on 10.1.0.2 4001',
        'b',
      ],
    });
  });

  it('scans', () => {
    const lab = routedNet();
    lab.start('h2', 'ncat -l -k -e /bin/cat 80');
    expect(lab.run('h1', 'nc -zv 10.2.0.2 81-79')).toEqual([
      'nc: connect to 10.2.0.2 port 79 (tcp) failed: Connection refused',
      'Connection to 10.2.0.2 80 port [tcp/http] succeeded!',
      'nc: connect to 10.2.0.2 port 81 (tcp) failed: Connection refused',
    ]);
    expect(lab.run('h1', 'nc -zvn 10.2.0.2 80')).toEqual([
      'Connection to 10.2.0.2 80 port [tcp/*] succeeded!',
    ]);
  });

  it.each([
    ['nc -z 10.2.0.2 81', []],
    ['nc -v 10.2.0.2 81', ['nc: connect to 10.2.0.2 port 81 (tcp) failed: Connection refused']],
    ['nc -v 10.9.0.2 81', ['nc: connect to 10.9.0.2 port 81 (tcp) failed: Network is unreachable']],
    [
      'nc -v -w 1 10.2.0.2 7777',
      ['nc: connect to 10.2.0.2 port 7777 (tcp) timed out: Operation now in progress'],
    ],
  ])('%s', (command, output) => {
    const lab = routedNet().type('h2', 'iptables -A INPUT -p tcp --dport 7777 -j DROP');
    if (command.includes('10.9')) lab.type('h1', 'ip route del default');
    const pid = lab.start('h1', command);
    expect(lab.quiet().process('h1', pid)).toMatchObject({ exitCode: 1, output });
  });

  it('ends after -w seconds in which nothing came', () => {
    const lab = routedNet();
    lab.start('h2', 'ncat -l -k -e /bin/cat 9003');
    const pid = lab.start('h1', 'echo a | nc -w 1 10.2.0.2 9003');
    expect(lab.quiet().process('h1', pid)).toMatchObject({ exitCode: 0, output: ['a'] });
  });
});
