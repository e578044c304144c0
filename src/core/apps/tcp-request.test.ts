import { expect, it } from 'vitest';
import { utf8Encode } from '../base/bytes';
import { routedNet, type Net } from '../testing/net';
import { ipv4 } from '../wire/addr';
import { tcpRequestProcess, type TcpRequestResult, type TcpRequestState } from './tcp-request';

const SEC = 1e9;

function ask(lab: Net, dst: string, timeoutNs = 2 * SEC): TcpRequestResult | null {
  const options = {
    ...{ dst: ipv4(dst), port: 80, srcPort: 0, request: utf8Encode('hello') },
    ...{ timeoutNs, pauseNs: 0, closePauseNs: 0 },
  };
  const pid = lab.simulation.spawn('h1', tcpRequestProcess(options, ['tcp-request']));
  const { state } = lab.quiet().process('h1', pid);
  return (state as TcpRequestState).result;
}

// Observed on Linux 6.18: ICMP errors end a connect at once.
it.each([
  ['nobody listens', '10.2.0.2', '', 'ECONNREFUSED'],
  ['no route on the way', '10.99.0.1', '', 'ENETUNREACH'],
  ['a rule rejects', '10.2.0.2', 'iptables -A FORWARD -p tcp -j REJECT', 'ECONNREFUSED'],
  [
    'a rule rejects by host unreachable',
    '10.2.0.2',
    'iptables -A FORWARD -p tcp -j REJECT --reject-with icmp-host-unreachable',
    'EHOSTUNREACH',
  ],
  [
    'a rule prohibits',
    '10.2.0.2',
    'iptables -A FORWARD -p tcp -j REJECT --reject-with icmp-admin-prohibited',
    'EHOSTUNREACH',
  ],
  [
    'a rule resets',
    '10.2.0.2',
    'iptables -A FORWARD -p tcp -j REJECT --reject-with tcp-reset',
    'ECONNREFUSED',
  ],
])('hears at once that %s', (_, dst, rule, error) => {
  const lab = routedNet();
  if (rule !== '') lab.type('r', rule);
  const began = lab.world.nowNs;
  expect(ask(lab, dst)).toEqual({ kind: 'error', error });
  const ended = lab.records('process').find(({ verdict }) => verdict === 'exit');
  expect((ended?.atNs ?? Infinity) - began).toBeLessThan(SEC / 10);
});

it('gives up when nothing comes back', () => {
  const lab = routedNet().type('r', 'iptables -A FORWARD -p tcp -j DROP');
  expect(ask(lab, '10.2.0.2')).toEqual({ kind: 'error', error: 'TIMEOUT' });
});

it('without a time-out of its own, the kernel gives up after 131 s', () => {
  const lab = routedNet().type('r', 'iptables -A FORWARD -p tcp -j DROP');
  const began = lab.world.nowNs;
  expect(ask(lab, '10.2.0.2', 1000 * SEC)).toEqual({ kind: 'error', error: 'ETIMEDOUT' });
  expect(Math.round((lab.world.nowNs - began) / SEC)).toBe(131);
  const first = lab.records('sock.send')[0]?.atNs ?? 0;
  const sent = lab.records('sock.send').map(({ atNs }) => (atNs - first) / SEC);
  expect(sent).toEqual([0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67]);
});
