import { expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { net } from '../../testing/net';

it('brings back what is sent, with no addresses in the Ethernet header', () => {
  const lab = net().machines('h');
  expect(lab.answers('h', '-c1 127.0.0.1')).toBe(1);
  const frames = lab.frames('h.lo');
  expect(frames.map(({ way, icmp }) => `${way} ${String(icmp?.['type'])}`)).toEqual([
    ...['out 8', 'in 8', 'out 0', 'in 0'],
  ]);
  for (const frame of frames) {
    const zero = '00:00:00:00:00:00';
    expectFrame(frame, {
      eth: { src: zero, dst: zero },
      ip: { src: '127.0.0.1', dst: '127.0.0.1', ttl: 64 },
    });
  }
});

it('carries everything for own addresses, whatever device they are on', () => {
  const lab = net()
    .machines('h', 'x')
    .cable('h.eth0', 'x.eth0')
    .type('h', 'ip addr add 10.1.0.1/24 dev eth0');
  expect(lab.answers('h', '-c1 10.1.0.1')).toBe(1);
  expect(lab.frames('h.eth0')).toEqual([]);
  expectFrame(lab.frames('h.lo')[0], { ip: { src: '10.1.0.1', dst: '10.1.0.1' } });
});

// observed on Linux 6.18
it('loses everything while it is down, and says nothing', () => {
  const lab = net()
    .machines('h', 'x')
    .cable('h.eth0', 'x.eth0')
    .type('h', 'ip addr add 10.1.0.1/24 dev eth0\nip link set lo down');
  expect(lab.ping('h', '-c1 -W1 10.1.0.1')).toEqual([
    'PING 10.1.0.1 (10.1.0.1) 56(84) bytes of data.',
    '',
    '--- 10.1.0.1 ping statistics ---',
    '1 packets transmitted, 0 received, 100% packet loss, time 0ms',
  ]);
  expect(lab.answers('h', '-c1 -W1 127.0.0.1')).toBe(0);
});

// observed on Linux 6.18
it('has no address in a new netns until it is up', () => {
  const lab = net().machines('h').type('h', 'ip netns add pod');
  expect(lab.ping('pod', '-c1 127.0.0.1')).toEqual(['ping: connect: Network is unreachable']);
  lab.type('h', 'ip -n pod link set lo up');
  expect(lab.answers('pod', '-c1 127.0.0.1')).toBe(1);
  expect(lab.answers('pod', '-c1 127.7.7.7')).toBe(1);
});
