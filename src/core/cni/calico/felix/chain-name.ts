/** Names of felix's chains. Source: calico felix/rules/rule_defs.go, policy.go, endpoints.go. */
import { lengthLimitedId } from '../unique-id';
import { policyIdText, type PolicyId } from './policy-id';

/** XT_EXTENSION_MAXNAMELEN without the zero at its end. */
const MAX_LENGTH = 28;

/** As policies count: to the endpoint, from the endpoint. */
export type Direction = 'inbound' | 'outbound';

export const CHAIN = {
  input: 'cali-INPUT',
  forward: 'cali-FORWARD',
  output: 'cali-OUTPUT',
  prerouting: 'cali-PREROUTING',
  postrouting: 'cali-POSTROUTING',
  workloadToHost: 'cali-wl-to-host',
  failsafeIn: 'cali-failsafe-in',
  failsafeOut: 'cali-failsafe-out',
  natOutgoing: 'cali-nat-outgoing',
  floatingDnat: 'cali-fip-dnat',
  floatingSnat: 'cali-fip-snat',
  cidrBlock: 'cali-cidr-block',
  egressDscp: 'cali-egress-dscp',
  rpfSkip: 'cali-rpf-skip',
  wireguardIncomingMark: 'cali-wireguard-incoming-mark',
  fromWorkload: 'cali-from-wl-dispatch',
  toWorkload: 'cali-to-wl-dispatch',
  fromHost: 'cali-from-host-endpoint',
  toHost: 'cali-to-host-endpoint',
  fromHostForward: 'cali-from-hep-forward',
  toHostForward: 'cali-to-hep-forward',
} as const;

/** What chains of one endpoint begin with: `t` to it, `f` from it; workload, host, forwarded through a host's device. */
export const ENDPOINT_PREFIX = {
  toWorkload: 'cali-tw-',
  fromWorkload: 'cali-fw-',
  toHost: 'cali-th-',
  fromHost: 'cali-fh-',
  toHostForward: 'cali-thfw-',
  fromHostForward: 'cali-fhfw-',
} as const;

const POLICY_PREFIX = { inbound: 'cali-pi-', outbound: 'cali-po-' } as const;
const PROFILE_PREFIX = { inbound: 'cali-pri-', outbound: 'cali-pro-' } as const;
const GROUP_PREFIX = { inbound: 'cali-gi-', outbound: 'cali-go-' } as const;

export function policyChainName(direction: Direction, policy: PolicyId): string {
  return lengthLimitedId(POLICY_PREFIX[direction], policyIdText(policy), MAX_LENGTH);
}

/** Up to v3.28 a policy was called `<namespace>/<name>`, from v3.29 to v3.31 `<tier>/<namespace>/<name>`. */
export function legacyPolicyChainName(direction: Direction, id: string): string {
  return lengthLimitedId(POLICY_PREFIX[direction], id, MAX_LENGTH);
}

export function profileChainName(direction: Direction, profile: string): string {
  return lengthLimitedId(PROFILE_PREFIX[direction], profile, MAX_LENGTH);
}

/** `prefix` as in {@link ENDPOINT_PREFIX}, `device` on the node. */
export function endpointChainName(prefix: string, device: string): string {
  return lengthLimitedId(prefix, device, MAX_LENGTH);
}

/** `uid` names what the group holds; it is cut to the room there is. */
export function groupChainName(direction: Direction, uid: string): string {
  return `${GROUP_PREFIX[direction]}${uid}`.slice(0, MAX_LENGTH);
}
