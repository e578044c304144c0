import { expect, test } from 'vitest';
import { routedNet } from '../../testing/net';

/** Goal: to nobody is to oneself. Method: what iputils 20221126 and curl 7.88.1 say on the real kernel. */
test('ping 0 is answered by 127.0.0.1', () => {
  const lines = routedNet().type('h1', 'ip link set lo up').ping('h1', '-c1 0');
  expect(lines[0]).toBe('PING 0 (127.0.0.1) 56(84) bytes of data.');
  expect(lines[1]).toMatch(/^64 bytes from 127\.0\.0\.1: icmp_seq=1 ttl=64 /);
});

test('ping 0 with an address of its own is answered by that', () => {
  const lines = routedNet().type('h1', 'ip link set lo up').ping('h1', '-c1 -I 10.1.0.2 0');
  expect(lines[0]).toBe('PING 0 (10.1.0.2) from 10.1.0.2 : 56(84) bytes of data.');
  expect(lines[1]).toMatch(/^64 bytes from 10\.1\.0\.2: icmp_seq=1 ttl=64 /);
});

test('a connection to 0.0.0.0 is refused by this host, where nobody listens', () => {
  const lines = routedNet().type('h1', 'ip link set lo up').run('h1', 'curl -s -v http://0.0.0.0/');
  expect(lines).toContain('*   Trying 0.0.0.0:80...');
  expect(lines).toContain('* connect to 0.0.0.0 port 80 failed: Connection refused');
});
