/** Goal: what is allowed by name passes with its answers, in both directions; everything else dies at the firewall. */
import { describe, expect, test } from 'vitest';
import { dropsOf, fabricSession, said } from '../../testing/fabric-lab';

const UDP = 'echo x | ncat -u -w 1 192.168.57.12';

describe('by default', () => {
  const session = fabricSession('{ kind: firewall }', [
    ...['  start:', '    - { netns: node-2, run: ncat -u -l -k -e /bin/cat 8472 }'],
    '    - { netns: node-2, run: httpd -f -p 80 }',
  ]);
  test('ping and the tunnels of known networks pass', () => {
    expect(said(session, 'node-1', 'ping -c 1 192.168.57.12')).toMatch(/ttl=63 /);
    expect(said(session, 'node-1', `${UDP} 8472`)).toBe('x');
  });
  test('what is on no list is dropped', () =>
    expect(new Set(dropsOf(session, 'node-1', 'curl -m 2 http://192.168.57.12/'))).toEqual(
      new Set(['firewall NETFILTER_DROP']),
    ));
});

test('a list of one’s own is the whole list', () => {
  const session = fabricSession('{ kind: firewall, allow: [udp/8285] }', [
    ...['  start:', '    - { netns: node-2, run: ncat -u -l -k -e /bin/cat 8285 }'],
  ]);
  expect(said(session, 'node-1', `${UDP} 8285`)).toBe('x');
  expect(dropsOf(session, 'node-1', `${UDP} 8472`)).toEqual(['firewall NETFILTER_DROP']);
  expect(dropsOf(session, 'node-1', 'ping -c 1 -W 1 192.168.57.12')).toEqual(['firewall NETFILTER_DROP']);
});
