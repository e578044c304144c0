/** Goal: what a trial says is what happens, and it leaves the run as it was. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Host } from '../host/host';
import { hostHere } from './host.fixture';
import { tryInput } from './trial';

/** The labs that come with the page. */
const loadLab = (id: string) => {
  const file = `scenarios/${id}/scenario.yaml`;
  return Promise.resolve(existsSync(file) ? { file, text: readFileSync(file, 'utf8') } : null);
};

async function opened(id: string): Promise<Host> {
  const host = hostHere();
  const text = await loadLab(id);
  if (text === null || !(await host.open(text, [])).ok) throw new Error(id);
  return host;
}

test('what passes and what is dropped, where and why', async () => {
  const host = await opened('calico-policy');
  const before = await host.query('timeline', {});
  const client = await tryInput(host, { kind: 'send', name: 'client-web' });
  expect([client.passes, client.drop]).toEqual([true, null]);
  expect(client.costs.traffic.cableFrames).toBeGreaterThan(0);
  const stranger = await tryInput(host, { kind: 'send', name: 'stranger-web' });
  expect(stranger.passes).toBe(false);
  expect(stranger.drop).toMatchObject({ netns: 'node-2', reason: 'NETFILTER_DROP' });
  expect(await host.query('timeline', {})).toEqual(before);
});

test('a trial after others is told of by itself', async () => {
  const host = await opened('calico-policy');
  await host.input({ kind: 'send', name: 'stranger-web' });
  await host.input({ kind: 'exec', netns: 'node-1', command: 'kubectl delete networkpolicy allow-web' });
  const verdict = await tryInput(host, { kind: 'send', name: 'stranger-web' });
  expect([verdict.passes, verdict.drop]).toEqual([true, null]);
});

test('a ping that nobody answers does not pass', async () => {
  const verdict = await tryInput(await opened('flannel-vxlan'), { kind: 'send', name: 'ping-nobody' });
  expect(verdict.passes).toBe(false);
  expect(verdict.said).not.toBe('');
});
