/** The kinds the API server knows. */
import { configMap } from './configmap';
import { deployment } from './deployment';
import type { ResourceKind } from './kind';
import { namespace } from './namespace';
import { node } from './node';
import { pod } from './pod';

export const resourceKinds: readonly ResourceKind[] = [configMap, deployment, namespace, node, pod];

/** The kind a manifest names, null when there is none. */
export function kindNamed(apiVersion: string, kind: string): ResourceKind | null {
  return resourceKinds.find((one) => one.kind === kind && one.apiVersion === apiVersion) ?? null;
}

/** The kind a word means to kubectl: `pod`, `pods`, `po`, `deployment.apps`. */
export function kindCalled(word: string): ResourceKind | null {
  const name = word.toLowerCase().replace(/\.(apps|v1)$/, '');
  return (
    resourceKinds.find(
      ({ kind, plural, shortNames }) =>
        kind.toLowerCase() === name || plural === name || shortNames.includes(name),
    ) ?? null
  );
}

/** The kind of an object that the API server has let in. */
export function kindOf(kind: string): ResourceKind | null {
  return resourceKinds.find((one) => one.kind === kind) ?? null;
}
