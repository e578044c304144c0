/** Sorts the elements of a graph into the parts of its machines, in the order in which they are drawn. */
import type {
  ApiServerElement,
  DeviceElement,
  FoldElement,
  LabGraph,
  MachineElement,
  NetnsElement,
  RoutingElement,
  Wire,
} from '../contract';
import { TUNNEL_KINDS } from '../contract';

/** A netns of its own on a machine: a pod, or anything else that hangs on the machine by veth pairs. */
export interface PodPart {
  readonly netns: NetnsElement;
  /** Devices that lead out of it; they straddle its lower edge. */
  readonly tabs: readonly DeviceElement[];
  readonly inner: readonly DeviceElement[];
  readonly routing: RoutingElement | null;
}

export interface MachinePart {
  readonly machine: MachineElement;
  readonly root: NetnsElement | null;
  readonly pods: readonly PodPart[];
  /** Pods that are drawn as one, at the end of the row; of a machine that is drawn as a mirror image, at its start. */
  readonly fold: FoldElement | null;
  readonly foldFirst: boolean;
  /** The machine's ends of the pods' veth pairs, by the id of the pod's end, in the order of the pods' tabs. */
  readonly podVeths: ReadonlyMap<string, DeviceElement>;
  readonly bridges: readonly DeviceElement[];
  readonly tunnels: readonly DeviceElement[];
  /** What leaves the machine: network cards, and veth pairs to other machines. */
  readonly nics: readonly DeviceElement[];
  /** Devices without a place of their own: dummies, veth ends whose other end is gone. */
  readonly others: readonly DeviceElement[];
  readonly routing: RoutingElement | null;
}

export interface Inventory {
  /** Everything but switches, as given. */
  readonly machines: readonly MachinePart[];
  readonly switches: readonly MachinePart[];
  readonly devices: ReadonlyMap<string, DeviceElement>;
  /** Machine of each netns, device and routing core, by element id. */
  readonly machineOf: ReadonlyMap<string, MachineElement>;
  readonly wires: readonly Wire[];
  readonly apiserver: ApiServerElement | null;
}

/** Loopback devices have no place in the drawing: nothing is wired to them. */
const isDrawn = (device: DeviceElement): boolean => device.device !== 'loopback';

/** The element at the other end of a wire. */
export function otherEnd(wire: Wire, end: string): string {
  return wire.from === end ? wire.to : wire.from;
}

/** Parts of all machines. Elements whose netns or machine is not in the graph are left out. */
export function takeInventory(graph: LabGraph): Inventory {
  const machines: MachineElement[] = [];
  const netnses: NetnsElement[] = [];
  const devices: DeviceElement[] = [];
  const routings: RoutingElement[] = [];
  const folds = new Map<string, FoldElement>();
  let apiserver: ApiServerElement | null = null;
  for (const element of graph.elements) {
    if (element.kind === 'machine') machines.push(element);
    else if (element.kind === 'netns') netnses.push(element);
    else if (element.kind === 'routing') routings.push(element);
    else if (element.kind === 'apiserver') apiserver = element;
    else if (element.kind === 'fold') folds.set(element.machine, element);
    else if (isDrawn(element)) devices.push(element);
  }
  const machineByName = new Map(machines.map((machine) => [machine.name, machine]));
  const netnsByName = new Map(netnses.map((netns) => [netns.name, netns]));
  const deviceById = new Map(devices.map((device) => [device.id, device]));
  const machineOf = placeOnMachines(netnses, devices, routings, machineByName, netnsByName);

  for (const fold of folds.values()) {
    const machine = machineByName.get(fold.machine);
    if (machine) machineOf.set(fold.id, machine);
  }

  const peerOf = new Map<string, DeviceElement>();
  for (const wire of graph.wires) {
    if (wire.kind !== 'veth' && wire.kind !== 'cable') continue;
    const from = deviceById.get(wire.from);
    const to = deviceById.get(wire.to);
    if (!from || !to) continue;
    peerOf.set(from.id, to);
    peerOf.set(to.id, from);
  }

  const partOf = (machine: MachineElement): MachinePart => {
    const mine = netnses.filter((netns) => netns.machine === machine.name);
    const root = mine.find((netns) => netns.root) ?? null;
    const inRoot = root ? devices.filter((device) => device.netns === root.name) : [];
    const staysHere = (device: DeviceElement): boolean => {
      const peer = peerOf.get(device.id);
      return peer !== undefined && peer.netns !== root?.name && machineOf.get(peer.id) === machine;
    };
    const hostEnd = (tab: DeviceElement): DeviceElement | null => {
      const peer = peerOf.get(tab.id);
      return peer && peer.netns === root?.name && machineOf.get(peer.id) === machine ? peer : null;
    };
    const pods = mine
      .filter((netns) => !netns.root)
      .map((netns) => podPart(netns, devices, routings))
      .map((pod) => ({ pod, order: bridgeOrder(pod, inRoot, hostEnd) }))
      .sort((a, b) => a.order - b.order)
      .map(({ pod }) => pod);
    const podVeths = new Map<string, DeviceElement>();
    for (const tab of pods.flatMap((pod) => pod.tabs)) {
      const veth = hostEnd(tab);
      if (veth) podVeths.set(tab.id, veth);
    }
    const podVethIds = new Set([...podVeths.values()].map((veth) => veth.id));
    const leaves = (device: DeviceElement): boolean =>
      device.device === 'physical' ||
      (device.device === 'veth' && peerOf.has(device.id) && !staysHere(device));
    return {
      machine,
      root,
      pods,
      fold: folds.get(machine.name) ?? null,
      foldFirst: false,
      podVeths,
      bridges: inRoot.filter((device) => device.device === 'bridge'),
      tunnels: inRoot.filter((device) => TUNNEL_KINDS.has(device.device)),
      nics: inRoot.filter(leaves),
      others: inRoot.filter(
        (device) =>
          STANDING_ALONE.has(device.device) ||
          (device.device === 'veth' && !leaves(device) && !podVethIds.has(device.id)),
      ),
      routing: routings.find((routing) => routing.netns === root?.name) ?? null,
    };
  };
  const parts = machines.map(partOf);
  return {
    machines: parts.filter((part) => part.machine.role !== 'switch'),
    switches: parts.filter((part) => part.machine.role === 'switch'),
    devices: deviceById,
    machineOf,
    wires: graph.wires,
    apiserver,
  };
}

function placeOnMachines(
  netnses: readonly NetnsElement[],
  devices: readonly DeviceElement[],
  routings: readonly RoutingElement[],
  machineByName: ReadonlyMap<string, MachineElement>,
  netnsByName: ReadonlyMap<string, NetnsElement>,
): Map<string, MachineElement> {
  const machineOf = new Map<string, MachineElement>();
  for (const netns of netnses) {
    const machine = machineByName.get(netns.machine);
    if (machine) machineOf.set(netns.id, machine);
  }
  for (const part of [...devices, ...routings]) {
    const machine = machineByName.get(netnsByName.get(part.netns)?.machine ?? '');
    if (machine) machineOf.set(part.id, machine);
  }
  return machineOf;
}

function podPart(
  netns: NetnsElement,
  devices: readonly DeviceElement[],
  routings: readonly RoutingElement[],
): PodPart {
  const mine = devices.filter((device) => device.netns === netns.name);
  const isTab = (device: DeviceElement): boolean => device.device === 'veth' || device.device === 'physical';
  return {
    netns,
    tabs: mine.filter(isTab),
    inner: mine.filter((device) => !isTab(device)),
    routing: routings.find((routing) => routing.netns === netns.name) ?? null,
  };
}

/** Devices of a machine that lead nowhere, or to its card alone. */
const STANDING_ALONE: ReadonlySet<DeviceElement['device']> = new Set<DeviceElement['device']>([
  ...(['dummy', 'vlan', 'macvlan', 'ipvlan', 'ifb'] as const),
]);

/** Pods of one bridge stand together: a pod's place is that of its bridge; without a bridge it comes last. */
function bridgeOrder(
  pod: PodPart,
  inRoot: readonly DeviceElement[],
  hostEnd: (tab: DeviceElement) => DeviceElement | null,
): number {
  const bridges = inRoot.filter((device) => device.device === 'bridge').map((device) => device.name);
  for (const tab of pod.tabs) {
    const at = bridges.indexOf(hostEnd(tab)?.master ?? '');
    if (at >= 0) return at;
  }
  return bridges.length;
}
