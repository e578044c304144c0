/**
 * A pod's sandbox: network namespace, pause container, network. What is set up here is taken down here, in reverse.
 * Source: containerd internal/cri/server/sandbox_run.go, sandbox_stop.go.
 */
import { mixHex } from '../../../base/prng';
import type { JsonObject } from '../../../base/json';
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { need } from '../../../base/assert';
import { netnsByName } from '../../../kernel/netns';
import { readFile, writeFile } from '../../../kernel/ops/file';
import type { Pod } from '../../../model/cluster';
import { podNetnsName } from '../../../model/cluster';
import type { NetnsId } from '../../../model/link';
import type { Attachment, ConfList } from '../../cni';
import { addToNetwork, cachedNetwork, nodeNetwork, removeFromNetwork } from '../../cni';
import { NETNS_DIR } from '../../cni/exec';
import type { ControllerIo } from '../../controller';
import { pluginHost } from './node';

export interface Sandbox {
  /** 64 hexadecimal digits, the id of the pause container. */
  readonly id: string;
  /** Name of its netns; empty for a pod that uses its node's. */
  readonly netns: string;
  /** Name of the network it is attached to. */
  readonly network: string;
  readonly ip: string;
}

const IFNAME = 'eth0';
/** Of a container's id, which in life is 32 random bytes. */
export const ID_DIGITS = 64;

/** containerd's own network for `lo`, run before every other. */
const LOOPBACK: ConfList = {
  name: 'cni-loopback',
  cniVersion: '0.3.1',
  disableCheck: false,
  plugins: [{ type: 'loopback' }],
};

/** Sets up the sandbox. A failure leaves nothing behind; its text is what the runtime reports. */
export function setUpSandbox(io: ControllerIo, pod: Pod, attempt: number): Result<Sandbox, string> {
  const id = mixHex(`${io.ctx.world.seed} ${pod.metadata.uid} ${attempt}`, ID_DIGITS);
  const network = nodeNetwork(pluginHost(io));
  if (network === null) return err(setUpFailed(id, 'cni plugin not initialized'));
  const name = podNetnsName(pod);
  const made = io.op(io.netns, { kind: 'netns.add', name }, `ip netns add ${name}`);
  if (made !== null) return err(`failed to create network namespace for sandbox "${id}": file exists`);
  const netns = need(netnsByName(io.ctx.world, name), name);
  io.runtime.processes.spawn(io.ctx, netns, { app: 'pause', argv: ['/pause'], state: null, daemon: true });
  const sandbox: Sandbox = { id, netns: name, network: network.name, ip: '' };
  const lo = addToNetwork(pluginHost(io), LOOPBACK, attachmentOf(pod, sandbox, 'lo'));
  const result = lo.ok ? addToNetwork(pluginHost(io), network, attachmentOf(pod, sandbox, IFNAME)) : lo;
  if (!result.ok) {
    // After a failed ADD everything is undone: plugins may have got half-way.
    tearDownSandbox(io, pod, sandbox, network);
    return err(setUpFailed(id, result.error));
  }
  const ip = result.value.ips[0]?.address.split('/')[0];
  if (ip !== undefined) {
    giveResolvConf(io, netns);
    return ok({ ...sandbox, ip });
  }
  tearDownSandbox(io, pod, sandbox, network);
  return err(setUpFailed(id, `failed to get IP for sandbox "${id}"`));
}

/**
 * kubelet knows no cluster DNS here, so that a pod gets what its node has, whatever its policy says but `None`; containerd writes
 * the file. Source: kubernetes pkg/kubelet/network/dns/dns.go GetPodDNS, containerd internal/cri/server/sandbox_run_linux.go
 * parseDNSOptions.
 */
function giveResolvConf({ ctx, netns: node }: ControllerIo, pod: NetnsId): void {
  const ns = ctx.world.netns[node];
  const text = ns === undefined ? null : readFile(ns, '/etc/resolv.conf');
  if (text === null) return;
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const last = (keyword: string): readonly string[] =>
    lines.findLast(([first]) => first === keyword)?.slice(1) ?? [];
  const [searches, options] = [last('search').map((name) => name.replace(/\.$/, '')), last('options')];
  const servers = lines.flatMap(([first, address]) =>
    first === 'nameserver' && address !== undefined ? [address] : [],
  );
  const made = [
    ...(searches.length > 0 ? [`search ${searches.join(' ')}\n`] : []),
    ...servers.slice(0, NAMESERVERS_MAX).map((address) => `nameserver ${address}\n`),
    ...(options.length > 0 ? [`options ${options.join(' ')}\n`] : []),
  ];
  // With nothing to write the runtime copies the file as it is.
  writeFile(ctx, ctx.own(pod), '/etc/resolv.conf', made.length > 0 ? made.join('') : text);
}

/** More are left out (MaxDNSNameservers). */
const NAMESERVERS_MAX = 3;

function setUpFailed(id: string, why: string): string {
  return `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${id}": ${why}`;
}

/**
 * Ends what still runs, detaches, removes the netns. DEL uses the configuration ADD was made with, whatever is in the
 * folder now. The answer is what went wrong; the netns goes all the same.
 */
export function tearDownSandbox(
  io: ControllerIo,
  pod: Pod,
  sandbox: Sandbox,
  fallback: ConfList | null = nodeNetwork(pluginHost(io)),
): string | null {
  const netns = netnsByName(io.ctx.world, sandbox.netns);
  if (netns !== null) io.runtime.processes.kill(io.ctx, netns, null);
  const attachment = attachmentOf(pod, sandbox, IFNAME);
  const network = cachedNetwork(pluginHost(io), sandbox.network, attachment) ?? fallback;
  const detached = network === null ? ok(null) : removeFromNetwork(pluginHost(io), network, attachment);
  removeFromNetwork(pluginHost(io), LOOPBACK, attachmentOf(pod, sandbox, 'lo'));
  if (netns !== null) {
    io.op(io.netns, { kind: 'netns.del', name: sandbox.netns }, `ip netns delete ${sandbox.netns}`);
  }
  return detached.ok ? null : detached.error;
}

function attachmentOf(pod: Pod, { id, netns }: Sandbox, ifname: string): Attachment {
  const { namespace = 'default', name, uid } = pod.metadata;
  return {
    containerId: id,
    netns: NETNS_DIR + netns,
    ifname,
    args: [
      ['IgnoreUnknown', '1'],
      ['K8S_POD_NAMESPACE', namespace],
      ['K8S_POD_NAME', name],
      ['K8S_POD_INFRA_CONTAINER_ID', id],
      ['K8S_POD_UID', uid],
    ],
    capabilityArgs: capabilitiesOf(pod),
  };
}

/** What plugins may ask of the runtime about this pod. */
function capabilitiesOf(pod: Pod): JsonObject {
  const mappings = pod.spec.containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ containerPort, hostPort, hostIP, protocol = 'TCP' }) =>
      hostPort === undefined || hostPort === 0
        ? []
        : [
            {
              hostPort,
              containerPort,
              protocol: protocol.toLowerCase(),
              ...(hostIP === undefined ? {} : { hostIP }),
            },
          ],
    ),
  );
  return mappings.length === 0 ? {} : { portMappings: mappings };
}

/** The netns the containers of a sandbox run in. */
export function netnsOfSandbox(io: ControllerIo, { netns }: Sandbox): NetnsId {
  return netns === '' ? io.netns : need(netnsByName(io.ctx.world, netns), netns);
}
