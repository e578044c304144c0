/** A configuration step as the inspector shows it. */
import type { JsonObject } from '../base/json';
import type { TraceRecord } from '../trace/record';
import type { ApiObject } from '../model/cluster';
import { objectText } from './cluster-text';
import type { ConfigView } from './contract.config';
import { sceneAt } from './decide';
import { doingText, wokenText } from './doing';
import { becauseOf, doingAt } from './journal';
import { objectLines } from './object-lines';
import type { ViewSource } from './source';
import { isConfig } from './steps';
import { indexOf } from './trace-index';

/** Null for a record that is no configuration. */
export function configAt(source: ViewSource, seq: number): ConfigView | null {
  const record = source.trace.record(seq);
  const found = isConfig(record) ? doingAt(source, seq) : null;
  if (found === null) return null;
  const { doing } = found;
  return {
    actorKind: doing.actorKind,
    actor: doing.actor,
    woken: doing.woken && wokenText(doing.woken),
    because: stepInShort(source, becauseOf(source, doing)),
    object: record.kind === 'api.change' ? objectOf(record) : null,
    call: record.kind === 'cni.call' ? callOf(record) : null,
  };
}

/** Who did it and what, in a line. */
export function stepInShort(source: ViewSource, seq: number | null): ConfigView['because'] {
  if (seq === null) return null;
  const index = indexOf(source);
  const scene = sceneAt(source, index, source.worldAt(seq), seq);
  const actor = doingAt(source, seq)?.doing.actor ?? '';
  return { seq, actor, message: doingText(source.trace.record(seq), scene) };
}

function objectOf(record: TraceRecord<'api.change'>): ConfigView['object'] {
  const { key } = record.detail;
  const change = record.changes.find((one) => one.slot === 'api.object' && one.key === key);
  if (change?.slot !== 'api.object') return null;
  return { name: objectText(key), lines: objectLines(asJson(change.before), asJson(change.after)) };
}

/** An object is what came out of JSON: there is nothing in it that JSON does not have. */
function asJson(object: ApiObject | undefined): JsonObject | undefined {
  return object as unknown as JsonObject | undefined;
}

function callOf({ verdict, detail }: TraceRecord<'cni.call'>): ConfigView['call'] {
  const { plugin, env, conf, result, error } = detail;
  const printed = result ?? error;
  return {
    plugin,
    command: env.CNI_COMMAND,
    env: Object.entries(env).map(([name, value]: [string, string]) => [name, value] as const),
    stdin: JSON.stringify(conf, null, 2),
    stdout: verdict === 'call' ? null : printed === null ? '' : JSON.stringify(printed, null, 2),
    failed: verdict === 'error',
  };
}
