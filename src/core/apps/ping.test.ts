import { describe, expect, it } from 'vitest';
import { expectFrame } from '../testing/frame';
import { bridgedNet, net, routedNet } from '../testing/net';

/** Goal: the lines ping prints, and when. Method: routedNet; texts as observed on Linux 6.18 with iputils 20221126. */

describe('the lines', () => {
  it('of a ping that is answered', () => {
    expect(routedNet().ping('h1', '-c2 10.2.0.2')).toEqual([
      'PING 10.2.0.2 (10.2.0.2) 56(84) bytes of data.',
      expect.stringMatching(/^64 bytes from 10\.2\.0\.2: icmp_seq=1 ttl=63 time=0\.0\d\d ms$/),
      expect.stringMatching(/^64 bytes from 10\.2\.0\.2: icmp_seq=2 ttl=63 time=0\.0\d\d ms$/),
      '',
      '--- 10.2.0.2 ping statistics ---',
      '2 packets transmitted, 2 received, 0% packet loss, time 1000ms',
      expect.stringMatching(/^rtt min\/avg\/max\/mdev = [\d.]+\/[\d.]+\/[\d.]+\/[\d.]+ ms$/),
    ]);
  });

  // observed on Linux 6.18: the time is that of the last request, however long the answer is waited for
  it('of a ping that is not', () => {
    const lab = routedNet().type('r', 'sysctl -w net.ipv4.ip_forward=0');
    expect(lab.ping('h1', '-c1 -W1 10.2.0.2')).toEqual([
      'PING 10.2.0.2 (10.2.0.2) 56(84) bytes of data.',
      '',
      '--- 10.2.0.2 ping statistics ---',
      '1 packets transmitted, 0 received, 100% packet loss, time 0ms',
    ]);
    expect(lab.counter('r', 'IpInAddrErrors')).toBe(1);
    expect(lab.counter('r', 'IpForwDatagrams')).toBe(0);
    expect(lab.records('icmp.send')).toEqual([]);
  });

  // observed on Linux 6.18
  it('of an error', () => {
    const output = routedNet().ping('h1', '-c1 -t1 10.2.0.2');
    expect(output).toContain('From 10.1.0.1 icmp_seq=1 Time to live exceeded');
    expect(output).toContain('1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms');
  });

  // observed on Linux 6.18: the four requests wait for one address and fail together
  it('of requests that fail together', () => {
    const output = routedNet().ping('h1', '-c4 -i0.2 -W4 10.1.0.77');
    expect(output.slice(1, 5)).toEqual(
      [1, 2, 3, 4].map((seq) => `From 10.1.0.2 icmp_seq=${seq} Destination Host Unreachable`),
    );
    expect(output.at(-1)).toBe('pipe 4');
  });

  it('with -q are the summary alone', () => {
    const output = routedNet().ping('h1', '-q -c3 10.2.0.2');
    expect(output.slice(0, 3)).toEqual([
      'PING 10.2.0.2 (10.2.0.2) 56(84) bytes of data.',
      '',
      '--- 10.2.0.2 ping statistics ---',
    ]);
  });

  it('with -I name the source', () => {
    expect(routedNet().ping('h1', '-c1 -I 10.1.0.2 10.2.0.2')[0]).toBe(
      'PING 10.2.0.2 (10.2.0.2) from 10.1.0.2 : 56(84) bytes of data.',
    );
  });

  it('have no times when the data has no room for a time stamp', () => {
    const output = routedNet().ping('h1', '-c1 -s 8 10.2.0.2');
    expect(output[1]).toBe('16 bytes from 10.2.0.2: icmp_seq=1 ttl=63');
    expect(output.join()).not.toContain('rtt');
  });

  it('mark answers that come twice, and count them apart', () => {
    // The same broadcast domain over two paths: whatever is flooded arrives twice.
    const lab = bridgedNet(2).type('node', 'ip link set v2 type bridge_slave hairpin off');
    lab.start('p1', 'ping -c2 10.1.0.12');
    lab.wait(0.5);
    const reply = lab.frames('p1.eth0').find(({ icmp }) => icmp?.['type'] === 0);
    lab.arrive('p1.eth0', reply?.bytes ?? new Uint8Array());
    lab.quiet();
    const { output, exitCode } = lab.process('p1', 1);
    expect(output[2]).toMatch(/^64 bytes from 10\.1\.0\.12: icmp_seq=1 ttl=64 time=500 ms \(DUP!\)$/);
    expect(output).toContain('2 packets transmitted, 2 received, +1 duplicates, 0% packet loss, time 1000ms');
    expect(exitCode).toBe(0);
  });
});

describe('before the first request', () => {
  // observed on Linux 6.18
  it.each([
    ['10.99.0.1', '', 'ping: connect: Network is unreachable'],
    ['10.50.0.1', 'ip route add unreachable 10.50.0.0/24', 'ping: connect: No route to host'],
    ['10.50.0.1', 'ip route add blackhole 10.50.0.0/24', 'ping: connect: Invalid argument'],
    ['10.50.0.1', 'ip route add throw 10.50.0.0/24', 'ping: connect: Network is unreachable'],
    [
      '10.50.0.1',
      'ip route add prohibit 10.50.0.0/24',
      'ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules',
    ],
    [
      '10.1.0.255',
      '',
      'ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules',
    ],
  ])('%s after "%s": %s', (dst, command, text) => {
    const lab = routedNet().type('r', command);
    expect(lab.ping('r', `-c1 ${dst}`)).toEqual([text]);
    expect(lab.process('r', 1).exitCode).toBe(2);
  });
});

describe('-M', () => {
  // observed on Linux 6.18: DF is set by default and with `do`, and not with `dont`
  it.each([
    ['', true],
    ['-M do', true],
    ['-M want', true],
    ['-M dont', false],
  ])('"%s" sets DF: %s', (option, df) => {
    const lab = routedNet();
    lab.ping('h1', `-c1 ${option} 10.2.0.2`);
    expectFrame(
      lab.frames('h1.a0').find(({ icmp }) => icmp),
      { ip: { df }, icmp: { type: 8 } },
    );
  });

  // observed on Linux 6.18
  it('do: what does not fit the device is refused at once', () => {
    const lab = routedNet();
    expect(lab.ping('h1', '-c2 -i0.2 -M do -s 1473 10.1.0.1')).toEqual([
      'PING 10.1.0.1 (10.1.0.1) 1473(1501) bytes of data.',
      'ping: local error: message too long, mtu=1500',
      'ping: local error: message too long, mtu=1500',
      '',
      '--- 10.1.0.1 ping statistics ---',
      '2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 200ms',
    ]);
    expect(lab.records('sock.send').map(({ verdict, detail }) => [verdict, detail.errno])).toEqual([
      ['refused', 'EMSGSIZE'],
      ['refused', 'EMSGSIZE'],
    ]);
  });

  it('want: what does not fit is cut here, without DF', () => {
    const lab = routedNet();
    expect(lab.answers('h1', '-c1 -s 2000 10.1.0.1')).toBe(1);
    const requests = lab.frames('h1.a0').filter(({ way, ip }) => way === 'out' && ip);
    expect(requests.map(({ ip }) => [ip?.['df'], ip?.['mf'], ip?.['fragOffset']])).toEqual([
      [false, true, 0],
      [false, false, 1480],
    ]);
  });
});

describe('when it ends', () => {
  const endOf = (lab: ReturnType<typeof routedNet>, args: string): number => {
    const began = lab.world.nowNs;
    lab.ping('h1', args);
    return Math.round((lab.world.nowNs - began) / 1e6);
  };

  it('at once when every request is answered, and nothing of it is left to wait for', () => {
    const lab = routedNet();
    expect(endOf(lab, '-c1 10.2.0.2')).toBe(0);
    expect(lab.world.queue.filter(({ kind }) => kind === 'process.wake')).toEqual([]);
  });

  it('10 s after the last request when nothing came back, or after -W', () => {
    const lab = routedNet().type('h2', 'ip route del default');
    expect(endOf(lab, '-c1 10.2.0.2')).toBe(10_000);
    expect(endOf(lab, '-c2 -W3 10.2.0.2')).toBe(4000);
  });

  it('one interval after the last request when only that one is missing', () => {
    const lab = routedNet();
    lab.start('h1', 'ping -c3 10.2.0.2');
    lab.wait(1.5).type('h2', 'ip route del default');
    const began = lab.world.nowNs;
    lab.quiet();
    expect(Math.round((lab.world.nowNs - began) / 1e6)).toBe(1500);
    expect(lab.process('h1', 1).output).toContain(
      '3 packets transmitted, 2 received, 33.3333% packet loss, time 2000ms',
    );
  });

  it('with -w at the deadline', () => {
    const lab = routedNet().type('h2', 'ip route del default');
    expect(endOf(lab, '-c3 -w 7 10.2.0.2')).toBe(7000);
    expect(lab.process('h1', 1).output.at(-1)).toContain('7 packets transmitted, 0 received');
  });

  // observed on Linux 6.18
  it('with -w at the first error; requests go on beyond the count until then', () => {
    const lab = routedNet();
    const output = lab.ping('h1', '-c3 -i0.26 -w 6 10.1.0.77');
    expect(output.filter((line) => line.startsWith('From'))).toHaveLength(12);
    expect(output.at(-1)).toBe('pipe 12');
  });
});

it('has the time and a pattern in its data', () => {
  const lab = routedNet();
  lab.ping('h1', '-c1 -s 20 10.2.0.2');
  const request = lab.frames('h1.a0').find(({ icmp }) => icmp);
  const data = [...(request?.bytes.subarray(14 + 20 + 8) ?? [])];
  expect(data).toHaveLength(20);
  expect(data.slice(0, 8)).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  expect(data.slice(16)).toEqual([0x10, 0x11, 0x12, 0x13]);
});

// observed on Linux 6.18: ping sends without MSG_CONFIRM, so a stale neighbour is asked again while the ping goes on
it('does not vouch for its next hop', () => {
  const lab = net()
    .machines('a', 'b')
    .cable('a.e', 'b.e')
    .type('a', 'ip addr add 10.1.0.1/24 dev e\nsysctl -w net.ipv4.neigh.e.base_reachable_time_ms=6000')
    .type('b', 'ip addr add 10.1.0.2/24 dev e')
    .wait(1);
  expect(lab.answers('a', '-i 0.5 -c 60 -q 10.1.0.2')).toBe(60);
  const states = lab.records('neigh.update', 'a').map(({ verdict }) => verdict);
  expect(states.filter((state) => state === 'PROBE').length).toBeGreaterThanOrEqual(2);
});

// observed with iputils 20221126
describe('options', () => {
  it('-D, the time in front', () => {
    const lab = routedNet();
    // 2026-01-01 and what has passed since the lab began
    const seconds = 1_767_225_600 + Math.floor(lab.world.nowNs / 1e9);
    expect(lab.ping('h1', '-D -c1 10.2.0.2')[1]).toMatch(
      new RegExp(`^\\[${seconds}\\.\\d{6}\\] 64 bytes from 10\\.2\\.0\\.2: `),
    );
  });

  it('-I with a device', () => {
    const lab = routedNet();
    expect(lab.ping('h1', '-I a0 -c1 10.2.0.2')[0]).toBe(
      'PING 10.2.0.2 (10.2.0.2) from 10.1.0.2 a0: 56(84) bytes of data.',
    );
    expect(lab.ask('h1', 'ping -I nodev -c1 10.2.0.2').stderr).toEqual([
      'ping: SO_BINDTODEVICE nodev: No such device',
    ]);
  });

  it('-I keeps to the device, whatever the routes say', () => {
    const lab = routedNet().type('r', 'ip route add 10.9.0.0/16 via 10.1.0.2');
    expect(lab.answers('r', '-I e1 -c1 -W1 10.1.0.2')).toBe(0);
    expect(lab.frames('r.e1').some(({ way, arp }) => way === 'out' && arp?.['tpa'] === '10.1.0.2')).toBe(
      true,
    );
  });

  it('-O tells of what is not answered yet', () => {
    const lab = routedNet().type('r', 'ip route add blackhole 10.5.5.0/24');
    expect(lab.ping('h1', '-O -c3 -W1 10.5.5.1').slice(1, 3)).toEqual([
      'no answer yet for icmp_seq=1',
      'no answer yet for icmp_seq=2',
    ]);
  });

  it('-f sends on as soon as it is answered', () => {
    const lab = routedNet();
    const began = lab.world.nowNs;
    const lines = lab.ping('h1', '-f -c 5 10.2.0.2');
    expect(lines.slice(1, 4)).toEqual([
      '',
      '--- 10.2.0.2 ping statistics ---',
      expect.stringContaining('5 packets transmitted, 5 received, 0% packet loss'),
    ]);
    expect(lines[4]).toMatch(/^rtt min\/avg\/max\/mdev = .* ms, ipg\/ewma 0\.0\d\d\/0\.0\d\d ms$/);
    expect(lab.world.nowNs - began).toBeLessThan(10_000_000);
  });

  it('-f leaves a dot for each request that was lost', () => {
    const lab = routedNet().type('r', 'ip route add blackhole 10.5.5.0/24');
    expect(lab.ping('h1', '-f -c3 -W1 10.5.5.1')[1]).toBe('...');
  });

  it('-s with more than fits into a packet', () => {
    expect(routedNet().ping('h1', '-s 65508 -c1 10.2.0.2').slice(0, 2)).toEqual([
      'PING 10.2.0.2 (10.2.0.2) 65508(65536) bytes of data.',
      'ping: local error: message too long, mtu=1500',
    ]);
  });
});
