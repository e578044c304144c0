/**
 * Cases of golden/networkpolicy: the cluster is built with Calico, the policies are given to its API server, and each
 * probe is a packet that felix's chains let pass or not. What decides is that the other end answers: it refuses the
 * connection when nobody serves the port, and says nothing when the packet never came.
 */
import {
  createObject,
  deleteObject,
  getObject,
  patchObject,
  updateObject,
} from '../../../core/cluster/apiserver';
import type { JsonObject as CoreObject } from '../../../core/base/json';
import { netnsByName } from '../../../core/kernel/netns';
import { podNetnsName } from '../../../core/model/cluster';
import { runCommand } from '../../../core/shell';
import { forkWorld } from '../../../core/sim/checkpoint';
import { Simulation } from '../../../core/simulator';
import { need } from '../../../core/base/assert';
import { addr } from '../compare';
import type { JsonObject } from '../json';
import { isList, member, objectsOf, stable, textOf } from '../json';
import type { Played } from '../played';
import { AnswerTap } from './answer';
import type { GoldenCluster, GoldenPod, Probe } from './case';
import { needsAdminPolicies, portNumber, readCluster, readPod, readProbes } from './case';
import {
  accepted,
  addNamespace,
  createPods,
  labelsOf,
  OUTSIDE,
  podName,
  policyLab,
  settle,
  type,
  UPLINK,
  type PolicyLab,
} from './lab';

const PROTOCOLS: Readonly<Record<string, { readonly number: number; readonly command: string }>> = {
  TCP: { number: 6, command: 'ncat -z -w 1' },
  UDP: { number: 17, command: 'ncat -u -w 1' },
  SCTP: { number: 132, command: 'ncat --sctp -z -w 1' },
};
/** An answer is there long before a sender tries again. */
const PATIENCE_NS = 500_000_000;

export function policyCase(golden: JsonObject): Played {
  if (needsAdminPolicies(golden)) return { unknown: 'policies of an administrator' };
  return { difference: new Play(golden).differences().next().value ?? null };
}

class Play {
  private readonly golden: JsonObject;
  private readonly lab: PolicyLab;
  private pods: readonly GoldenPod[];

  constructor(golden: JsonObject) {
    this.golden = golden;
    const cluster = readCluster(member(golden, 'cluster'));
    this.pods = cluster.pods;
    const outside = outsideOf(golden, cluster);
    this.lab = forkOf(builtLab(stable([member(golden, 'cluster'), outside]), cluster, outside));
  }

  private get simulation(): Simulation {
    return this.lab.simulation;
  }

  private get kubectl() {
    return this.simulation.caller(this.lab.nodes[0]?.name ?? '', 'kubectl');
  }

  /** In the order of the case; whoever asks for the first one only plays no further. */
  *differences(): Generator<string, undefined> {
    for (const policy of objectsOf(this.golden['policies'])) this.apply(policy);
    settle(this.simulation);
    yield* this.probesOf(this.golden, 'at the start');
    let number = 0;
    for (const step of objectsOf(this.golden['steps'])) {
      this.change(step);
      settle(this.simulation);
      yield* this.probesOf(step, `step ${String((number += 1))}`);
    }
  }

  private *probesOf(at: JsonObject, when: string): Generator<string, undefined> {
    for (const probe of readProbes(at['probes'])) {
      // An answer is the reply: it came through to whoever asked.
      const got = this.isAnswered(probe.replyTo ?? probe) ? 'allowed' : 'blocked';
      if (got !== probe.expected) {
        const asked = `${probe.from} to ${probe.to} ${probe.protocol} ${String(probe.port)}`;
        yield `${when}: ${asked}: expected ${probe.expected}, got ${got}`;
      }
    }
  }

  /** In the order the format fixes. */
  private change(step: JsonObject): void {
    for (const policy of objectsOf(step['apply'])) this.apply(policy);
    for (const policy of objectsOf(step['delete']).map(policyNameOf)) this.remove('NetworkPolicy', policy);
    for (const namespace of objectsOf(step['createNamespaces'])) {
      addNamespace(this.simulation.ctx, this.kubectl, namespace);
    }
    for (const one of objectsOf(step['setNamespaceLabels'])) {
      this.relabel('Namespace', '', textOf(one, 'name'), labelsOf(one));
    }
    const created = objectsOf(step['createPods']).map(readPod);
    createPods(this.lab, created);
    this.pods = [...this.pods, ...created];
    for (const one of objectsOf(step['setPodLabels'])) {
      const { namespace, name } = nameOf(one);
      this.relabel('Pod', namespace, name, labelsOf(one));
    }
    for (const pod of objectsOf(step['deletePods']).map(nameOf)) {
      this.remove('Pod', pod);
      this.pods = this.pods.filter((one) => podName(one) !== `${pod.namespace}/${pod.name}`);
    }
    const namespaces = step['deleteNamespaces'];
    for (const name of isList(namespaces) ? namespaces.map(String) : []) {
      accepted(deleteObject(this.kubectl, { kind: 'Namespace', namespace: '', name }));
      this.pods = this.pods.filter(({ namespace }) => namespace !== name);
    }
  }

  private apply(policy: JsonObject): void {
    const { namespace, name } = policyNameOf(member(policy, 'metadata'));
    const there = getObject(this.simulation.ctx, 'NetworkPolicy', namespace, name);
    const manifest = { ...policy, metadata: { namespace, name } } as CoreObject;
    accepted(
      there === null
        ? createObject(this.kubectl, manifest, namespace)
        : updateObject(this.kubectl, manifest, namespace),
    );
  }

  private remove(kind: string, at: { readonly namespace: string; readonly name: string }): void {
    accepted(deleteObject(this.kubectl, { kind, ...at }));
  }

  /** All labels are replaced. */
  private relabel(kind: string, namespace: string, name: string, labels: CoreObject): void {
    const object = need(getObject(this.simulation.ctx, kind, namespace, name), `${kind} ${name}`);
    const gone = Object.keys(object.metadata.labels ?? {}).map((key) => [key, null] as const);
    const patch = { metadata: { labels: { ...Object.fromEntries(gone), ...labels } } };
    accepted(patchObject(this.kubectl, { kind, namespace, name }, patch));
  }

  private isAnswered(probe: Probe): boolean {
    const port = portNumber(probe, this.podOf(probe.to));
    // A name that the pod has no port for: there is nowhere to send to.
    if (port === null) return false;
    const simulation = forked(this.simulation);
    const [netns, to] = [this.netnsOf(probe.from), this.addressOf(probe.to)];
    if (netns === OUTSIDE)
      type(simulation, OUTSIDE, `ip route replace default via ${UPLINK.router} src ${probe.from}`);
    const { number, command } = need(PROTOCOLS[probe.protocol] ?? null, probe.protocol);
    const tap = new AnswerTap(need(netnsByName(simulation.world, netns), netns), addr(to), number, port);
    simulation.engine.trace = tap;
    const untilNs = simulation.world.nowNs + PATIENCE_NS;
    runCommand(simulation.shell, netns, `${command} ${to} ${String(port)}`, 'probe\n');
    while (!tap.answered && (simulation.engine.nextAtNs ?? Infinity) <= untilNs) simulation.engine.step();
    return tap.answered;
  }

  private podOf(name: string): GoldenPod | undefined {
    return this.pods.find((pod) => podName(pod) === name);
  }

  private addressOf(end: string): string {
    return this.podOf(end)?.ip ?? end;
  }

  private netnsOf(end: string): string {
    const pod = this.podOf(end);
    const ip = this.addressOf(end);
    if (pod === undefined || pod.hostNetwork) {
      return this.lab.nodes.find((node) => node.ip === ip)?.name ?? OUTSIDE;
    }
    return podNetnsName({ metadata: { namespace: pod.namespace, name: pod.name } as never });
  }
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

function nameOf(object: JsonObject): Named {
  return { namespace: textOf(object, 'namespace') || 'default', name: textOf(object, 'name') };
}
/** Some tools take names that no API server takes; which one it is decides nothing. */
function policyNameOf(object: JsonObject): Named {
  const { namespace, name } = nameOf(object);
  return { namespace, name: name.toLowerCase().replaceAll('_', '-') };
}

/** Addresses of probes that are no pod's and no node's. */
function outsideOf(golden: JsonObject, { nodes }: GoldenCluster): readonly string[] {
  const all = [golden, ...objectsOf(golden['steps'])].flatMap((at) => readProbes(at['probes']));
  const known = new Set(nodes.map(({ ip }) => ip));
  const ends = all.flatMap(({ from, to }) => [from, to]);
  return [...new Set(ends.filter((end) => !end.includes('/') && !known.has(end)))].sort();
}

/** The last cluster that was built: many cases have the same one. */
let last: { readonly key: string; readonly lab: PolicyLab } | null = null;

function builtLab(key: string, cluster: GoldenCluster, outside: readonly string[]): PolicyLab {
  if (last?.key !== key) last = { key, lab: policyLab(cluster, outside) };
  return last.lab;
}

function forkOf(lab: PolicyLab): PolicyLab {
  return { ...lab, simulation: forked(lab.simulation) };
}

let generations = 1_000_000;

/** A simulation that goes its own way from here. */
function forked({ world }: Simulation): Simulation {
  generations += 1;
  return new Simulation(forkWorld(world, generations));
}
