/** Goal: a route that BGP brought says who told it. Method: packets of labs whose routers learn their routes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLab } from '../../testing/open-lab';
import type { Told } from '../contract';

const labOf = (name: string) => readFileSync(`scenarios/${name}/scenario.yaml`, 'utf8');

/** Who told the routes that the first ping of a lab met, in the order of its machines. */
function tellers(name: string, typed: readonly (readonly [string, string])[]): Told[] {
  const lab = openLab(labOf(name), typed);
  const { lanes, steps } = lab.query('timeline', {});
  const packet = lanes.find(({ title }) => title.key === 'packet.echoRequest')?.packet;
  expect(packet).toBeDefined();
  const found = steps.hop
    .filter((seq) => lab.trace.record(seq).packet === packet)
    .flatMap((seq) => lab.query('instant', { seq, grain: 'hop' }).decisions)
    .flatMap(({ told }) => told ?? []);
  return found;
}

test('between autonomous systems the path is told', () => {
  const [first, ...rest] = tellers('bgp-three-routers', [['h1', 'ping -c 1 10.2.0.2']]);
  expect(first).toMatchObject({
    from: 'machine:r2',
    to: 'machine:r1',
    sentence: { key: 'told.path', params: { from: 'r2 (192.168.12.2)', path: '65002' } },
  });
  // r2 is where the network is: nobody told it.
  expect(rest).toEqual([]);
});

test('with a cut cable the long way is told by the other neighbour, through both systems', () => {
  const [first, second] = tellers('bgp-three-routers', [
    ['r1', 'ip link set eth2 down'],
    ['r1', 'sleep 10'],
    ['h1', 'ping -c 1 10.2.0.2'],
  ]);
  expect(first).toMatchObject({
    from: 'machine:r3',
    to: 'machine:r1',
    sentence: { params: { path: '65003 65002' } },
  });
  expect(second).toMatchObject({
    from: 'machine:r2',
    to: 'machine:r3',
    sentence: { params: { path: '65002' } },
  });
});

test('what a reflector told is the route of somebody else', () => {
  const told = tellers('calico-route-reflectors', [['pod-a', 'ping -c 1 10.244.41.0']]);
  expect(told[0]).toMatchObject({
    from: 'machine:rr-1',
    to: 'machine:node-1',
    sentence: {
      key: 'told.reflected',
      params: { from: 'rr-1 (192.168.56.21)', originator: 'node-2 (192.168.56.12)' },
    },
  });
});

test('a route that somebody typed was told by nobody', () => {
  expect(tellers('flannel-vxlan-by-hand', [['pod-a', 'ping -c 1 10.244.2.2']])).toEqual([]);
});
