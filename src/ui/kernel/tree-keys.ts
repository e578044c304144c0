/** Where the arrow keys lead on the map of stations: along the rows, into a station's tables and out of them. */
import type { KernelStation, StationId } from '../../core/index';

/** A station, or one of the parts registered at its hook. */
export interface Spot {
  readonly station: StationId;
  /** Null for the station itself. */
  readonly part: KernelStation['parts'][number]['name'] | null;
}

/** The spot a key leads to; null where the key means nothing here. */
export function spotAfter(key: string, spot: Spot, stations: readonly KernelStation[]): Spot | null {
  const place = stations.findIndex(({ id }) => id === spot.station);
  const parts = stations[place]?.parts ?? [];
  const at = parts.findIndex(({ name }) => name === spot.part);
  const station = (index: number): Spot | null => {
    const next = stations[index];
    return next === undefined ? null : { station: next.id, part: null };
  };
  const part = (index: number): Spot | null => {
    const next = parts[index];
    return next === undefined ? null : { station: spot.station, part: next.name };
  };
  switch (key) {
    case 'ArrowRight':
      return station(place + 1);
    case 'ArrowLeft':
      return spot.part === null ? station(place - 1) : { ...spot, part: null };
    case 'ArrowDown':
      return spot.part === null ? (part(0) ?? station(place + 1)) : (part(at + 1) ?? station(place + 1));
    case 'ArrowUp':
      if (spot.part === null) return station(place - 1);
      return part(at - 1) ?? { ...spot, part: null };
    case 'Home':
      return station(0);
    case 'End':
      return station(stations.length - 1);
    default:
      return null;
  }
}
