/**
 * Goal: an ICMP message to a socket is told as what it is. Method: the shipped lab of redirects, where a Linux host
 * believes one only from the gateway it uses, and only with `accept_redirects` (route.c __ip_do_redirect).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLab, type Typed } from '../../testing/open-lab';

const TEXT = readFileSync('scenarios/icmp-redirect/scenario.yaml', 'utf8');

function toldOf(typed: readonly Typed[]): unknown[] {
  const session = openLab(TEXT, typed);
  const told = [];
  for (let seq = session.query('timeline', {}).start; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind !== 'sock.deliver' || record.verdict !== 'error') continue;
    told.push(session.query('instant', { seq, grain: 'decision' }).narration);
  }
  return told;
}

// The host must know the MAC address of the better gateway, else it forgets the redirect.
const KNOWS: Typed = ['host', 'ping -c 1 192.168.56.12'];

test('a redirect that is believed', () => {
  const params = { netns: 'host', app: 'ping', dst: '10.244.2.2', gateway: '192.168.56.12' };
  expect(toldOf([KNOWS, ['host', 'ping -c 1 10.244.2.2']])).toEqual([
    { key: 'narrate.sockDeliver.redirected', params },
  ]);
});

test('a redirect that is not believed', () => {
  const off = ['all', 'eth0'].map((dev): Typed => [
    'host',
    `sysctl -w net.ipv4.conf.${dev}.accept_redirects=0`,
  ]);
  expect(toldOf([KNOWS, ...off, ['host', 'ping -c 1 10.244.2.2']])).toEqual([
    { key: 'narrate.sockDeliver.notRedirected', params: { netns: 'host', app: 'ping', dst: '10.244.2.2' } },
  ]);
});

test('an error stays an error', () => {
  expect(toldOf([['host', 'ping -c 1 -t 1 10.244.2.2']])).toEqual([
    { key: 'narrate.sockDeliver.error', params: { netns: 'host', app: 'ping' } },
  ]);
});
