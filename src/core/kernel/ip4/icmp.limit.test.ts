import { describe, expect, it } from 'vitest';
import { ipFrame } from '../../testing/make-frame';
import { routedNet, type Net } from '../../testing/net';
import { ipv4 } from '../../wire/addr';
import { PROTO_UDP } from '../../wire/ipv4';
import { chargeIcmpError, chargeRouteError } from './icmp.limit';

/** Goal: the rate of ICMP errors. The numbers were observed on Linux 6.18. */
function errorsFor(lab: Net, args: string): readonly number[] {
  return lab.ping('h1', args).flatMap((line) => {
    const seq = /^From 10\.1\.0\.1 icmp_seq=(\d+) /.exec(line)?.[1];
    return seq === undefined ? [] : [Number(seq)];
  });
}

describe('observed on Linux 6.18', () => {
  it('TTL: six at once, then one a second', () => {
    const lab = routedNet();
    expect(lab.ping('h1', '-c20 -i0.05 -W1 -t1 10.2.0.2')).toContain(
      '20 packets transmitted, 0 received, +6 errors, 100% packet loss, time 950ms',
    );
    expect(lab.records('icmp.send').filter(({ verdict }) => verdict === 'rate-limited')).toHaveLength(14);
  });

  it('no route: two when asked every 50 ms', () => {
    expect(routedNet().ping('h1', '-c20 -i0.05 -W1 10.99.0.1')).toContain(
      '20 packets transmitted, 0 received, +2 errors, 100% packet loss, time 950ms',
    );
  });

  it('no route: four when asked every second, then silence', () => {
    expect(errorsFor(routedNet(), '-c14 -i1 -W1 10.99.0.1')).toEqual([1, 2, 3, 4]);
  });

  it('no route: one each when asked every 2.2 s', () => {
    expect(errorsFor(routedNet(), '-c6 -i2.2 -W1 10.99.0.1')).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('one bucket for both', () => {
    const lab = routedNet();
    lab.ping('h1', '-c20 -i0.05 -W1 -t1 10.2.0.2');
    expect(errorsFor(lab, '-c20 -i0.05 -W1 10.99.0.1')).toEqual([]);
  });
});

it('every host has a bucket of its own', () => {
  const lab = routedNet();
  lab.ping('h1', '-c20 -i0.05 -W1 -t1 10.2.0.2');
  expect(lab.ping('h2', '-c1 -t1 10.1.0.2')[1]).toBe('From 10.2.0.1 icmp_seq=1 Time to live exceeded');
});

it('"frag needed" costs nothing, for without it nothing would go on', () => {
  const lab = routedNet().type('r', 'ip link set e1 mtu 1400');
  const made = { from: lab.mac('h1.a0'), to: lab.mac('r.e0'), src: '10.1.0.2', dst: '10.2.0.2', df: true };
  for (let i = 0; i < 20; i += 1) lab.arrive('r.e0', ipFrame(made, PROTO_UDP, new Uint8Array(1480)));
  expect(lab.records('icmp.send', 'r').map(({ verdict }) => verdict)).toEqual(new Array(20).fill('sent'));
});

it('what stays inside the host costs nothing', () => {
  const lab = routedNet();
  for (let i = 0; i < 20; i += 1) {
    expect(lab.run('r', 'echo x | ncat -u -w 1 10.1.0.1 9')).toEqual(['Ncat: Connection refused.']);
  }
});

describe('the buckets', () => {
  const charges = (charge: typeof chargeIcmpError, times: number): number => {
    const lab = routedNet();
    const { ctx } = lab.simulation;
    const ns = ctx.own(lab.ns('r').id);
    return Array.from({ length: times }, () => charge(ctx, ns, ipv4('10.1.0.2'))).filter(Boolean).length;
  };

  it('hold six errors, or five of the route look-up', () => {
    expect(charges(chargeIcmpError, 20)).toBe(6);
    expect(charges(chargeRouteError, 20)).toBe(5);
  });
});
