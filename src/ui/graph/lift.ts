/**
 * The overlay lifted off the underlay: pods, bridges, routing and tunnel devices stay where they are, and what the nodes'
 * own network is made of sinks below them. A node is cut in two; wires between the halves become as long as need be.
 */
import type { Box, GraphLayout, GraphView, LabGraph, Point, Wire } from '../../core/index';
import type { Lift, Scene } from './scene';
import { boxOf, planeOf, sceneOf } from './scene';

/** Between the halves of a node, and of the line with the name of its lower half. */
const GAP = 46;
const HEADER = 26;
/** What of a node is above its cards stays with it. */
const MARGIN = 2;

/** Whether the lab has nodes with something of their own above their cards: else there is nothing to lift. */
export function canLift(scene: Scene): boolean {
  return scene.hasTunnels && cardTop(scene) !== null;
}

/** The scene with its layers so far apart: 0 together, 1 as far as they go. The same scene where nothing can be lifted. */
export function liftedScene(scene: Scene, amount: number): Scene {
  const top = cardTop(scene);
  if (amount <= 0 || top === null || !scene.hasTunnels) return scene;
  const gap = GAP * amount;
  const header = HEADER * amount;
  const lowest = gap + header;
  // Routers stand in the row of the nodes: all of them sinks below the line.
  const highest = Math.min(top, ...underlayBoxes(scene).map(({ y }) => y));
  const shift = Math.max(lowest, (top - highest + GAP) * amount);
  const moved: Moved = { shift, top };
  const boxes = Object.entries(scene.layout.boxes).map(([id, box]): [string, Box] => [
    id,
    movedBox(scene, id, box, moved),
  ]);
  const paths = Object.entries(scene.layout.paths).map(([id, path]): [string, readonly Point[]] => [
    id,
    movedPath(scene, scene.wires.get(id), path, moved),
  ]);
  const layout: GraphLayout = {
    ...scene.layout,
    height: scene.layout.height + shift,
    boxes: Object.fromEntries(boxes),
    paths: Object.fromEntries(paths),
  };
  return sceneOf(scene.graph, layout, {
    amount,
    line: top + gap / 2,
    under: underOf(scene, moved, header),
  });
}

/** The layouts of a graph with its layers apart. */
export function liftedLayouts(graph: LabGraph, layouts: GraphView['layouts']): GraphView['layouts'] {
  const lifted = (layout: GraphLayout): GraphLayout => liftedScene(sceneOf(graph, layout), 1).layout;
  return { wide: lifted(layouts.wide), compact: lifted(layouts.compact), narrow: lifted(layouts.narrow) };
}

interface Moved {
  readonly shift: number;
  /** Upper edge of the nodes' cards, where nodes are cut. */
  readonly top: number;
}

/** Upper edge of the highest network card of a node; null where no node has one. */
function cardTop(scene: Scene): number | null {
  const tops = scene.graph.elements.flatMap((element) => {
    const card = element.kind === 'device' && element.device === 'physical';
    const box = card && scene.machines.get(element.id)?.role === 'node' ? boxOf(scene, element.id) : null;
    return box ? [box.y] : [];
  });
  return tops.length === 0 ? null : Math.min(...tops);
}

/** Boxes of what belongs to the underlay as a whole: machines that are no nodes. */
function underlayBoxes(scene: Scene): readonly Box[] {
  return scene.graph.elements.flatMap((element) => {
    const box = element.kind === 'machine' && element.role !== 'node' ? boxOf(scene, element.id) : null;
    return box ? [box] : [];
  });
}

function sinks(scene: Scene, id: string): boolean {
  const element = scene.elements.get(id.replace(/#.*$/, ''));
  return element !== undefined && planeOf(scene, element) === 'underlay';
}

function movedBox(scene: Scene, id: string, box: Box, { shift, top }: Moved): Box {
  if (sinks(scene, id)) return { ...box, y: box.y + shift };
  const element = scene.elements.get(id);
  if (element?.kind !== 'machine' && element?.kind !== 'netns') return box;
  // The upper half of a node, and of its own area.
  const inset = element.kind === 'machine' ? MARGIN : -MARGIN;
  return { ...box, height: Math.min(box.height, top + inset - box.y) };
}

function movedPath(
  scene: Scene,
  wire: Wire | undefined,
  path: readonly Point[],
  { shift, top }: Moved,
): readonly Point[] {
  if (wire?.kind === 'tunnel') return path;
  const whole = wire !== undefined && sinks(scene, wire.from) && sinks(scene, wire.to);
  return path.map(({ x, y }) => ({ x, y: whole || y >= top ? y + shift : y }));
}

/** The lower halves of the nodes, by id of the machine. */
function underOf(scene: Scene, { shift, top }: Moved, header: number): Lift['under'] {
  return new Map(
    scene.graph.elements.flatMap((element): [string, Box][] => {
      const box = element.kind === 'machine' && element.role === 'node' ? boxOf(scene, element.id) : null;
      if (box === null) return [];
      const y = top + shift - header;
      return [[element.id, { ...box, y, height: box.y + box.height + shift - y }]];
    }),
  );
}
