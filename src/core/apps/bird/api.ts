/**
 * How agents of a node deal with its BIRD: start it (`birdProcess`) on a configuration that is a file of the machine, have it
 * read that file again, and ask how its sessions are.
 */
import type { Ctx } from '../../kernel/ctx';
import {
  bgpStateWord,
  type BgpLastError,
  type BgpStateWord,
  type BirdProtocol,
  type BirdState,
} from '../../model/bird';
import type { ProtocolKind } from '../../model/bird.config';
import type { Process } from '../../model/process';
import type { Netns } from '../../model/world';
import type { Ipv4Addr } from '../../wire/addr';
import { mapGet } from '../../base/persistent-map';
import { CONFIGURE } from './control';
import { lastErrorText } from './errors';

export { birdProcess } from './index';
export { parseConfig } from './config';

/** The BIRD that runs in a netns, null when none does. */
export function birdIn(ns: Netns): Process | null {
  for (const process of ns.processes.entries.values()) {
    if (process.app === 'bird' && process.exitCode === null) return process;
  }
  return null;
}

/** What a BIRD remembers. */
export function birdState(process: Process): BirdState {
  return process.state as BirdState;
}

/** SIGHUP: it reads its configuration again; sessions that are still in it unchanged go on. False when none runs. */
export function configureBird(ctx: Ctx, ns: Netns): boolean {
  const process = birdIn(ns);
  if (process === null) return false;
  ctx.schedule(
    { kind: 'process.wake', netns: ns.id, pid: process.pid, wake: { reason: 'timer', timer: CONFIGURE } },
    0,
  );
  return true;
}

/** A line of `show protocols`. */
export interface BirdProtocolStatus {
  readonly name: string;
  readonly kind: ProtocolKind;
  readonly state: BirdProtocol['state'];
  readonly sinceNs: number;
  /** `Established`, `Active        Socket: Connection refused`; '' for what is no BGP. */
  readonly info: string;
  /** Of BGP only. */
  readonly bgp: {
    readonly neighbor: Ipv4Addr;
    readonly remoteAs: number;
    readonly state: BgpStateWord;
    readonly lastError: BgpLastError | null;
  } | null;
}

/** Protocols in the order of the configuration. */
export function birdProtocols(state: BirdState): readonly BirdProtocolStatus[] {
  return state.order.flatMap((no) => {
    const protocol = mapGet(state.protocols, no);
    return protocol === undefined ? [] : [statusOf(protocol)];
  });
}

const STATE_WIDTH = 14;

export function statusOf(protocol: BirdProtocol): BirdProtocolStatus {
  const { config, state, sinceNs, session } = protocol;
  const common = { name: config.name, kind: config.kind, state, sinceNs };
  if (config.kind !== 'bgp' || session === null) return { ...common, info: '', bgp: null };
  const word = bgpStateWord(protocol);
  const error = lastErrorText(session.lastError);
  return {
    ...common,
    info: state === 'down' ? error : `${word.padEnd(STATE_WIDTH)}${error}`,
    bgp: { neighbor: config.neighbor, remoteAs: config.remoteAs, state: word, lastError: session.lastError },
  };
}
