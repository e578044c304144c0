/** Goal: nobody is bound to an address of somebody else, by whatever protocol, unless the machine allows it. Reference: af_inet.c __inet_bind. */
import { expect, test } from 'vitest';
import { parseLab } from '../../scenario/parse';
import { Session } from '../../session';
import { TWO_HOSTS } from '../../testing/two-hosts';

/** What `left`, 10.0.0.1, prints for each line. */
function printed(...lines: readonly string[]): readonly string[] {
  const lab = parseLab('one.yaml', TWO_HOSTS);
  const opened = lab.ok ? Session.open(lab.value) : null;
  if (opened?.ok !== true) throw new Error('no lab');
  const session = opened.value;
  return lines.map((command) => {
    session.input({ kind: 'exec', netns: 'left', command });
    const last = session.query('outputs', { seq: session.length - 1 }).inputs.at(-1);
    return (last?.lines ?? []).map(({ text }) => text.trimEnd()).join('\n');
  });
}

test.each([
  ['nc -s 10.0.0.9 -w 1 10.0.0.2 80', 'nc: bind failed: Cannot assign requested address'],
  ['nc -u -s 10.0.0.9 -w 1 10.0.0.2 80 <<< hello', 'nc: bind failed: Cannot assign requested address'],
  ['ping -I 10.0.0.9 -c 1 10.0.0.2', 'ping: bind: Cannot assign requested address'],
  [
    'curl --interface 10.0.0.9 10.0.0.2',
    'curl: (45) bind failed with errno 99: Cannot assign requested address',
  ],
  [
    'traceroute -s 10.0.0.9 10.0.0.2',
    'traceroute to 10.0.0.2 (10.0.0.2), 30 hops max, 60 byte packets\nbind: Cannot assign requested address',
  ],
  ['nc -l 10.0.0.2 80', 'nc: Cannot assign requested address'],
  ['nc -l -p 80 10.0.0.2', 'nc: Cannot assign requested address'],
  ['ncat -l 10.0.0.2 80', 'Ncat: bind to 10.0.0.2:80: Cannot assign requested address. QUITTING.'],
  ['ncat --sctp -l 10.0.0.2 80', 'Ncat: bind to 10.0.0.2:80: Cannot assign requested address. QUITTING.'],
])('%s', (line, words) => {
  expect(printed(line)).toEqual([words]);
});

test('its own addresses and the loopback are taken', () => {
  const [, listening, reached] = printed(
    'nc -l 10.0.0.1 80 &',
    'ss -Hltn',
    'nc -s 10.0.0.1 -z -v 10.0.0.1 80',
  );
  expect(listening).toMatch(/^LISTEN 0 +\d+ +10\.0\.0\.1:80 /);
  expect(reached).toContain('succeeded!');
  expect(printed('nc -l 127.9.9.9 80 &', 'ss -Hltn')[1]).toMatch(/ 127\.9\.9\.9:80 /);
});

test('curl -v tells of the bind as curl 7.88.1 does', () => {
  expect(printed('curl -v --interface 10.0.0.9 10.0.0.2:81')).toEqual([
    [
      '*   Trying 10.0.0.2:81...',
      "* Name '10.0.0.9' family 2 resolved to '10.0.0.9' family 2",
      '* bind failed with errno 99: Cannot assign requested address',
      '* Failed to connect to 10.0.0.2 port 81 after 0 ms: Failed binding local connection end',
      '* Closing connection 0',
      'curl: (45) bind failed with errno 99: Cannot assign requested address',
    ].join('\n'),
  ]);
});

test('a client may be bound to any address of the loopback', () => {
  const [answered] = printed('ping -c 1 -I 127.0.0.9 127.0.0.1');
  expect(answered).toContain('PING 127.0.0.1 (127.0.0.1) from 127.0.0.9 : 56(84) bytes of data.');
  expect(answered).toContain('1 packets transmitted, 1 received');
});

test('what is bound to another machine with ip_nonlocal_bind finds no way, as ip_route_output_key has it', () => {
  const [, pinged, fetched] = printed(
    'sysctl -w net.ipv4.ip_nonlocal_bind=1',
    'ping -c 1 -W 1 -I 10.0.0.9 10.0.0.2',
    'curl --interface 10.0.0.9 10.0.0.2:81',
  );
  expect(pinged).toContain('100% packet loss');
  expect(fetched).toBe(
    "curl: (7) Failed to connect to 10.0.0.2 port 81 after 0 ms: Couldn't connect to server",
  );
});

test('ip_nonlocal_bind lets a server wait at an address that is to come', () => {
  expect(printed('sysctl -w net.ipv4.ip_nonlocal_bind=1', 'nc -l 10.0.0.9 80 &', 'ss -Hltn')[2]).toMatch(
    / 10\.0\.0\.9:80 /,
  );
});
