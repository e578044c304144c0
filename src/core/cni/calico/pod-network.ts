/**
 * What the CNI plugin sets up around a pod's veth: no address on the node's end, one gateway for all pods, which the node
 * answers for by proxy ARP. Source: calico cni-plugin/pkg/dataplane/linux/dataplane_linux.go DoNetworking.
 */
import type { RouteSpec } from '../../model/op';
import { SCOPE_LINK } from '../../model/route';
import { ipv4, type Ipv4Addr } from '../../wire/addr';

/** Configured nowhere. */
export const POD_GATEWAY: Ipv4Addr = ipv4('169.254.1.1');

/** In the pod: how to reach the gateway, then everything by way of it. */
export function podRoutes(device: string): readonly RouteSpec[] {
  return [
    { dst: { addr: POD_GATEWAY, len: 32 }, dev: device, scope: SCOPE_LINK },
    { dst: { addr: ipv4('0.0.0.0'), len: 0 }, via: POD_GATEWAY, dev: device },
  ];
}

/** Settings in their order: name and value. */
export type Sysctls = readonly (readonly [key: string, value: string])[];

/** On the node. */
export function hostSysctls(veth: string): Sysctls {
  return [
    // What the pod sends to 127.0.0.1 of the node by a Service may be routed.
    [`net.ipv4.conf.${veth}.route_localnet`, '1'],
    // Answered at once: the kernel would wait up to 0.8 s before it answers for others.
    [`net.ipv4.neigh.${veth}.proxy_delay`, '0'],
    [`net.ipv4.conf.${veth}.proxy_arp`, '1'],
    [`net.ipv4.conf.${veth}.forwarding`, '1'],
    [`net.ipv6.conf.${veth}.accept_ra`, '0'],
  ];
}

/** In the pod, by `container_settings.allow_ip_forwarding` of its CNI configuration. */
export function podSysctls(allowIpForwarding: boolean): Sysctls {
  return [['net.ipv4.ip_forward', allowIpForwarding ? '1' : '0']];
}
