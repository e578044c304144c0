/**
 * bandwidth: a token bucket on the host's end of the pod's cable for what goes to the pod, another on an ifb device for
 * what comes from it. Source: containernetworking/plugins v1.9.1 plugins/meta/bandwidth.
 */
import type { JsonObject } from '../../base/json';
import { objectAt, textAt } from '../../base/json';
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin, CniRequest } from '../../cluster/cni/plugin';
import type { CniResult } from '../../cluster/cni/result';
import type { Link } from '../../model/link';
import type { TbfQdisc } from '../../model/qdisc';
import { act, errnoText, linkIn, macText, noNetns } from './common/link';
import { ifbName } from './common/names';

/** How long a packet may wait, seconds. */
const LATENCY_SEC = 0.025;
const US_PER_SEC = 1_000_000;
/** The kernel counts the size of a bucket in ticks of 64 ns. */
const TICKS_PER_US = 15.625;
/** Bursts are told in 32 bits, in bytes. */
const BURST_BYTES_MAX = 2 ** 32 - 1;

export const bandwidth: CniPlugin = {
  kind: 'bandwidth',
  oldestVersion: '0.3.0',
  withoutEffect: true,

  add(io, request): CniAnswer {
    const { env, conf, prevResult } = request;
    const limits = readLimits(conf);
    if (typeof limits === 'string') return fail(limits);
    if (limits === null)
      return prevResult === null ? fail('must be called as chained plugin') : ok(prevResult);
    if (prevResult === null) return fail('must be called as chained plugin');
    const host = hostEnd(io, request, prevResult);
    if (!host.ok) return fail(host.error);
    const { name, mtu } = host.value;
    if (limits.ingress !== null) {
      const fault = addBucket(io, name, limits.ingress);
      if (fault !== null) return fail(fault);
    }
    if (limits.egress === null) return ok(prevResult);
    const ifb = ifbName(textAt(conf, 'name'), env.CNI_CONTAINERID);
    const fault =
      makeIfb(io, ifb, mtu) ?? redirect(io, name, ifb) ?? addBucket(io, ifb, limits.egress, 'ifb');
    const device = linkIn(io, io.host, ifb);
    if (fault !== null || device === null) return fail(fault ?? 'Link not found');
    return ok({ ...prevResult, interfaces: [...prevResult.interfaces, { name: ifb, mac: macText(device) }] });
  },

  /** The buckets on the cable go with it. */
  del(io, { env, conf }): CniAnswer {
    const limits = readLimits(conf);
    if (typeof limits === 'string') return fail(limits);
    const ifb = ifbName(textAt(conf, 'name'), env.CNI_CONTAINERID);
    if (linkIn(io, io.host, ifb) === null) return ok(null);
    const error = act(io, io.host, { kind: 'link.del', name: ifb }, `ip link delete ${ifb}`);
    return error === null ? ok(null) : fail(`failed to delete ${JSON.stringify(ifb)}: ${errnoText(error)}`);
  },

  check(io, request): CniAnswer {
    const { env, conf, prevResult } = request;
    const limits = readLimits(conf);
    if (typeof limits === 'string') return fail(limits);
    if (prevResult === null) return fail('must be called as a chained plugin');
    const host = hostEnd(io, request, prevResult);
    if (!host.ok) return fail(host.error);
    const ingress = limits?.ingress ?? null;
    const egress = limits?.egress ?? null;
    const first = ingress === null ? null : bucketFault(host.value, ingress);
    if (first !== null || egress === null) return first === null ? ok(null) : fail(first);
    const ifb = linkIn(io, io.host, ifbName(textAt(conf, 'name'), env.CNI_CONTAINERID));
    if (ifb === null) return fail('get ifb device: Link not found');
    const second = bucketFault(ifb, egress);
    return second === null ? ok(null) : fail(second);
  },
};

interface Limit {
  /** Bits a second, and bits. */
  readonly rate: number;
  readonly burst: number;
}

interface Limits {
  readonly ingress: Limit | null;
  readonly egress: Limit | null;
}

/** Null when there are none; what is said in the configuration itself wins. The text is what is wrong. */
function readLimits(conf: JsonObject): Limits | null | string {
  const keys = ['ingressRate', 'ingressBurst', 'egressRate', 'egressBurst'];
  const source = keys.some((key) => conf[key] !== undefined)
    ? conf
    : objectAt(objectAt(conf, 'runtimeConfig'), 'bandwidth');
  const limits: Record<'ingress' | 'egress', Limit | null> = { ingress: null, egress: null };
  for (const way of ['ingress', 'egress'] as const) {
    const [rate = 0, burst = 0] = [`${way}Rate`, `${way}Burst`].map((key) => {
      const value = source[key];
      return typeof value === 'number' ? value : 0;
    });
    const negative = [rate, burst].find((value) => value < 0);
    if (negative !== undefined) {
      return `failed to parse network configuration: json: cannot unmarshal number ${negative} into Go struct field PluginConf.${way}Rate of type uint64`;
    }
    if (burst === 0 && rate !== 0) return 'if rate is set, burst must also be set';
    if (rate === 0 && burst !== 0) return 'if burst is set, rate must also be set';
    if (Math.floor(burst / 8) >= BURST_BYTES_MAX) return 'burst cannot be more than 4GB';
    if (rate > 0) limits[way] = { rate, burst };
  }
  return limits.ingress === null && limits.egress === null ? null : limits;
}

/** The other end of the pod's cable, which must be among the interfaces of the result. Source: getHostInterface. */
function hostEnd(io: CniIo, { env }: CniRequest, { interfaces }: CniResult): Result<Link, string> {
  const netns = io.netns(env.CNI_NETNS);
  if (netns === null) return err(noNetns(env.CNI_NETNS));
  if (interfaces.length === 0) return err('no interfaces provided');
  const link = linkIn(io, netns, env.CNI_IFNAME);
  const peer = link?.kind === 'veth' ? link.peer : null;
  if (peer === null) return err(`container interface ${env.CNI_IFNAME} has no veth peer: <nil>`);
  const host = peer.netns === io.host ? io.ctx.world.netns[io.host]?.links[peer.ifindex] : undefined;
  if (host === undefined) return err(`veth peer with index ${peer.ifindex} is not in host ns`);
  const known = interfaces.some(({ name, sandbox }) => (sandbox ?? '') === '' && name === host.name);
  return known ? ok(host) : err('no veth peer of container interface found in host ns');
}

/** The numbers of the kernel. Source: ifb_creator.go createTBF, buffer, limit. */
function bucketOf({ rate, burst }: Limit): Omit<TbfQdisc, 'handle' | 'kind'> {
  const bytesPerSec = Math.floor(rate / 8);
  const burstBytes = Math.floor(burst / 8);
  return {
    rate: bytesPerSec,
    bufferTicks: Math.floor(Math.floor((burstBytes * US_PER_SEC) / bytesPerSec) * TICKS_PER_US),
    limit: Math.floor(bytesPerSec * LATENCY_SEC) + burstBytes,
  };
}

function addBucket(io: CniIo, dev: string, limit: Limit, where: 'ifb' | null = null): string | null {
  const words = `tc qdisc add dev ${dev} root handle 1: tbf rate ${limit.rate}bit burst ${Math.floor(limit.burst / 8)} latency 25ms`;
  const error = act(
    io,
    io.host,
    { kind: 'qdisc.add', dev, qdisc: { kind: 'tbf', handle: 1, ...bucketOf(limit) } },
    words,
  );
  if (error === null) return null;
  return `${where === null ? '' : 'create ifb qdisc: '}create qdisc: ${errnoText(error)}`;
}

function makeIfb(io: CniIo, name: string, mtu: number): string | null {
  const error = act(
    io,
    io.host,
    { kind: 'link.add', name, mtu, txQueueLen: 0, spec: { kind: 'ifb' } },
    `ip link add ${name} mtu ${mtu} txqueuelen 0 up type ifb`,
  );
  if (error !== null) return `adding link: ${errnoText(error)}`;
  act(io, io.host, { kind: 'link.set', name, set: { up: true } }, `ip link set ${name} up`);
  return null;
}

/** The library tells the redirection twice: in the filter itself, which takes the packet, and as an action beside it. */
function redirect(io: CniIo, dev: string, to: string): string | null {
  const qdisc = act(
    io,
    io.host,
    { kind: 'qdisc.add', dev, qdisc: { kind: 'ingress' } },
    `tc qdisc add dev ${dev} handle ffff: ingress`,
  );
  if (qdisc !== null) return `create ingress qdisc: ${errnoText(qdisc)}`;
  const filter = act(
    io,
    io.host,
    {
      kind: 'filter.add',
      dev,
      pref: 1,
      flowid: '1:1',
      actions: [
        { to, control: 'stolen' },
        { to, control: 'pass' },
      ],
    },
    `tc filter add dev ${dev} parent ffff: protocol all prio 1 u32 match u32 0 0 flowid 1:1 action mirred egress redirect dev ${to}`,
  );
  return filter === null ? null : `add filter: ${errnoText(filter)}`;
}

function bucketFault({ tc }: Link, limit: Limit): string | null {
  const wanted = bucketOf(limit);
  if (tc.root === null) return 'Failed to find qdisc';
  if (tc.root.rate !== wanted.rate) return "Rate doesn't match";
  if (tc.root.limit !== wanted.limit) return "Limit doesn't match";
  return tc.root.bufferTicks === wanted.bufferTicks ? null : "Buffer doesn't match";
}
