/** Apps that talk to a host given by name: the name is looked up first, in the same process. */
import { Part } from '../base/part';
import type { App, ProcessIo } from './app';
import type { Lookup } from './resolver';
import type { LookupResult } from './resolver.answer';
import { isHostTimer } from './resolver.timers';
import type { Ipv4Addr } from '../wire/addr';

/** Needed where somebody is given by name. */
export const resolver = new Part('resolver', () => import('./resolver'));
const answers = new Part('answers of the resolver', () => import('./resolver.answer'));

/** Exit code of a process that SIGINT ended. */
const SIGINT_EXIT = 130;

/** State of such an app: `dst` counts once the look-up is over. */
export interface ByName {
  readonly dst: Ipv4Addr;
  /** Absent, or null, where the host was given by address, and when the name is known. */
  readonly lookup?: Lookup | null;
}

export type FoundHost = Extract<LookupResult, { readonly kind: 'found' }>;

export interface ByNameHooks<State> {
  /** Before anything else: what counts from the start of the process. */
  begin?(io: ProcessIo, state: State): State;
  /** A timer of the app's own while the name is not known yet. */
  timer?(io: ProcessIo, state: State, timer: string): State;
  /** Keeps more of the answer than the address. */
  found?(state: State, host: FoundHost): State;
  /** The host has IPv6 addresses alone; absent: said as other failures are. */
  onlyIpv6?(io: ProcessIo, state: State, why: string): State;
  /** Says so and ends. `why` is in the words of gai_strerror(3). */
  failed(io: ProcessIo, state: State, why: string): State;
}

/** `app`, started once its host is known. */
export function byName<State extends ByName>(app: App<State>, hooks: ByNameHooks<State>): App<State> {
  return {
    kind: app.kind,
    run(io, before, wake) {
      const state = wake.reason === 'start' ? (hooks.begin?.(io, before) ?? before) : before;
      const { lookup } = state;
      if (lookup === undefined || lookup === null) {
        return isHostTimer(wake) ? state : app.run(io, state, wake);
      }
      if (wake.reason === 'timer' && !isHostTimer(wake)) {
        return hooks.timer?.(io, state, wake.timer) ?? state;
      }
      const next =
        wake.reason === 'start'
          ? resolver.content.beginLookup(io, lookup)
          : resolver.content.continueLookup(io, lookup, wake);
      if (next.result === null) return { ...state, lookup: next };
      const known = { ...state, lookup: null };
      const [dst] = next.result.kind === 'found' ? next.result.addresses : [];
      if (next.result.kind === 'failed')
        return hooks.failed(io, known, answers.content.LOOKUP_FAULTS[next.result.why]);
      // Nobody here has IPv6.
      if (dst === undefined) return (hooks.onlyIpv6 ?? hooks.failed)(io, known, 'Network is unreachable');
      const found = { ...known, dst };
      return app.run(io, hooks.found?.(found, next.result) ?? found, { reason: 'start' });
    },
    ...(app.interrupt !== undefined && {
      interrupt: (io: ProcessIo, state: State) => {
        if (state.lookup === undefined || state.lookup === null) return app.interrupt?.(io, state) ?? state;
        io.exit(SIGINT_EXIT);
        return state;
      },
    }),
  };
}
