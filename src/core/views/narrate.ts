/** Record → one sentence that says what happens and why. */
import { Part } from '../base/part';
import type { TraceKind } from '../trace/kinds';
import type { TraceRecord } from '../trace/record';
import type { Message } from './message';
import type { Narrator, Scene } from './narrate/scene';
import * as sending from './narrate/sending';

const narrators = {
  'link.tx': sending.linkTx,
  'neigh.lookup': sending.neighLookup,
  'arp.request': sending.arpRequest,
  'route.lookup': sending.routeLookup,
  'route.source': sending.routeSource,
  'ip.output': sending.ipOutput,
  'sock.send': sending.sockSend,
  process: sending.processStep,
  input: sending.input,
} satisfies { readonly [K in TraceKind]?: Narrator<K> };

const others = new Part('narration', async () => (await import('./narrate/others')).otherNarrators);

export function narrate(record: TraceRecord, scene: Scene): Message {
  const near: Partial<Record<TraceKind, unknown>> = narrators;
  const all: Partial<Record<TraceKind, unknown>> = near[record.kind] === undefined ? others.content : near;
  return (all[record.kind] as (record: TraceRecord, scene: Scene) => Message)(record, scene);
}
