import { expect, it } from 'vitest';
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
