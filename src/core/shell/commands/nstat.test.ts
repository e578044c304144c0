/** Lines as iproute2 6.1 printed them for the same traffic: one ping of a neighbour, from a host that nobody else asked. */
import { expect, test } from 'vitest';
import { openLab } from '../../testing/open-lab';

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

function printed(...commands: readonly string[]): readonly (readonly string[])[] {
  const session = openLab(
    TWO,
    commands.map((command) => ['left', command]),
  );
  return session
    .query('outputs', { seq: session.length - 1 })
    .inputs.map(({ lines }) => lines.map(({ text }) => text));
}

const ONE_PING = [
  '#kernel',
  'IpInReceives                    1                  0.0',
  'IpInDelivers                    1                  0.0',
  'IpOutRequests                   1                  0.0',
  'IpOutTransmits                  1                  0.0',
  'IcmpInMsgs                      1                  0.0',
  'IcmpInEchoReps                  1                  0.0',
  'IcmpOutMsgs                     1                  0.0',
  'IcmpOutEchos                    1                  0.0',
  'IcmpMsgInType0                  1                  0.0',
  'IcmpMsgOutType8                 1                  0.0',
  'IpExtInOctets                   84                 0.0',
  'IpExtOutOctets                  84                 0.0',
  'IpExtInNoECTPkts                1                  0.0',
];
const PING = 'ping -c1 10.0.0.2 > /dev/null';

test('shows what came since it was asked last', () => {
  const [, first, again, , more] = printed(PING, 'nstat', 'nstat', PING, 'nstat');
  expect(first).toEqual(ONE_PING);
  expect(again).toEqual(['#kernel']);
  expect(more).toEqual(ONE_PING);
});

test('-a ignores the history, -s does not write one, -r forgets it', () => {
  const [, quietly, ignoring, , twice, reset] = printed(
    PING,
    'nstat -s',
    'nstat -a IpInReceives',
    PING,
    "nstat -as 'IpInRec*'",
    'nstat -r IpInReceives',
  );
  expect(quietly).toEqual(ONE_PING);
  expect(ignoring).toEqual(['#kernel', 'IpInReceives                    1                  0.0']);
  expect(twice).toEqual(['#kernel', 'IpInReceives                    2                  0.0']);
  expect(reset).toEqual(twice);
});

test('-z shows what never happened', () => {
  const [all = []] = printed('nstat -az');
  expect(all.slice(0, 3)).toEqual([
    '#kernel',
    'IpInReceives                    0                  0.0',
    'IpInHdrErrors                   0                  0.0',
  ]);
});

test('netstat -s says it in words', () => {
  const [, lines = []] = printed(PING, 'netstat -s');
  expect(lines.slice(0, 21)).toEqual([
    'Ip:',
    '    Forwarding: 2',
    '    1 total packets received',
    '    0 forwarded',
    '    0 incoming packets discarded',
    '    1 incoming packets delivered',
    '    1 requests sent out',
    '    OutTransmits: 1',
    'Icmp:',
    '    1 ICMP messages received',
    '    0 input ICMP message failed',
    '    ICMP input histogram:',
    '        echo replies: 1',
    '    1 ICMP messages sent',
    '    0 ICMP messages failed',
    '    ICMP output histogram:',
    '        echo requests: 1',
    'IcmpMsg:',
    '        InType0: 1',
    '        OutType8: 1',
    'Tcp:',
  ]);
});
