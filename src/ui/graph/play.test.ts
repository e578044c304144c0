/** Goal: in the end the picture is the same, played or not. Method: a clock moved by hand and layers that take notes. */
import { describe, expect, it } from 'vitest';
import { instantAt, packetOf } from '../../core/testing/instant';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import type { CapsuleFrame } from './CapsuleLayer';
import { capsuleStyle } from './capsule-shape';
import type { Motion } from './motion';
import { motionInto } from './motion';
import type { Still } from './packet-still';
import { stillOf } from './packet-still';
import type { Frames, Player } from './play';
import { createPlayer } from './play';
import { sceneOf } from './scene';
import { legsBetween } from './way';

const graph = flannelGraph([1, 1]);
const scene = sceneOf(graph, layoutGraph(graph, 'compact'));
const words = { wrap: 'wrap', unwrap: 'unwrap', flood: 'flood', drop: 'drop' };
const seen = { x: 0, y: 0, width: 1000, height: 1000 };
const CNI = 'dev:node1/cni0';
const CORE = 'routing:node1';
const TUNNEL = 'dev:node1/flannel.1';

function mustStill(instant: Parameters<typeof stillOf>[1]): Still {
  const still = stillOf(scene, instant, words, seen);
  if (!still) throw new Error('nothing to draw');
  return still;
}

const first = instantAt(CNI, { kind: 'stay', at: CNI });
const second = instantAt(
  CORE,
  { kind: 'travel', wires: legsBetween(scene, CNI, CORE), to: CORE },
  { seq: 2 },
);
const before = mustStill(first);
const after = mustStill(second);

function stage(): {
  player: Player;
  pictures: CapsuleFrame[];
  trails: number[];
  cleared: () => number;
  pass: (ms: number) => void;
  waiting: () => number;
} {
  const pictures: CapsuleFrame[] = [];
  const trails: number[] = [];
  let cleared = 0;
  let now = 0;
  let next = 0;
  const queue = new Map<number, (now: number) => void>();
  const frames: Frames = {
    now: () => now,
    request: (draw) => {
      queue.set((next += 1), draw);
      return next;
    },
    cancel: (handle) => void queue.delete(handle),
  };
  const player = createPlayer(
    { draw: (frame) => void pictures.push(frame), clear: () => void (cleared += 1) },
    { draw: (_trails, _legs, done) => void trails.push(done), clear: () => undefined },
    capsuleStyle('compact'),
    frames,
  );
  const pass = (ms: number): void => {
    now += ms;
    const due = [...queue.values()];
    queue.clear();
    for (const draw of due) draw(now);
  };
  return { player, pictures, trails, cleared: () => cleared, pass, waiting: () => queue.size };
}

function ride(): Motion {
  const motion = motionInto(scene, second, first, { before, after }, 1, 1);
  if (!motion) throw new Error('nothing to play');
  return motion;
}

describe('createPlayer', () => {
  it('ends with the very picture that is shown without motion', () => {
    const played = stage();
    played.player.show(after, before, ride());
    for (let i = 0; i < 30; i += 1) played.pass(20);
    const jumped = stage();
    jumped.player.show(after, null, null);
    expect(played.pictures.at(-1)).toEqual(jumped.pictures.at(-1));
    expect(played.waiting()).toBe(0);
  });

  it('moves the packet at constant speed, the trail growing with it', () => {
    const { player, pictures, trails, pass } = stage();
    player.show(after, before, ride());
    for (let i = 0; i < 4; i += 1) pass(84);
    expect(trails.map((done) => done.toFixed(5))).toEqual([
      '0.00000',
      '0.20000',
      '0.40000',
      '0.60000',
      '0.80000',
    ]);
    expect(pictures[0]?.dot).toEqual(before.anchor);
    const lengths = pictures.slice(1).map((frame, index) => {
      const last = pictures[index]?.dot ?? frame.dot;
      return Math.abs(frame.dot.x - last.x) + Math.abs(frame.dot.y - last.y);
    });
    for (const length of lengths) expect(length).toBeCloseTo(lengths[0] ?? 0, 3);
  });

  it('finishes a motion at once when the next instant comes', () => {
    const { player, pictures, pass, waiting } = stage();
    player.show(after, before, ride());
    pass(100);
    player.show(before, after, null);
    expect(pictures.at(-1)?.dot).toEqual(before.anchor);
    expect(waiting()).toBe(0);
  });

  it('leaves a packet as it was until it arrives, and says only then what is done to it', () => {
    const wires = legsBetween(scene, CNI, TUNNEL);
    const wrapped = instantAt(
      TUNNEL,
      { kind: 'travel', wires, to: TUNNEL, then: { kind: 'wrap', layers: 4 } },
      { seq: 4, packetView: packetOf('ETH IPv4 UDP VXLAN ETH IPv4 ICMP', 148, { wasLenBytes: 98 }) },
    );
    const still = mustStill(wrapped);
    const { player, pictures, pass } = stage();
    player.show(still, before, motionInto(scene, wrapped, first, { before, after: still }, 1, 1));
    pass(200);
    expect(pictures.at(-1)?.shape.rings.map((ring) => ring.tag)).toEqual(
      before.rings.map((ring) => ring.tag),
    );
    expect(pictures.at(-1)?.title).toMatchObject({ label: '', wasBytes: null, bytes: 98 });
    pass(300);
    expect(pictures.at(-1)?.title).toMatchObject({ label: 'wrap', wasBytes: 98, bytes: 148 });
  });

  it('closes the mark of a drop round the packet and leaves it there', () => {
    const dropped = instantAt(
      CORE,
      { kind: 'drop', at: CORE, reason: 'IP_INNOROUTES' },
      {
        seq: 3,
        drop: { reason: 'IP_INNOROUTES', sentence: { key: 'test.drop', params: {} }, policies: [] },
      },
    );
    const still = mustStill(dropped);
    const { player, pictures, pass } = stage();
    player.show(still, after, motionInto(scene, dropped, second, { before: after, after: still }, 1, 1));
    expect(pictures[0]?.drop).toBe(0);
    pass(250);
    expect(pictures.at(-1)?.drop).toBe(1);
    expect(pictures.at(-1)?.title.reason).toBe('IP_INNOROUTES');
  });

  it('shows nothing without a packet', () => {
    const { player, cleared } = stage();
    player.show(null, before, null);
    expect(cleared()).toBe(1);
  });
});
