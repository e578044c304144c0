/** Sentences about the API server, control loops and network plugins. */
import type { JsonObject } from '../../base/json';
import { objectText } from '../cluster-text';
import type { Message } from '../message';
import { message } from '../say';
import { at, type Narrator } from './scene';

/** Paths named in a sentence; the rest is among the changes. */
const FIELDS_NAMED = 3;

export const apiChange: Narrator<'api.change'> = (record, scene) => {
  const { key, by, fields, message: text } = record.detail;
  const params = { netns: at(record, scene).netns, by, object: objectText(key) };
  switch (record.verdict) {
    case 'added':
    case 'deleted':
      return message(`narrate.apiChange.${record.verdict}`, params);
    case 'modified': {
      const more = fields.length > FIELDS_NAMED ? ', …' : '';
      return message('narrate.apiChange.modified', {
        ...params,
        fields: fields.slice(0, FIELDS_NAMED).join(', ') + more,
      });
    }
    case 'refused':
      return message('narrate.apiChange.refused', { ...params, error: text ?? '' });
  }
};

export const reconcile: Narrator<'ctrl.reconcile'> = (record, scene): Message => {
  const { decision, params } = record.detail;
  // The parameters were checked against the decision where it was taken.
  return { key: `narrate.reconcile.${decision}`, params: { ...params, netns: at(record, scene).netns } };
};

export const cniCall: Narrator<'cni.call'> = (record, scene) => {
  const { plugin, env, result, error, withoutEffect } = record.detail;
  const params = {
    netns: at(record, scene).netns,
    plugin,
    command: env.CNI_COMMAND,
    // The last name of the path is how the namespace is called here.
    pod: env.CNI_NETNS.slice(env.CNI_NETNS.lastIndexOf('/') + 1),
    ifname: env.CNI_IFNAME,
  };
  switch (record.verdict) {
    case 'call':
      return message('narrate.cniCall.call', params);
    case 'result':
      if (withoutEffect && result !== null) return message('narrate.cniCall.withoutEffect', params);
      return result === null
        ? message('narrate.cniCall.done', params)
        : message('narrate.cniCall.result', { ...params, answer: resultText(result) });
    case 'error':
      return message('narrate.cniCall.error', {
        ...params,
        code: error?.code ?? 0,
        error: error?.msg ?? '',
      });
  }
};

/** The addresses of a result, else its interfaces: `10.22.0.3/24`. */
export function resultText(result: JsonObject): string {
  const { ips, interfaces } = result as {
    ips?: readonly { readonly address: string }[];
    interfaces?: readonly { readonly name: string }[];
  };
  if (ips !== undefined) return ips.map(({ address }) => address).join(', ');
  return (interfaces ?? []).map(({ name }) => name).join(', ');
}
