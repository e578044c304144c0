/** Sessions between the BGP daemons of all machines. */
import { mapGet } from '../base/persistent-map';
import { bgpStateWord } from '../model/bird';
import type { Netns, World } from '../model/world';
import { birdsIn } from './birds';
import type { BgpSessionView, SessionEnd } from './contract.sessions';
import { elementId } from './contract.graph';

interface End extends SessionEnd {
  /** Addresses of both sides as this one has them; 0 for its own before it has called. */
  readonly here: number;
  readonly there: number;
  readonly state: string;
}

function endsIn(world: World): readonly End[] {
  return world.netns.flatMap((ns) => {
    if (ns === undefined) return [];
    const name = nameOf(world, ns);
    return birdsIn(ns).flatMap(({ state }) =>
      state.order.flatMap((no): End[] => {
        const protocol = mapGet(state.protocols, no);
        if (protocol?.config.kind !== 'bgp') return [];
        const { config, session } = protocol;
        return [
          {
            ...{ element: elementId.machine(name), machine: name, as: config.localAs },
            ...{ state: bgpStateWord(protocol), error: session?.lastError?.text ?? '' },
            ...{ here: session?.localAddress ?? 0, there: config.neighbor },
          },
        ];
      }),
    );
  });
}

/** A machine's number is its place in the list. */
const nameOf = ({ machines }: World, { machine }: Netns): string => machines[machine]?.name ?? '';

/** Machine of every address there is. */
function owners(world: World): ReadonlyMap<number, string> {
  const byAddress = new Map<number, string>();
  for (const ns of world.netns) {
    if (ns === undefined) continue;
    const name = nameOf(world, ns);
    for (const link of ns.links) for (const { local } of link?.addrs ?? []) byAddress.set(local, name);
  }
  return byAddress;
}

/** The machine that has an address; null where nobody has it. */
export function ownerOf(world: World, addr: number): string | null {
  const holds = (ns: Netns | undefined): boolean =>
    ns?.links.some((link) => link?.addrs.some(({ local }) => local === addr)) ?? false;
  const found = world.netns.find(holds);
  return found === undefined ? null : nameOf(world, found);
}

/**
 * Every session once, though each has two ends. What only one side is configured for is there as well; what leads to an
 * address that nobody has is not.
 */
export function sessionsIn(world: World): readonly BgpSessionView[] {
  const ends = endsIn(world);
  if (ends.length === 0) return [];
  const owner = owners(world);
  const waiting = new Map<string, End[]>();
  const sessions: BgpSessionView[] = [];
  const asOf = new Map(ends.map((end) => [end.machine, end.as]));
  for (const end of ends) {
    const other = owner.get(end.there);
    if (other === undefined) continue;
    const candidates = waiting.get(`${other} ${end.machine}`) ?? [];
    // The one that speaks to this very address, where there are several between two machines.
    const at = candidates.findIndex(
      ({ here, there }) => (here === 0 || here === end.there) && (end.here === 0 || there === end.here),
    );
    const [first] = at < 0 ? [] : candidates.splice(at, 1);
    if (first) {
      sessions.push({ from: told(first), to: told(end), up: isUp(first) && isUp(end) });
      continue;
    }
    const key = `${end.machine} ${other}`;
    waiting.set(key, [...(waiting.get(key) ?? []), end]);
  }
  for (const [key, alone] of waiting) {
    for (const end of alone) {
      const machine = key.slice(end.machine.length + 1);
      const to = {
        element: elementId.machine(machine),
        machine,
        as: asOf.get(machine) ?? 0,
        state: null,
        error: '',
      };
      sessions.push({ from: told(end), to, up: false });
    }
  }
  return sessions;
}

const isUp = ({ state }: End): boolean => state === 'Established';

const told = ({ element, machine, as, state, error }: End): SessionEnd => ({
  element,
  machine,
  as,
  state,
  error,
});

/** How many are up. */
export function sessionsUp(world: World): number {
  return sessionsIn(world).filter(({ up }) => up).length;
}
