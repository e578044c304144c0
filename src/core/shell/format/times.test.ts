/** `-s` of ip and bridge, `conntrack -S`: in the form in which iproute2 6.1 and conntrack-tools 1.4.7 printed them on a real machine. */
import { describe, expect, test } from 'vitest';
import { icmpFrame, ipFrame, tcpFrame, udpFrame, type MadeIp } from '../../testing/make-frame';
import { routedNet, net } from '../../testing/net';
import { loadRules } from '../../testing/rules';

test('ip -s -s link tells of errors by kind', () => {
  const lab = net().machines('m');
  lab.type('m', 'ip link add v0 type veth peer name v1\nip link set v0 up');
  expect(lab.printed('m', 'ip -s -s link show v0').slice(2)).toEqual([
    '    RX:  bytes packets errors dropped  missed   mcast           ',
    '             0       0      0       0       0       0 ',
    '    RX errors:  length    crc   frame    fifo overrun',
    '                     0      0       0       0       0 ',
    '    TX:  bytes packets errors dropped carrier collsns           ',
    '             0       0      0       0       0       0 ',
    '    TX errors: aborted   fifo  window heartbt transns',
    '                     0      0       0       0       0 ',
  ]);
  const [json = ''] = lab.printed('m', 'ip -s -s -j link show v0');
  expect(json).toContain(
    '"multicast":0,"length_errors":0,"crc_errors":0,"frame_errors":0,"fifo_errors":0,"missed_errors":0}',
  );
  expect(json).toContain(
    '"collisions":0,"aborted_errors":0,"fifo_errors":0,"window_errors":0,"heartbeat_errors":0',
  );
});

test('ip -s neigh', () => {
  const lab = net().machines('m');
  lab.type('m', 'ip link add d0 type dummy\nip link set d0 up\nip addr add 10.9.0.1/24 dev d0');
  lab.type('m', 'ip neigh add 10.9.0.6 lladdr 02:00:00:00:00:06 dev d0');
  lab.wait(4);
  expect(lab.printed('m', 'ip -s neigh')).toEqual([
    '10.9.0.6 dev d0 lladdr 02:00:00:00:00:06  used 4/4/4probes 0 PERMANENT ',
  ]);
  expect(lab.printed('m', 'ip -s -j neigh')).toEqual([
    '[{"dst":"10.9.0.6","dev":"d0","lladdr":"02:00:00:00:00:06","used":4,"confirmed":4,"updated":4,"probes":0,"state":["PERMANENT"]}]',
  ]);
});

test('bridge -s fdb, and bridge mdb, which is empty', () => {
  const lab = net().machines('m');
  lab.type('m', 'ip link add br0 type bridge\nip link set br0 up\nip link add v0 type veth peer name v1');
  lab.type('m', 'ip link set v0 master br0\nip link set v0 up\nip link set v1 up');
  lab.wait(3);
  lab.type('m', 'bridge fdb add 02:00:00:00:00:09 dev v0 master');
  lab.wait(2);
  expect(lab.printed('m', 'bridge -s fdb show')).toContain(
    '02:00:00:00:00:09 dev v0 used 2/2 master br0 permanent',
  );
  expect(lab.printed('m', 'bridge -s -j fdb show')[0]).toContain(
    '{"mac":"02:00:00:00:00:09","ifname":"v0","used":2,"updated":2,"flags":[],"master":"br0","state":"permanent"}',
  );
  expect(lab.printed('m', 'bridge mdb')).toEqual([]);
  expect(lab.printed('m', 'bridge -j mdb show')).toEqual(['[{"mdb":[],"router":{}}]']);
  expect(lab.ask('m', 'bridge mdb show dev nope')).toMatchObject({
    exitCode: 255,
    stderr: ['Cannot find device "nope"'],
  });
  expect(lab.ask('m', 'bridge mdb foo')).toMatchObject({ exitCode: 255 });
});

test('conntrack -S counts a packet that found the table full', () => {
  const lab = loadRules(routedNet(), 'r', 'filter', '-A FORWARD -m conntrack --ctstate NEW');
  const line = (drop: number): string =>
    `cpu=0   \tfound=0 invalid=0 insert=0 insert_failed=0 drop=${drop} early_drop=0 error=0 search_restart=0 clash_resolve=0 chaintoolong=0 `;
  expect(lab.printed('r', 'conntrack -S')).toEqual([line(0)]);
  lab.type('r', 'sysctl -w net.netfilter.nf_conntrack_max=1');
  lab.ping('h1', '-c1 10.2.0.2');
  lab.run('h1', 'echo x | ncat -u -w 1 10.2.0.2 7');
  expect(lab.printed('r', 'conntrack -S')).toEqual([line(1)]);
});

/** Of the kernel's statistics, as Linux 6.18 counted the same packets. */
describe('conntrack -S tells what is INVALID from what ICMP has wrong', () => {
  const damaged = (frame: Uint8Array, at: number): Uint8Array =>
    frame.map((byte, i) => (i === at ? byte ^ 1 : byte));
  /** Port unreachable about a datagram of the other host, from port 9 to `dstPort`. */
  const unreachable = (made: MadeIp, dstPort: number): Uint8Array => {
    const about = udpFrame({ ...made, src: '10.2.0.2', dst: '10.1.0.2' }, 9, dstPort, 'x');
    return icmpFrame(made, { type: 3, code: 3 }, about.subarray(14));
  };

  test.each<[string, number, number, (made: MadeIp) => Uint8Array]>([
    ['an echo reply nobody asked for', 1, 0, (made) => icmpFrame(made, 'echo-reply')],
    [
      'a TCP segment with a wrong checksum',
      ...([1, 0] as const),
      (made) => damaged(tcpFrame(made, { srcPort: 1, dstPort: 2, flags: 'S' }), 34 + 16),
    ],
    ['TCP without a whole header', 1, 0, (made) => ipFrame(made, 6, Uint8Array.of(3, 232, 7, 208))],
    ['an ICMP error about the flow', 0, 0, (made) => unreachable(made, 7)],
    ['an ICMP error about no flow', 0, 1, (made) => unreachable(made, 8)],
    [
      'an ICMP error about the flow, for somebody else',
      ...([0, 1] as const),
      (made) => unreachable({ ...made, dst: '10.2.0.77' }, 7),
    ],
    [
      'an ICMP error with a cut quote',
      ...([0, 1] as const),
      (made) => icmpFrame(made, { type: 3, code: 3 }, Uint8Array.of(1, 2, 3)),
    ],
    ['an echo request with a wrong checksum', 0, 1, (made) => damaged(icmpFrame(made), 34 + 2)],
    ['an ICMP type that has no name', 0, 1, (made) => icmpFrame(made, { type: 99, code: 0 })],
    ['ICMP without a whole header', 0, 1, (made) => ipFrame(made, 1, Uint8Array.of(247, 255, 0, 0))],
  ])('%s', (_what, invalid, error, frame) => {
    const lab = loadRules(routedNet(), 'r', 'filter', '-A FORWARD -m conntrack --ctstate NEW');
    const made: MadeIp = {
      ...{ from: lab.mac('h1.a0'), to: lab.mac('r.e0'), src: '10.1.0.2', dst: '10.2.0.2' },
    };
    lab.arrive('r.e0', udpFrame(made, 7, 9, 'x'));
    lab.arrive('r.e0', frame(made));
    const [line] = lab.printed('r', 'conntrack -S');
    expect(/ (invalid=\d+) .* (error=\d+) /.exec(line ?? '')?.slice(1)).toEqual([
      `invalid=${String(invalid)}`,
      `error=${String(error)}`,
    ]);
  });
});
