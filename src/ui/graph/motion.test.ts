/** Goal: a step is played the way it went, a step back the other way. Method: the geometry of the motion. */
import { describe, expect, it } from 'vitest';
import type { Cue, Instant, Point } from '../../core/index';
import { instantAt, layersOf, packetOf } from '../../core/testing/instant';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { cueMs, motionInto } from './motion';
import type { Still } from './packet-still';
import { stillOf } from './packet-still';
import { boxOf, sceneOf } from './scene';
import { legsBetween } from './way';

const graph = flannelGraph([1, 1]);
const scene = sceneOf(graph, layoutGraph(graph, 'wide'));
const seen = { x: -100, y: -100, width: 2000, height: 2000 };
const words = { wrap: 'wrap', unwrap: 'unwrap', flood: 'flood', drop: 'drop' };

const CNI = 'dev:node1/cni0';
const TUNNEL = 'dev:node1/flannel.1';
const travel: Cue = { kind: 'travel', wires: legsBetween(scene, CNI, TUNNEL), to: TUNNEL };

function still(instant: Instant): Still {
  const made = stillOf(scene, instant, words, seen);
  if (!made) throw new Error('nothing to draw');
  return made;
}

const first = instantAt(CNI, { kind: 'stay', at: CNI }, { seq: 1 });
const second = instantAt(TUNNEL, travel, { seq: 2 });
const before = still(first);
const after = still(second);

function isOrthogonal(path: readonly Point[]): boolean {
  return path.every((point, index) => {
    const last = path[index - 1];
    return !last || Math.min(Math.abs(point.x - last.x), Math.abs(point.y - last.y)) < 0.01;
  });
}

describe('motionInto', () => {
  it('rides from where the packet stood to where it stands, at right angles even across boxes', () => {
    const motion = motionInto(scene, second, first, { before, after }, 1, 1);
    if (motion?.kind !== 'travel') throw new Error('expected a ride');
    expect(motion.path[0]).toEqual(before.anchor);
    expect(motion.path.at(-1)).toEqual(after.anchor);
    expect(isOrthogonal(motion.path)).toBe(true);
    expect(motion.ms).toBe(420);
  });

  it('plays a step back as the reverse of the step it undoes, in half the time', () => {
    const ahead = motionInto(scene, second, first, { before, after }, 1, 1);
    const back = motionInto(scene, first, second, { before: after, after: before }, -1, 1);
    if (ahead?.kind !== 'travel' || back?.kind !== 'travel') throw new Error('expected rides');
    expect(back.path).toEqual(ahead.path.toReversed());
    expect(back.ms).toBe(210);
  });

  it('does not play back what belongs to another packet', () => {
    const other = { ...second, packet: 9 };
    expect(motionInto(scene, first, other, { before: after, after: before }, -1, 1)).toBeNull();
  });

  it('starts at the first wire when the packet stood elsewhere', () => {
    const elsewhere = still(instantAt('dev:node2/cni0', { kind: 'none' }));
    const motion = motionInto(scene, second, first, { before: elsewhere, after }, 1, 1);
    const box = boxOf(scene, CNI);
    expect(motion?.kind === 'travel' && motion.path[0]?.y).toBe((box?.y ?? 0) + (box?.height ?? 0));
  });

  it('opens the new rings of a wrapped packet, and closes them on the way back', () => {
    const wrap: Cue = { kind: 'wrap', at: TUNNEL, layers: 4 };
    const wrapped = instantAt(TUNNEL, wrap, {
      seq: 3,
      packetView: packetOf('ETH IPv4 UDP VXLAN ETH IPv4 ICMP', 148, { wasLenBytes: 98 }),
    });
    const stills = { before: after, after: still(wrapped) };
    const ahead = motionInto(scene, wrapped, second, stills, 1, 2);
    expect(ahead).toMatchObject({ kind: 'rings', ms: 300, rings: { count: 4, opening: true } });
    const back = motionInto(scene, second, wrapped, { before: stills.after, after }, -1, 2);
    expect(back).toMatchObject({ kind: 'rings', ms: 150, rings: { count: 4, opening: false } });
    expect(back?.kind === 'rings' && back.rings.rings).toHaveLength(7);
  });

  it('closes the old rings of an unwrapped packet', () => {
    const unwrapped = instantAt(
      'dev:node2/flannel.1',
      { kind: 'unwrap', at: 'dev:node2/flannel.1', layers: 4 },
      {
        packetView: packetOf('ETH IPv4 ICMP', 98, { removed: layersOf('ETH IPv4 UDP VXLAN') }),
      },
    );
    const motion = motionInto(scene, unwrapped, second, { before: null, after: still(unwrapped) }, 1, 1);
    expect(motion).toMatchObject({ kind: 'rings', rings: { count: 4, opening: false } });
  });

  it('has nothing to play where nothing moves', () => {
    expect(motionInto(scene, first, null, { before: null, after: before }, 1, 1)).toBeNull();
  });
});

describe('cueMs', () => {
  it('is the time of the motion, divided by the speed', () => {
    expect(cueMs({ kind: 'none' }, 1)).toBe(0);
    expect(cueMs(travel, 0.5)).toBe(840);
    expect(cueMs({ ...travel, then: { kind: 'wrap', layers: 4 } }, 1)).toBe(1020);
    expect(cueMs({ kind: 'drop', at: CNI, reason: 'x' }, 1)).toBe(200);
  });
});
