/** Lines of the LOG target as the kernel log of Linux 6.18 showed them for the same rules and packets. */
import { expect, it } from 'vitest';
import type { Net } from '../../testing/net';
import { routedNet } from '../../testing/net';

const RULES = [
  'iptables -t mangle -A PREROUTING -i e0 -j MARK --set-mark 0x40',
  'iptables -t raw -A PREROUTING -j LOG --log-prefix "raw: "',
  'iptables -A INPUT -j LOG --log-prefix "in: " --log-macdecode',
  'iptables -A FORWARD -j LOG --log-prefix "fwd: "',
  'iptables -t mangle -A POSTROUTING -j LOG --log-prefix "post: " --log-uid',
  'iptables -A OUTPUT -j LOG --log-prefix "out: " --log-uid --log-tcp-options --log-tcp-sequence',
].join('\n');

function logged(act: (lab: Net) => void): readonly string[] {
  const lab = routedNet()
    .type('h1', 'ip link set a0 address 02:00:00:00:00:01')
    .type('r', 'ip link set e0 address 02:00:00:00:00:02\nip link set e1 address 02:00:00:00:00:04')
    .type('h2', 'ip link set b0 address 02:00:00:00:00:03')
    .type('r', RULES);
  act(lab);
  // Identifications are the sender's choice.
  return lab
    .printed('r', 'dmesg -t')
    .map((line) => line.replace(/\bID=\d+/g, 'ID=N').replace(/SPT=\d+/g, 'SPT=N'));
}

const FROM_H1 = 'MAC=02:00:00:00:00:02:02:00:00:00:00:01:08:00 SRC=10.1.0.2 DST=10.2.0.2';
const FROM_H2 = 'MAC=02:00:00:00:00:04:02:00:00:00:00:03:08:00 SRC=10.2.0.2 DST=10.1.0.2';
const ECHO = 'ID=N DF PROTO=ICMP TYPE=8 CODE=0 ID=N SEQ=1 ';
const REPLY = 'ID=N PROTO=ICMP TYPE=0 CODE=0 ID=N SEQ=1 ';
const LEN = 'LEN=84 TOS=0x00 PREC=0x00';

it('a ping through the router', () => {
  expect(logged((lab) => lab.ping('h1', '-c1 10.2.0.2'))).toEqual([
    `raw: IN=e0 OUT= ${FROM_H1} ${LEN} TTL=64 ${ECHO}`,
    `fwd: IN=e0 OUT=e1 ${FROM_H1} ${LEN} TTL=63 ${ECHO}MARK=0x40 `,
    `post: IN=e0 OUT=e1 ${FROM_H1} ${LEN} TTL=63 ${ECHO}MARK=0x40 `,
    `raw: IN=e1 OUT= ${FROM_H2} ${LEN} TTL=64 ${REPLY}`,
    `fwd: IN=e1 OUT=e0 ${FROM_H2} ${LEN} TTL=63 ${REPLY}`,
    `post: IN=e1 OUT=e0 ${FROM_H2} ${LEN} TTL=63 ${REPLY}`,
  ]);
});

it('a ping of the router itself', () => {
  const own = `IN= OUT=e0 SRC=10.1.0.1 DST=10.1.0.2 ${LEN} TTL=64 ${ECHO}UID=0 GID=0 `;
  const back = `SRC=10.1.0.2 DST=10.1.0.1 ${LEN} TTL=64 ${REPLY}`;
  expect(logged((lab) => lab.ping('r', '-c1 10.1.0.2'))).toEqual([
    `out: ${own}`,
    `post: ${own}`,
    `raw: IN=e0 OUT= MAC=02:00:00:00:00:02:02:00:00:00:00:01:08:00 ${back}`,
    `in: IN=e0 OUT= MACSRC=02:00:00:00:00:01 MACDST=02:00:00:00:00:02 MACPROTO=0800 ${back}MARK=0x40 `,
  ]);
});

it('errors quote what they are about', () => {
  const quote = `[SRC=10.1.0.2 DST=10.2.0.2 ${LEN} TTL=1 ${ECHO}] `;
  const lines = logged((lab) => lab.ping('h1', '-c1 -W1 -t1 10.2.0.2'));
  expect(lines[1]).toBe(
    `out: IN= OUT=e0 SRC=10.1.0.1 DST=10.1.0.2 LEN=112 TOS=0x00 PREC=0xC0 TTL=64 ID=N PROTO=ICMP TYPE=11 CODE=0 ${quote}`,
  );
});

it('UDP, and the error of a closed port', () => {
  const lines = logged((lab) => lab.run('h1', 'echo hi | ncat -u -w 1 10.2.0.2 7000'));
  const udp = 'LEN=31 TOS=0x00 PREC=0x00';
  const ports = 'ID=N DF PROTO=UDP SPT=N DPT=7000 LEN=11';
  expect(lines[0]).toBe(`raw: IN=e0 OUT= ${FROM_H1} ${udp} TTL=64 ${ports} `);
  expect(lines[3]).toBe(
    `raw: IN=e1 OUT= ${FROM_H2} LEN=59 TOS=0x00 PREC=0xC0 TTL=64 ID=N PROTO=ICMP TYPE=3 CODE=3 [SRC=10.1.0.2 DST=10.2.0.2 ${udp} TTL=63 ${ports} ] `,
  );
});

it('a pod has no log of its own unless its machine wants it', () => {
  const lab = routedNet().type('r', 'ip netns add pod').type('pod', 'ip link set lo up');
  lab.type('pod', 'iptables -A INPUT -j LOG').ping('pod', '-c1 127.0.0.1');
  expect(lab.printed('r', 'dmesg')).toEqual([]);
  lab.type('r', 'sysctl -w net.netfilter.nf_log_all_netns=1').ping('pod', '-c1 127.0.0.1');
  expect(lab.printed('pod', 'dmesg')).toHaveLength(2);
  expect(lab.printed('r', 'dmesg')[0]).toMatch(/^\[ {4}\d\.\d{6}\] IN=lo OUT= MAC=00:00/);
});
