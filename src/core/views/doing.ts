/** Configuration in short: a line for each step, whose subject is the actor it stands below. */
import type { TraceRecord } from '../trace/record';
import { objectText } from './cluster-text';
import type { Message } from './message';
import { message } from './say';
import { narrate } from './narrate';
import { resultText } from './narrate/cluster';
import type { Scene } from './narrate/scene';

/** Paths named in a line; the rest is in the object itself. */
const FIELDS_NAMED = 3;

/** What woke a control loop. */
export function wokenText({ detail: { why, about } }: TraceRecord<'ctrl.reconcile'>): Message {
  switch (why) {
    case 'start':
      return message('doing.woken.start', {});
    case 'added':
    case 'modified':
    case 'deleted':
      return message(`doing.woken.${why}`, { object: objectText(about) });
    case 'timer':
      return message('doing.woken.timer', { timer: about });
    case 'file':
      return message('doing.woken.file', { path: about });
    case 'link':
      return message('doing.woken.link', { dev: about });
    case 'kernel':
      return message('doing.woken.kernel', { op: about });
  }
}

/** What a step does. Decisions are told in their full sentence: it holds the reason. */
export function doingText(record: TraceRecord, scene: Scene): Message {
  switch (record.kind) {
    case 'api.change':
      return apiText(record);
    case 'cni.call':
      return cniText(record);
    case 'op.apply':
      return opText(record);
    default:
      return narrate(record, scene);
  }
}

function apiText({ verdict, detail }: TraceRecord<'api.change'>): Message {
  const object = objectText(detail.key);
  switch (verdict) {
    case 'added':
    case 'deleted':
      return message(`doing.api.${verdict}`, { object });
    case 'modified': {
      const more = detail.fields.length > FIELDS_NAMED ? ', …' : '';
      return message('doing.api.modified', {
        object,
        fields: detail.fields.slice(0, FIELDS_NAMED).join(', ') + more,
      });
    }
    case 'refused':
      return message('doing.api.refused', { object, error: detail.message ?? '' });
  }
}

function cniText({ verdict, detail }: TraceRecord<'cni.call'>): Message {
  const { plugin, env, result, error } = detail;
  switch (verdict) {
    case 'call':
      return message('doing.cni.call', {
        plugin,
        command: env.CNI_COMMAND,
        ifname: env.CNI_IFNAME,
        pod: env.CNI_NETNS.slice(env.CNI_NETNS.lastIndexOf('/') + 1),
      });
    case 'result':
      return result === null
        ? message('doing.cni.done', { plugin })
        : message('doing.cni.result', { plugin, answer: resultText(result) });
    case 'error':
      return message('doing.cni.error', { plugin, code: error?.code ?? 0, error: error?.msg ?? '' });
  }
}

function opText({ verdict, detail }: TraceRecord<'op.apply'>): Message {
  const { op, error } = detail;
  if (op.kind === 'machine.add') return message('doing.machine', { name: op.name });
  if (op.kind === 'cable.add') {
    const [from, to] = op.ends.map(({ netns, dev }) => `${netns}/${dev}`);
    return message('doing.cable', { from: from ?? '', to: to ?? '' });
  }
  if (op.kind === 'cable.set') {
    const end = `${op.end.netns}/${op.end.dev}`;
    return message(op.plugged ? 'doing.plugged' : 'doing.unplugged', { end });
  }
  const command = detail.command ?? op.kind;
  return verdict === 'applied'
    ? message('doing.op.applied', { command })
    : message('doing.op.refused', { command, error: error?.message ?? '' });
}
