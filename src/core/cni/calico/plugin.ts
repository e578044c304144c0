/**
 * The calico CNI plugin: a veth pair whose end on the node has no address, a gateway that nobody has, a route to the pod
 * alone. Source: calico cni-plugin/pkg/plugin/plugin.go, pkg/dataplane/linux/dataplane_linux.go.
 */
import type { JsonObject } from '../../base/json';
import { isJsonObject, objectAt, textAt } from '../../base/json';
import { err, ok, type Result } from '../../base/result';
import { errorText, fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin, CniRequest, Words } from '../../cluster/cni/plugin';
import type { NetnsId } from '../../model/link';
import { asKind, type ApiObject } from '../../model/cluster';
import type { NetOp, RouteSpec } from '../../model/op';
import { SCOPE_LINK } from '../../model/route';
import { formatCidr4, formatIpv4, parseCidr4, parseMac, type Cidr4 } from '../../wire/addr';
import { loadArgs } from '../plugins/common/args';
import { act, errnoText, linkIn, macText, netnsName, noNetns } from '../plugins/common/link';
import { NODENAME_FILE, POD_ARGS } from './ipam/plugin';
import { hostSysctls, podRoutes, podSysctls } from './pod-network';
import { requestedAddress } from './requested-address';
import { vethName } from './veth-name';

/** Where felix writes how long pods' packets may be. */
export const MTU_FILE = '/var/lib/calico/mtu';
/** The address of every end on a node: a pod may be told once for all. */
const HOST_MAC = 'ee:ee:ee:ee:ee:ee';

export const calicoPlugin: CniPlugin = {
  kind: 'calico',

  add(io, request) {
    const { env, conf } = request;
    const args = loadArgs(env.CNI_ARGS, POD_ARGS);
    if (!args.ok) return fail(args.error);
    const namespace = args.value.get('K8S_POD_NAMESPACE') ?? '';
    const pod = args.value.get('K8S_POD_NAME') ?? '';
    const ipam = ipamConf(io, conf);
    if (!ipam.ok) return fail(ipam.error);
    const type = textAt(objectAt(ipam.value, 'ipam'), 'type');
    const given = askForAddress(io, type, ipam.value, io.api?.get('Pod', namespace, pod) ?? null);
    if (!given.ok) return given;
    const written = given.value?.ips[0]?.address.split('/')[0] ?? '';
    const address = parseCidr4(`${written}/32`);
    const made = address.ok
      ? attach(io, request, vethName(namespace, pod), address.value)
      : err('IPAM plugin returned missing IP config');
    if (!made.ok) {
      io.delegate(type, 'DEL', ipam.value);
      return fail(made.error);
    }
    // felix need not wait until the kubelet reports the address.
    io.api?.patch(
      { kind: 'Pod', namespace, name: pod, status: true },
      { metadata: { annotations: podAnnotations(env.CNI_CONTAINERID, `${written}/32`) } },
    );
    return ok(made.value);
  },

  del(io, { env, conf }) {
    const ipam = ipamConf(io, conf);
    if (ipam.ok) {
      const freed = io.delegate(textAt(objectAt(ipam.value, 'ipam'), 'type'), 'DEL', ipam.value);
      if (!freed.ok) return fail(errorText(freed.error));
    }
    const netns = env.CNI_NETNS === '' ? null : io.netns(env.CNI_NETNS);
    if (netns !== null && linkIn(io, netns, env.CNI_IFNAME) !== null) {
      act(io, netns, { kind: 'link.del', name: env.CNI_IFNAME }, `ip link delete ${env.CNI_IFNAME}`);
    }
    return ok(null);
  },

  /** All is always well: `cmdDummyCheck` of plugin.go. */
  check: () => ok(null),
};

/** An address from the IPAM plugin; the one that the pod's annotation names, if it names one. */
function askForAddress(io: CniIo, type: string, conf: JsonObject, pod: ApiObject | null): CniAnswer {
  const wanted = requestedAddress(pod?.metadata.annotations ?? {}, type);
  if (!wanted.ok) return fail(wanted.error);
  if (wanted.value === null) return io.delegate(type, 'ADD', conf);
  const given = io.delegate(type, 'ADD', conf, `IP=${formatIpv4(wanted.value)}`);
  return given.ok ? given : fail(`error getting IP from IPAM: ${errorText(given.error)}`);
}

/** By these the rest of Calico knows a pod's address. Source: libcalico-go/lib/backend/k8s/conversion/constants.go. */
export const POD_IP_ANNOTATION = 'cni.projectcalico.org/podIP';

function podAnnotations(containerId: string, cidr: string): Readonly<Record<string, string>> {
  return {
    'cni.projectcalico.org/containerID': containerId,
    [POD_IP_ANNOTATION]: cidr,
    'cni.projectcalico.org/podIPs': cidr,
  };
}

/** `"subnet": "usePodCidr"` stands for the range of the node, as Canal's configuration has it. */
function ipamConf(io: CniIo, conf: JsonObject): Result<JsonObject, string> {
  const ipam = objectAt(conf, 'ipam');
  if (textAt(ipam, 'type') !== 'host-local' || textAt(ipam, 'subnet').toLowerCase() !== 'usepodcidr') {
    return ok(conf);
  }
  const node = asKind(io.api?.get('Node', '', io.readFile(NODENAME_FILE) ?? '') ?? null, 'Node');
  const subnet = node?.spec.podCIDR;
  return subnet === undefined ? err('no podCidr for node') : ok({ ...conf, ipam: { ...ipam, subnet } });
}

function mtuOf(io: CniIo, conf: JsonObject): number {
  const { mtu } = conf;
  return typeof mtu === 'number' && mtu > 0 ? mtu : Number(io.readFile(MTU_FILE) ?? 1500);
}

function attach(
  io: CniIo,
  { env, conf }: CniRequest,
  host: string,
  address: Cidr4,
): Result<NonNullable<ReturnType<CniPlugin['add']> & { ok: true }>['value'], string> {
  const netns = io.netns(env.CNI_NETNS);
  if (netns === null) return err(noNetns(env.CNI_NETNS));
  const ifname = env.CNI_IFNAME;
  if (linkIn(io, io.host, host) !== null) {
    act(io, io.host, { kind: 'link.del', name: host }, `ip link delete ${host}`);
  }
  for (const step of steps(io, netns, { ifname, host, address, mtu: mtuOf(io, conf), conf })) {
    const error = act(io, step.where, step.op, step.words);
    if (error !== null) return err(`${step.failed()}: ${errnoText(error)}`);
  }
  const link = linkIn(io, netns, ifname);
  return ok({
    interfaces: [
      { name: host },
      { name: ifname, mac: link === null ? '' : macText(link), sandbox: env.CNI_NETNS },
    ],
    ips: [{ address: formatCidr4(address), interface: 1 }],
    routes: [],
    dns: {},
  });
}

interface Step {
  readonly where: NetnsId;
  readonly op: NetOp;
  readonly words: Words;
  /** What the plugin says when the kernel refuses. */
  readonly failed: () => string;
}

function* steps(
  io: CniIo,
  netns: NetnsId,
  at: {
    readonly ifname: string;
    readonly host: string;
    readonly address: Cidr4;
    readonly mtu: number;
    readonly conf: JsonObject;
  },
): Generator<Step> {
  const { ifname, host, address, mtu } = at;
  const root = netnsName(io, io.host);
  const mac = parseMac(HOST_MAC);
  const peer = { netns: root, name: host, mtu, ...(mac.ok ? { mac: mac.value } : {}) };
  yield {
    where: netns,
    op: { kind: 'link.add', name: ifname, mtu, spec: { kind: 'veth', peer } },
    words: () =>
      `ip link add ${ifname} mtu ${mtu} type veth peer name ${host} address ${HOST_MAC} netns ${root}`,
    failed: () => `error adding veth ${ifname}`,
  };
  for (const [key, value] of hostSysctls(host)) yield* sysctl(io.host, key, value);
  yield up(io.host, host);
  yield up(netns, ifname);
  for (const route of podRoutes(ifname)) {
    yield {
      where: netns,
      op: { kind: 'route.add', route },
      words: () => podRouteWords(route, ifname),
      failed: () => 'failed to add route inside the container',
    };
  }
  yield {
    where: netns,
    op: { kind: 'addr.add', dev: ifname, addr: address },
    words: () => `ip addr add ${formatCidr4(address)} dev ${ifname}`,
    failed: () => `failed to add IP addr to ${ifname}`,
  };
  const settings = objectAt(at.conf, 'container_settings');
  const allow = isJsonObject(settings) && settings['allow_ip_forwarding'] === true;
  for (const [key, value] of podSysctls(allow)) yield* sysctl(netns, key, value);
  yield {
    where: io.host,
    op: { kind: 'route.add', route: { dst: address, dev: host, scope: SCOPE_LINK } },
    words: () => `ip route add ${formatIpv4(address.addr)} dev ${host} scope link`,
    failed: () =>
      `error adding host side routes for interface: ${host}, error: route already exists for an interface other than '${host}'`,
  };
}

function podRouteWords({ dst, via, scope }: RouteSpec, ifname: string): string {
  const to = dst.len === 0 ? 'default' : formatIpv4(dst.addr);
  const by = via === undefined ? '' : ` via ${formatIpv4(via)}`;
  return `ip route add ${to}${by} dev ${ifname}${scope === SCOPE_LINK ? ' scope link' : ''}`;
}

function up(where: NetnsId, name: string): Step {
  return {
    where,
    op: { kind: 'link.set', name, set: { up: true } },
    words: () => `ip link set ${name} up`,
    failed: () => `failed to set ${name} up`,
  };
}

/** IPv6 is off in every lab. */
function* sysctl(where: NetnsId, key: string, value: string): Generator<Step> {
  if (key.startsWith('net.ipv6.')) return;
  yield {
    where,
    op: { kind: 'sysctl.set', key: key.replaceAll('.', '/'), value: Number(value) },
    words: () => `sysctl -w ${key}=${value}`,
    failed: () => 'error configuring sysctls',
  };
}
