/** A graph with its layout, indexed for the drawing: what stands where, what it is joined to, how it is turned. */
import type {
  Box,
  DeviceElement,
  GraphElement,
  GraphLayout,
  LabGraph,
  MachineElement,
  NetnsElement,
  Point,
  Wire,
} from '../../core/index';
import { TUNNEL_KINDS, routesId } from '../../core/index';

/** Which of the two networks a part belongs to; the routing cores and machines belong to both. */
export type Plane = 'overlay' | 'underlay' | 'both';

/** The layers of a drawing, apart. */
export interface Lift {
  /** How far: 1 as far as they go. */
  readonly amount: number;
  /** Height of the line between them. */
  readonly line: number;
  /** Lower halves of the nodes, by id of the machine. */
  readonly under: ReadonlyMap<string, Box>;
}

export interface Scene {
  readonly graph: LabGraph;
  readonly layout: GraphLayout;
  readonly elements: ReadonlyMap<string, GraphElement>;
  readonly wires: ReadonlyMap<string, Wire>;
  /** Wires at each element. */
  readonly joins: ReadonlyMap<string, readonly Wire[]>;
  /** Machine of every element, by id. */
  readonly machines: ReadonlyMap<string, MachineElement>;
  /** Machines drawn as a mirror image: their texts stand on the right. */
  readonly flipped: ReadonlySet<string>;
  readonly hasTunnels: boolean;
  /** The fold that stands for an element that is not drawn. */
  readonly heldBy: ReadonlyMap<string, string>;
  /** Null while the layers are together. */
  readonly lift: Lift | null;
}

/** Puts a scene together. */
export function sceneOf(graph: LabGraph, layout: GraphLayout, lift: Lift | null = null): Scene {
  const elements = new Map(graph.elements.map((element) => [element.id, element]));
  const joins = new Map<string, Wire[]>();
  for (const wire of graph.wires) {
    for (const end of [wire.from, wire.to]) {
      const list = joins.get(end);
      if (list) list.push(wire);
      else joins.set(end, [wire]);
    }
  }
  const machines = machinesOf(graph);
  const scene = {
    graph,
    layout,
    lift,
    elements,
    wires: new Map(graph.wires.map((wire) => [wire.id, wire])),
    joins,
    machines,
    flipped: new Set<string>(),
    heldBy: new Map(
      graph.elements.flatMap((element) =>
        element.kind === 'fold' || element.kind === 'machine'
          ? element.holds.map((id) => [id, element.id] as const)
          : [],
      ),
    ),
    hasTunnels: graph.elements.some(
      (element) => element.kind === 'device' && TUNNEL_KINDS.has(element.device),
    ),
  };
  return { ...scene, flipped: flippedMachines(scene) };
}

function machinesOf(graph: LabGraph): Map<string, MachineElement> {
  const byName = new Map<string, MachineElement>();
  const netnsMachine = new Map<string, string>();
  for (const element of graph.elements) {
    if (element.kind === 'machine') byName.set(element.name, element);
    if (element.kind === 'netns') netnsMachine.set(element.name, element.machine);
  }
  const machines = new Map<string, MachineElement>();
  const nameOf = (element: GraphElement): string => {
    if (element.kind === 'machine') return element.name;
    if (element.kind === 'netns' || element.kind === 'fold') return element.machine;
    return element.kind === 'apiserver' ? '' : (netnsMachine.get(element.netns) ?? '');
  };
  for (const element of graph.elements) {
    const machine = byName.get(nameOf(element));
    if (machine) machines.set(element.id, machine);
  }
  return machines;
}

/** A machine is turned round when its routing core stands right of what is beside it. */
function flippedMachines(scene: Scene): Set<string> {
  const flipped = new Set<string>();
  for (const element of scene.elements.values()) {
    if (element.kind !== 'routing') continue;
    const machine = scene.machines.get(element.id);
    const core = boxOf(scene, element.id);
    const card = machine && boxOf(scene, machine.id);
    if (machine && core && card && machine.role !== 'switch' && centre(core).x > centre(card).x + 4) {
      flipped.add(machine.name);
    }
  }
  return flipped;
}

/** Box of an element; null when it is not drawn. */
export function boxOf(scene: Scene, id: string): Box | null {
  return scene.layout.boxes[id] ?? null;
}

/** Path of a wire from its `from` to its `to`. */
export function pathOf(scene: Scene, wire: string): readonly Point[] {
  return scene.layout.paths[wire] ?? [];
}

/** The drawn element nearest to a place: a loopback device has no box, its namespace has. */
export function drawnPlace(scene: Scene, id: string): string | null {
  if (boxOf(scene, id)) return id;
  const fold = scene.heldBy.get(id);
  if (fold !== undefined && boxOf(scene, fold)) return fold;
  const netns = /^dev:(.*)\/[^/]*$/.exec(id)?.[1] ?? /^routing:(.*)$/.exec(id)?.[1];
  if (netns === undefined) return null;
  const core = `routing:${netns}`;
  if (boxOf(scene, core)) return core;
  return boxOf(scene, `netns:${netns}`) ? `netns:${netns}` : null;
}

export function centre(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A namespace of a pod: its machine's own namespace does not count. */
export function isPod(element: GraphElement | undefined): boolean {
  return element?.kind === 'netns' && !element.root;
}

/** A machine's own namespace that holds nothing but what straddles its edge, or is the inside of a switch. */
export function isBareRoot(scene: Scene, netns: NetnsElement): boolean {
  if (!netns.root) return false;
  if (scene.machines.get(netns.id)?.role === 'switch') return true;
  return !scene.graph.elements.some(
    (part) =>
      (part.kind === 'routing' && part.netns === netns.name) ||
      (part.kind === 'device' &&
        part.netns === netns.name &&
        part.device !== 'physical' &&
        boxOf(scene, part.id)),
  );
}

/** A device drawn as a tab on the edge of a pod, of a machine's own namespace or of a switch. */
export function isTab(scene: Scene, device: DeviceElement): boolean {
  const machine = scene.machines.get(device.id);
  if (machine?.role === 'switch') return device.device === 'physical' || device.device === 'veth';
  const inPod = isPod(scene.elements.get(`netns:${device.netns}`));
  return inPod ? device.device === 'veth' || device.device === 'physical' : isPodVeth(scene, device);
}

function isPodVeth(scene: Scene, device: DeviceElement): boolean {
  if (device.device !== 'veth') return false;
  return (scene.joins.get(device.id) ?? []).some((wire) => {
    const peer = scene.elements.get(wire.from === device.id ? wire.to : wire.from);
    return (
      wire.kind === 'veth' && peer?.kind === 'device' && isPod(scene.elements.get(`netns:${peer.netns}`))
    );
  });
}

/** Box of the route table beside a routing core. */
export function routesBox(scene: Scene, routing: string): Box | null {
  return boxOf(scene, routesId(routing));
}

/** Plane of an element. */
export function planeOf(scene: Scene, element: GraphElement): Plane {
  if (element.kind === 'apiserver') return 'both';
  if (element.kind === 'fold') return 'overlay';
  const machine = scene.machines.get(element.id);
  if (machine?.role === 'switch') return 'underlay';
  if (machine && machine.role !== 'node') return 'underlay';
  if (element.kind === 'netns') return element.root ? 'both' : 'overlay';
  if (element.kind !== 'device') return 'both';
  return element.device === 'physical' ? 'underlay' : 'overlay';
}

/** Plane of a wire: the underlay is where cables are. */
export function planeOfWire(scene: Scene, wire: Wire): Plane {
  if (wire.kind === 'tunnel' || wire.kind === 'veth') return 'overlay';
  if (wire.kind === 'cable' || wire.kind === 'lower') return 'underlay';
  const ends = [scene.elements.get(wire.from), scene.elements.get(wire.to)];
  const planes = ends.map((element) => (element ? planeOf(scene, element) : 'both'));
  return planes.includes('underlay') ? 'underlay' : 'overlay';
}
