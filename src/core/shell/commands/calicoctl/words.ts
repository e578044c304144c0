/** What calicoctl says of refusals. Source: calico v3.31 libcalico-go/lib/errors/errors.go. */
import type { ApiStatus } from '../../../cluster/status';
import type { CalicoKind } from './kinds';

export function doesNotExist({ kind, plural }: CalicoKind, name: string): string {
  const resource = kind === 'Node' ? plural : `${plural}.crd.projectcalico.org`;
  return `resource does not exist: ${kind}(${name}) with error: ${resource} "${name}" not found`;
}

/** Somebody else changed it meanwhile. */
export function outOfDate({ kind }: CalicoKind, name: string): string {
  return `update conflict: ${kind}(${name})`;
}

/** `Node = 'node-1' (Node field must be empty …)` out of the API server's words for the same. */
function field(name: string, body: string): string {
  const [, value = '', reason = body] = /^Invalid value: (.*?): (.*)$/s.exec(body) ?? [];
  const shown = value.replace(/^"(.*)"$/s, '$1').replace(/^null$/, '');
  return `${name} = '${shown}' (${reason})`;
}

export function refusal({ kind }: CalicoKind, name: string, { reason, message, causes }: ApiStatus): string {
  if (reason === 'AlreadyExists') return `resource already exists: ${kind}(${name})`;
  const [first] = causes;
  if (reason !== 'Invalid' || first === undefined) return message;
  if (causes.length === 1) return `error with field ${field(first.field, first.body)}`;
  const lines = causes.map((cause) => `-  ${field(cause.field, cause.body)}\n`);
  return `error with the following fields:\n${lines.join('')}`;
}
