/** The kinds the API server knows. */
import { bgpConfiguration } from './bgp-configuration';
import { bgpPeer } from './bgp-peer';
import { blockAffinity } from './block-affinity';
import { configMap } from './configmap';
import { deployment } from './deployment';
import { felixConfiguration } from './felix-configuration';
import { ipPool } from './ip-pool';
import { ipamBlock } from './ipam-block';
import type { ResourceKind } from './kind';
import { namespace } from './namespace';
import { networkPolicy } from './network-policy';
import { node } from './node';
import { pod } from './pod';

export const resourceKinds: readonly ResourceKind[] = [
  bgpConfiguration,
  bgpPeer,
  blockAffinity,
  configMap,
  deployment,
  felixConfiguration,
  ipamBlock,
  ipPool,
  namespace,
  networkPolicy,
  node,
  pod,
];

/** The kind a manifest names, null when there is none. */
export function kindNamed(apiVersion: string, kind: string): ResourceKind | null {
  const found = resourceKinds.find((one) => one.kind === kind);
  return found?.apiVersion === apiVersion || found?.alsoServedAs === apiVersion ? found : null;
}

/** The kind a word means to kubectl: `pod`, `pods`, `po`, `deployment.apps`. */
export function kindCalled(word: string): ResourceKind | null {
  const name = word.toLowerCase().replace(/\.(apps|v1|networking\.k8s\.io|(crd\.)?projectcalico\.org)$/, '');
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
