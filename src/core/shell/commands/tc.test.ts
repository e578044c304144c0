import { describe, expect, it } from 'vitest';
import { net, type Net } from '../../testing/net';

/** v0 and v1 up, ifb7 up: as on the machine these lines were observed on (iproute2 6.1, Linux 6.18). */
function lab(): Net {
  return net()
    .machines('h')
    .type('h', 'ip link add v0 type veth peer name v1\nip link add ifb7 type ifb')
    .type('h', 'ip link set v0 up\nip link set v1 up\nip link set ifb7 up');
}

describe('qdisc', () => {
  it('shows what devices have by themselves', () => {
    expect(lab().type('h', 'ip link set lo up').printed('h', 'tc qdisc show')).toEqual([
      'qdisc noqueue 0: dev lo root refcnt 2 ',
      'qdisc noqueue 0: dev v1 root refcnt 2 ',
      'qdisc noqueue 0: dev v0 root refcnt 2 ',
      'qdisc pfifo_fast 0: dev ifb7 root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1',
    ]);
  });

  it('counts with -s what waited in a queue', () => {
    const none = [' Sent 0 bytes 0 pkt (dropped 0, overlimits 0 requeues 0) ', ' backlog 0b 0p requeues 0'];
    expect(lab().printed('h', 'tc -s qdisc show dev v0')).toEqual([
      'qdisc noqueue 0: root refcnt 2 ',
      ...none,
    ]);
    const tun = net()
      .machines('h')
      .type('h', 'ip tuntap add tun0 mode tun\nip link set tun0 up\nip addr add 10.9.0.1/24 dev tun0');
    expect(tun.printed('h', 'tc -s qdisc show dev tun0').slice(1)).toEqual(none);
    const limited = lab().type('h', 'tc qdisc add dev v0 root tbf rate 8mbit burst 125000 latency 25ms');
    expect(limited.ask('h', 'tc -s qdisc').stderr).toEqual([
      "packetwalk: 'tc -s qdisc of tbf' is not in this lab yet",
    ]);
  });

  it('takes token buckets, and gives back what the kernel made of the numbers', () => {
    const made = lab().type(
      'h',
      `tc qdisc add dev v0 handle 1: root tbf rate 8mbit burst 125000 latency 25ms
       tc qdisc add dev ifb7 root tbf rate 16mbit burst 250000 latency 25ms
       tc qdisc add dev v1 root tbf rate 1500kbit burst 10k latency 70ms`,
    );
    expect(made.printed('h', 'tc qdisc show dev v0')).toEqual([
      'qdisc tbf 1: root refcnt 3 rate 8Mbit burst 125000b lat 25ms ',
    ]);
    expect(made.printed('h', 'tc qdisc show dev v1')).toEqual([
      'qdisc tbf 8002: root refcnt 3 rate 1500Kbit burst 10Kb lat 70ms ',
    ]);
    expect(made.printed('h', 'ip -o link show v0')[0]).toContain('qdisc tbf state UP');
    made.type('h', 'tc qdisc del dev v0 root');
    expect(made.printed('h', 'tc qdisc show dev v0')).toEqual(['qdisc noqueue 0: root refcnt 2 ']);
  });

  it.each([
    [
      'tc qdisc add dev v0 root tbf rate 8mbit burst 125000 latency 25ms',
      'Error: Exclusivity flag on, cannot modify.',
    ],
    ['tc qdisc add dev v0 ingress', 'Error: Exclusivity flag on, cannot modify.'],
    ['tc qdisc del dev v1 root', 'Error: Cannot delete qdisc with handle of zero.'],
    ['tc qdisc del dev v1 ingress', 'Error: Cannot find specified qdisc on specified device.'],
    ['tc qdisc add dev nope root tbf rate 8mbit burst 10k latency 25ms', 'Cannot find device "nope"'],
    ['tc qdisc add dev v1 root foo', 'Error: Specified qdisc kind is unknown.'],
    ['tc qdisc add dev v1 root tbf rate 8mbit latency 25ms', 'tbf: the "burst" parameter is mandatory.'],
    ['tc bogus', 'Object "bogus" is unknown, try "tc help".'],
    ['tc qdisc add dev v1 root netem delay 1ms', "packetwalk: 'tc qdisc add … netem' is not in this lab yet"],
  ])('%s', (command, text) => {
    const made = lab().type(
      'h',
      'tc qdisc add dev v0 root tbf rate 8mbit burst 125000 latency 25ms\ntc qdisc add dev v0 ingress',
    );
    expect(made.ask('h', command).stderr[0]).toBe(text);
  });
});

describe('filter', () => {
  it('redirects what a device receives, and is shown in two ways', () => {
    const made = lab().type(
      'h',
      `tc qdisc add dev v0 handle ffff: ingress
       tc filter add dev v0 parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev ifb7`,
    );
    const lines = [
      'protocol all pref 49152 u32 chain 0 ',
      'protocol all pref 49152 u32 chain 0 fh 800: ht divisor 1 ',
      'protocol all pref 49152 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 terminal flowid not_in_hw ',
    ];
    const more = [
      '  match 00000000/00000000 at 0',
      '\taction order 1: mirred (Egress Redirect to device ifb7) stolen',
      '\tindex 1 ref 1 bind 1',
      '',
    ];
    expect(made.printed('h', 'tc filter show dev v0 ingress')).toEqual([
      ...lines.map((line) => `filter parent ffff: ${line}`),
      ...more,
    ]);
    expect(made.printed('h', 'tc filter show dev v0 parent ffff:')).toEqual([
      ...lines.map((line) => `filter ${line}`),
      ...more,
    ]);
    expect(made.printed('h', 'tc filter show dev v0')).toEqual([]);
    made.type('h', 'tc qdisc del dev v0 ingress');
    expect(made.printed('h', 'tc filter show dev v0 ingress')).toEqual([]);
  });
});
