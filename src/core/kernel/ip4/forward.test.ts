import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { icmpFrame } from '../../testing/make-frame';
import { routedNet } from '../../testing/net';

/** Goal: what a router does to a packet, in the order that decides which error the sender sees. */

// observed on Linux 6.18
it('lowers the TTL by one and mends the checksum; everything else stays', () => {
  const lab = routedNet();
  expect(lab.ping('h1', '-c1 10.2.0.2')[1]).toContain('64 bytes from 10.2.0.2: icmp_seq=1 ttl=63');
  const before = lab.frames('r.e0').find(({ way, icmp }) => way === 'in' && icmp);
  const after = lab.frames('r.e1').find(({ way, icmp }) => way === 'out' && icmp);
  expectFrame(before, { ip: { ttl: 64 } });
  expectFrame(after, {
    ip: { ...before?.ip, ttl: 63, checksum: expect.any(Number) as number },
    icmp: { ...before?.icmp },
  });
  expect(after?.packet).toBe(before?.packet);
  expect(lab.records('ip.ttl', 'r')[0]).toMatchObject({
    verdict: 'decremented',
    detail: { before: 64, after: 63 },
  });
  expect(lab.counter('r', 'IpForwDatagrams')).toBe(2);
});

describe('TTL', () => {
  // observed on Linux 6.18
  it('1 ends here, and the sender is told from the address it is nearest to', () => {
    const lab = routedNet();
    expect(lab.ping('h1', '-c1 -t1 10.2.0.2')).toContain('From 10.1.0.1 icmp_seq=1 Time to live exceeded');
    const error = lab.frames('h1.a0').find(({ way, icmp }) => way === 'in' && icmp);
    expectFrame(error, {
      icmp: { type: 11, code: 0 },
      quoted: { ip: { ttl: 1, dst: '10.2.0.2' }, icmp: { type: 8 } },
    });
    expect(lab.counter('r', 'IpInHdrErrors')).toBe(1);
    expect(lab.drops('r')).toEqual(['IP_INHDR']);
  });

  it('1 suffices for the router itself, 2 for the host behind it', () => {
    const lab = routedNet();
    expect(lab.answers('h1', '-c1 -t1 10.1.0.1')).toBe(1);
    expect(lab.answers('h1', '-c1 -t2 10.2.0.2')).toBe(1);
  });

  it('is looked at before the size', () => {
    const lab = routedNet().type('r', 'ip link set e1 mtu 1400');
    expect(lab.ping('h1', '-c1 -t1 -M do -s 1472 10.2.0.2')[1]).toContain('Time to live exceeded');
  });
});

describe('what is too long for the way on', () => {
  // observed on Linux 6.18
  it('with DF goes back as "frag needed", with the MTU', () => {
    const lab = routedNet().type('r', 'ip link set e1 mtu 1400');
    expect(lab.ping('h1', '-c1 -M do -s 1472 10.2.0.2')[1]).toBe(
      'From 10.1.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)',
    );
    const error = lab.frames('h1.a0').find(({ way, icmp }) => way === 'in' && icmp);
    expectFrame(error, { ip: { totalLen: 576 }, icmp: { type: 3, code: 4, mtu: 1400 } });
    expect(lab.counter('r', 'IpFragFails')).toBe(1);
    expect(lab.drops('r')).toEqual(['PKT_TOO_BIG']);
  });

  // observed on Linux 6.18: a plain ping sets DF
  it('goes back for a plain ping as well', () => {
    const lab = routedNet().type('r', 'ip link set e1 mtu 1400');
    expect(lab.ping('h1', '-c1 -s 1472 10.2.0.2')[1]).toContain('Frag needed and DF set (mtu = 1400)');
  });

  // observed on Linux 6.18: IpFragOKs 1, IpFragCreates 2; the reply is lost, its 1500 bytes do not fit r.e1
  it('without DF is cut', () => {
    const lab = routedNet().type('r', 'ip link set e1 mtu 1400');
    expect(lab.answers('h1', '-c1 -W1 -M dont -s 1472 10.2.0.2')).toBe(0);
    expect([lab.counter('r', 'IpFragOKs'), lab.counter('r', 'IpFragCreates')]).toEqual([1, 2]);
    expect(lab.drops('h2')).toEqual(['PW_PEER_REFUSED']);
    expect(lab.frames('h2.b0').filter(({ way, ip }) => way === 'in' && ip)).toHaveLength(2);
  });

  it('fits to the byte', () => {
    const lab = routedNet().type('r', 'ip link set e1 mtu 1400').type('h2', 'ip link set b0 mtu 1400');
    expect(lab.answers('h1', '-c1 -M do -s 1372 10.2.0.2')).toBe(1);
    expect(lab.answers('h1', '-c1 -M do -s 1373 10.2.0.2')).toBe(0);
  });
});

it('passes on only what was sent to it', () => {
  const lab = routedNet();
  const frame = icmpFrame({
    from: '02:00:00:00:00:01',
    to: 'ff:ff:ff:ff:ff:ff',
    src: '10.1.0.2',
    dst: '10.2.0.2',
  });
  lab.arrive('r.e0', frame);
  expect(lab.drops('r')).toEqual(['OTHERHOST']);
  expect(lab.frames('r.e1')).toEqual([]);
});

it('sends back by the device it came from, if that is the way', () => {
  const lab = routedNet().type('r', 'ip route add 10.73.0.0/24 via 10.1.0.2');
  lab.ping('h1', '-c1 -W1 10.73.0.1');
  const out = lab.frames('r.e0').filter(({ way, icmp }) => way === 'out' && icmp?.['type'] === 8);
  expect(out.length).toBeGreaterThan(0);
});
