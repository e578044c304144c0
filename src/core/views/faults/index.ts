/** The list of faults, and where they can happen. */
import type { World } from '../../model/world';
import { sourceDestCheck } from './cloud';
import { cniLeftover, masqueradeMissing } from './cni';
import { agentStopped, forwardingOff, kubeletStopped } from './host';
import type { FaultKind, FaultSpot } from './kind';
import { FAULT_NAMES } from './names';
import type { FaultName } from './names';
import { ports } from './ports';
import { podRangeChanged, rangesOverlap } from './ranges';
import {
  asymmetricPath,
  defaultRouteMissing,
  fdbStale,
  neighbourStale,
  routeMissing,
  routeWrong,
} from './tables';
import { vlanMissing } from './vlan';
import { addressTwice, cableOut, lossyLink, smallMtu } from './wire';

const kinds: readonly FaultKind[] = [
  ...ports,
  ...[sourceDestCheck, cableOut, lossyLink, smallMtu, vlanMissing, addressTwice],
  ...[forwardingOff, kubeletStopped, agentStopped],
  ...[routeMissing, routeWrong, defaultRouteMissing, asymmetricPath, fdbStale, neighbourStale],
  ...[rangesOverlap, podRangeChanged, masqueradeMissing, cniLeftover],
];
const byName = new Map(kinds.map((kind) => [kind.name, kind]));

/** Where a fault can happen. */
export function faultSpots(world: World, name: FaultName): readonly FaultSpot[] {
  return byName.get(name)?.spots(world) ?? [];
}

/** All faults that mean something here. */
export function faultsHere(
  world: World,
): readonly { readonly name: FaultName; readonly spots: readonly FaultSpot[] }[] {
  return FAULT_NAMES.map((name) => ({ name, spots: faultSpots(world, name) })).filter(
    ({ spots }) => spots.length > 0,
  );
}

export { FAULT_NAMES };
export type { FaultName, FaultSpot };
