import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { icmpFrame, ipFrame, udpFrame, type MadeIp } from '../../testing/make-frame';
import { routedNet } from '../../testing/net';
import { PROTO_UDP } from '../../wire/ipv4';
import { concernsSocket } from './icmp.error';

/** Goal: who is told about a failure, by which packet. Source of the rules: net/ipv4/icmp.c __icmp_send. */
/** A packet for a closed port, or for nowhere, comes to r from h1; answers the errors sent. */
function errorsAbout(make: (to: string) => Uint8Array): readonly string[] {
  const lab = routedNet();
  lab.arrive('r.e0', make(lab.mac('r.e0')));
  return lab
    .records('icmp.send', 'r')
    .map(({ verdict, detail }) => `${verdict} ${detail.type}/${detail.code}`);
}

const made = (to: string, more: Partial<MadeIp> = {}): MadeIp => ({
  ...{ from: '02:00:00:00:00:99', to, src: '10.1.0.2', dst: '10.1.0.1' },
  ...more,
});

describe('an error', () => {
  it('quotes the header and what fits into 576 bytes', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 -t1 -s 1000 10.2.0.2');
    const error = lab.frames('h1.a0').find(({ way, icmp }) => way === 'in' && icmp);
    expectFrame(error, {
      ip: { totalLen: 576, df: false, ttl: 64 },
      quoted: { ip: { totalLen: 1028, src: '10.1.0.2', dst: '10.2.0.2' }, icmp: { type: 8 } },
    });
  });

  it('quotes a short packet whole', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 -t1 10.2.0.2');
    expectFrame(
      lab.frames('h1.a0').find(({ way, icmp }) => way === 'in' && icmp),
      {
        ip: { totalLen: 20 + 8 + 84 },
        quoted: { icmp: { seq: 1 } },
      },
    );
  });

  it('is urgent (internetwork control)', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 -t1 10.2.0.2');
    const error = lab.frames('h1.a0').find(({ way, icmp }) => way === 'in' && icmp);
    expect(error?.ip?.['dscp']).toBe(0xc0 >> 2);
  });

  it('comes from the address that was written to, if that is one of the host', () => {
    const lab = routedNet();
    lab.run('h1', 'echo x | ncat -u -w 1 10.2.0.1 9');
    expectFrame(lab.frames('h1.a0').at(-1), { ip: { src: '10.2.0.1' }, icmp: { type: 3, code: 3 } });
  });

  it('else from the one that is nearest to the sender', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.99.0.1');
    expectFrame(lab.frames('h1.a0').at(-1), { ip: { src: '10.1.0.1' } });
  });

  // observed on Linux 6.18: the quoted TTL is 63, for the packet had been passed on
  it('about a next hop that does not answer quotes the packet as it was sent on', () => {
    const lab = routedNet();
    const began = lab.world.nowNs;
    lab.ping('h1', '-c1 -W5 10.2.0.77');
    expect(Math.round((lab.world.nowNs - began) / 1e8) / 10).toBe(3);
    expect(lab.neigh('r.e1', '10.2.0.77')?.state).toBe('FAILED');
    expectFrame(lab.frames('h1.a0').at(-1), {
      ip: { src: '10.1.0.1' },
      icmp: { type: 3, code: 1 },
      quoted: { ip: { ttl: 63, dst: '10.2.0.77' } },
    });
  });

  it('ends where there is no way back', () => {
    expect(errorsAbout((to) => udpFrame(made(to, { src: '172.16.0.1' }), 4000, 9, 'x'))).toEqual([
      'suppressed 3/3',
    ]);
  });
});

describe('no error is sent', () => {
  it('about an error', () => {
    const quoted = icmpFrame(made('02:00:00:00:00:01')).slice(14);
    const error = (to: string): Uint8Array =>
      icmpFrame(made(to, { dst: '10.99.0.1' }), { type: 3, code: 1 }, quoted);
    expect(errorsAbout(error)).toEqual(['suppressed 3/0']);
    expect(errorsAbout((to) => icmpFrame(made(to, { dst: '10.99.0.1' })))).toEqual(['sent 3/0']);
  });

  it('about a later fragment', () => {
    const fragment = (to: string): Uint8Array =>
      ipFrame(made(to, { dst: '10.99.0.1', fragOffset: 8 }), PROTO_UDP, new Uint8Array(16));
    expect(errorsAbout(fragment)).toEqual(['suppressed 3/0']);
    const first = (to: string): Uint8Array =>
      ipFrame(made(to, { dst: '10.99.0.1', mf: true }), PROTO_UDP, new Uint8Array(16));
    expect(errorsAbout(first)).toEqual(['sent 3/0']);
  });

  it('about what was for everybody, by MAC or by address', () => {
    expect(errorsAbout(() => udpFrame(made('ff:ff:ff:ff:ff:ff'), 4000, 9, 'x'))).toEqual(['suppressed 3/3']);
    expect(errorsAbout((to) => udpFrame(made(to, { dst: '10.1.0.255' }), 4000, 9, 'x'))).toEqual([
      'suppressed 3/3',
    ]);
  });
});

it('is told to sockets when somebody could not be reached, or time ran out', () => {
  expect([0, 3, 4, 5, 8, 11, 12].filter(concernsSocket)).toEqual([3, 5, 11]);
});
