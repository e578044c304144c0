import { describe, expect, it } from 'vitest';
import { instantAt, journeyOf, stopsOf } from '../../core/testing/instant';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { sceneOf } from './scene';
import { legsBetween, wayOf } from './way';

const graph = flannelGraph([2, 1]);
const scene = sceneOf(graph, layoutGraph(graph, 'wide'));
const [veth] = graph.wires.filter((wire) => wire.kind === 'veth');
const vethA = veth?.to.slice('dev:'.length) ?? '';
const STOPS = ['pod-a/eth0', vethA, 'node1/cni0', 'node1/flannel.1', 'node1/eth0'];
const kinds = (legs: readonly { readonly wire: string }[]): string[] =>
  legs.map(({ wire }) => wire.split(':')[0] ?? '');

describe('legsBetween', () => {
  it('goes through the routing core from bridge to tunnel device', () => {
    const legs = legsBetween(scene, 'dev:node1/cni0', 'dev:node1/flannel.1');
    expect(kinds(legs)).toEqual(['stack', 'stack']);
    expect(legs.map((leg) => leg.reversed)).toEqual([true, false]);
  });

  it('never rides on a tunnel', () => {
    expect(kinds(legsBetween(scene, 'dev:node1/flannel.1', 'dev:node2/flannel.1'))).not.toContain('tunnel');
  });

  it('finds nothing between what is not joined', () => {
    expect(legsBetween(scene, 'dev:node1/cni0', 'dev:nowhere/eth0')).toEqual([]);
  });
});

describe('wayOf', () => {
  const at = (element: string, here: number) =>
    wayOf(scene, instantAt(element, { kind: 'none' }, { journey: journeyOf(stopsOf(STOPS, here)) }));

  it('divides the wires into travelled and ahead at the stop', () => {
    const way = at('dev:node1/cni0', 2);
    expect(kinds(way.travelled)).toEqual(['veth', 'port']);
    expect(kinds(way.ahead)).toEqual(['stack', 'stack', 'lower']);
    expect(way.here).toBe('dev:node1/cni0');
  });

  it('counts the wire to the routing core as travelled when the packet is in the core between two stops', () => {
    const way = at('routing:node1', 2);
    expect(kinds(way.travelled)).toEqual(['veth', 'port', 'stack']);
    expect(kinds(way.ahead)).toEqual(['stack', 'lower']);
  });

  it('has not reached the device that the core is about to send by', () => {
    const way = at('routing:node1', 4);
    expect(way.travelled.at(-1)).toEqual(legsBetween(scene, 'dev:node1/flannel.1', 'routing:node1')[0]);
    expect(way.ahead).toEqual(legsBetween(scene, 'routing:node1', 'dev:node1/eth0'));
    expect(way.stops.map((stop) => stop.state)).toEqual([...Array<string>(4).fill('travelled'), 'ahead']);
  });

  it('turns aside to the core that a received packet is handed to', () => {
    const stops = stopsOf(['sw0/p-node1', 'node1/eth0', 'node1/flannel.1'], 1);
    const way = wayOf(scene, instantAt('routing:node1', { kind: 'none' }, { journey: journeyOf(stops) }));
    expect(kinds(way.travelled)).toEqual(['cable', 'stack']);
    expect(kinds(way.ahead)).toEqual(['lower']);
    expect(way.stops[1]?.state).toBe('here');
  });

  it('starts at the core for a packet that the machine itself sends', () => {
    const stops = stopsOf(['node1/cni0', vethA], 0);
    const way = wayOf(scene, instantAt('routing:node1', { kind: 'none' }, { journey: journeyOf(stops) }));
    expect(way.travelled).toEqual([]);
    expect(kinds(way.ahead)).toEqual(['stack', 'port']);
  });

  it('numbers the stops in their order', () => {
    expect(at('dev:node1/cni0', 2).stops.map((stop) => stop.number)).toEqual([1, 2, 3, 4, 5]);
  });

  it('shows the wires of a flood that nobody has followed yet', () => {
    const flood = graph.wires.filter((wire) => wire.kind === 'port' && wire.from === 'dev:node1/cni0');
    const wires = flood.map((wire) => ({ wire: wire.id, reversed: false }));
    const way = wayOf(
      scene,
      instantAt(
        'dev:node1/cni0',
        { kind: 'split', at: 'dev:node1/cni0', wires },
        {
          journey: journeyOf(stopsOf(['pod-a/eth0', vethA, 'node1/cni0'], 2)),
        },
      ),
    );
    expect(way.copies).toHaveLength(flood.length - 1);
  });

  it('stands at the routing core for a loopback device, and nowhere without a packet', () => {
    expect(wayOf(scene, instantAt('dev:node1/lo', { kind: 'none' })).here).toBe('routing:node1');
    expect(wayOf(scene, instantAt('machine:node1', { kind: 'none' }, { packet: null })).here).toBeNull();
    expect(wayOf(scene, null).here).toBeNull();
  });
});
