/** Goal: conntrack -E tells of a flow when conntrack 1.4.7 does; the lines are its own for the same packets, ports apart. */
import { expect, test } from 'vitest';
import { routedNet, type Net } from '../testing/net';

function tracked(): Net {
  return routedNet().type('r', 'iptables -t nat -A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE');
}

/** Ports and identifiers vary. */
const plain = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replaceAll(/\b(sport|dport|id|portid)=(?!8081\b)\d+/g, '$1=N'));

test('a ping and a connection, translated', () => {
  const lab = tracked();
  const pid = lab.start('r', 'conntrack -E');
  lab.wait(0.1).answers('h1', '-c1 10.2.0.2');
  lab.start('h2', 'nc -l 8081');
  lab.wait(0.1);
  lab.start('h1', 'nc -N 10.2.0.2 8081');
  lab.wait(1).type('r', 'conntrack -D -p icmp');
  lab.wait(0.1);
  const icmp = 'src=10.1.0.2 dst=10.2.0.2 type=8 code=0 id=N';
  const icmpReply = 'src=10.2.0.2 dst=10.2.0.1 type=0 code=0 id=N';
  const tcp = 'src=10.1.0.2 dst=10.2.0.2 sport=N dport=8081';
  const tcpReply = 'src=10.2.0.2 dst=10.2.0.1 sport=8081 dport=N';
  expect(plain(lab.process('r', pid).output)).toEqual([
    `    [NEW] icmp     1 30 ${icmp} [UNREPLIED] ${icmpReply}`,
    ` [UPDATE] icmp     1 30 ${icmp} ${icmpReply}`,
    `    [NEW] tcp      6 120 SYN_SENT ${tcp} [UNREPLIED] ${tcpReply}`,
    ` [UPDATE] tcp      6 60 SYN_RECV ${tcp} ${tcpReply}`,
    ` [UPDATE] tcp      6 432000 ESTABLISHED ${tcp} ${tcpReply} [ASSURED]`,
    ` [UPDATE] tcp      6 120 FIN_WAIT ${tcp} ${tcpReply} [ASSURED]`,
    ` [UPDATE] tcp      6 30 LAST_ACK ${tcp} ${tcpReply} [ASSURED]`,
    ` [UPDATE] tcp      6 120 TIME_WAIT ${tcp} ${tcpReply} [ASSURED]`,
    `[DESTROY] icmp     1 28 ${icmp} ${icmpReply} [USERSPACE] portid=N`,
  ]);
});

test('a flow whose time is over', () => {
  const lab = tracked().type('r', 'sysctl -w net.netfilter.nf_conntrack_icmp_timeout=1');
  const pid = lab.start('r', 'conntrack -E -e DESTROY');
  lab.wait(0.1).answers('h1', '-c1 10.2.0.2');
  lab.wait(2);
  expect(plain(lab.process('r', pid).output)).toEqual([
    '[DESTROY] icmp     1 src=10.1.0.2 dst=10.2.0.2 type=8 code=0 id=N src=10.2.0.2 dst=10.2.0.1 type=0 code=0 id=N',
  ]);
});

test('filters, forms and the end', () => {
  const lab = tracked();
  const pid = lab.start('r', 'conntrack -E -p udp -o timestamp,extended,id');
  lab.wait(0.1).answers('h1', '-c1 10.2.0.2');
  lab.start('h1', 'nc -u -w1 10.2.0.2 9');
  lab.wait(0.5);
  lab.simulation.shell.kill?.('r', pid, 'INT');
  const [line, ...rest] = lab.process('r', pid).output;
  expect(line).toMatch(/^\[\d+\.\d{6}\]\t {4}\[NEW\] ipv4 {5}2 udp {6}17 30 src=.* \[UNREPLIED\] .* id=\d+$/);
  expect(rest).toEqual(['conntrack v1.4.7 (conntrack-tools): 1 flow events have been shown.']);
});
