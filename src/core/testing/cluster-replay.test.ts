/**
 * Goal: same lab, same choices, same inputs, same bytes, in labs whose cluster builds itself as well: however one gets to
 * an instant, it is the same one. Method: sequences of kubectl, kubelet and packets by seed on the shipped labs, compared
 * by the hash of the World and by the records.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../base/canonical';
import type { Json } from '../base/json';
import type { Input } from '../model/input';
import { parseLab } from '../scenario';
import { decodeShared, encodeShared } from '../scenario/share';
import { Session } from '../session';
import type { Chosen } from '../session.types';
import { worldHash } from '../sim/hash';
import { podYaml } from './kubectl';

const SEED = 20_261_120;

const lab = (() => {
  const parsed = parseLab('pod-birth', readFileSync('scenarios/pod-birth/scenario.yaml', 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
})();

function open(choices: Chosen = {}, inputs: Session['inputs'] = []): Session {
  const session = Session.open(lab, { choices, inputs });
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

const typed = (netns: string, command: string, stdin?: string): Input =>
  stdin === undefined ? { kind: 'exec', netns, command } : { kind: 'exec', netns, command, stdin };

const NAMES = ['pod-b', 'pod-c'];
const name = fc.constantFrom(...NAMES);
const node = fc.constantFrom('node-1', 'node-2', 'node-3');
const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 3, arbitrary: name.map((pod) => typed('node-1', 'kubectl apply -f -', podYaml(pod))) },
  { weight: 2, arbitrary: name.map((pod) => typed('node-2', `kubectl delete pod ${pod}`)) },
  name.map((pod) => typed('node-1', `kubectl delete pod ${pod} --force`)),
  node.map((one) => typed('node-1', `kubectl drain ${one} --ignore-daemonsets --force`)),
  node.map((one) => typed('node-1', `kubectl uncordon ${one}`)),
  node.map((one) => typed(one, 'systemctl stop kubelet')),
  { weight: 2, arbitrary: node.map((one) => typed(one, 'systemctl start kubelet')) },
  fc.constantFrom<Input>(
    typed('node-1', 'kubectl delete node node-3'),
    typed('node-1', 'kubectl create deployment web --image=nginx --replicas=3'),
    typed('node-1', 'kubectl scale deployment web --replicas=1'),
    typed('node-1', 'kubectl get pods -A -o yaml'),
    typed('pod-a', 'ping -c 1 10.244.2.2'),
    { kind: 'send', name: 'ping-pod' },
    { kind: 'wait', seconds: 12 },
  ),
);
const story = fc.array(input, { minLength: 1, maxLength: 6 });
const backend = fc
  .constantFrom('vxlan', 'host-gw', 'udp', 'wireguard')
  .map((one): Chosen => ({ backend: one }));

function records(session: Session): string {
  return hashOf(
    Array.from({ length: session.length }, (_, seq) => {
      const { before: _b, after: _a, ...rest } = session.trace.record(seq);
      return rest as unknown as Json;
    }),
  );
}

function told(choices: Chosen, inputs: readonly Input[]): Session {
  const session = open(choices);
  for (const one of inputs) session.input(one);
  return session;
}

describe('a cluster', () => {
  const assert = (property: fc.IProperty<[Chosen, Input[]]>, numRuns: number): void => {
    fc.assert(property, { seed: SEED, numRuns });
  };

  test('is the same when it is opened again with the same inputs, by way of its address too', () => {
    assert(
      fc.property(backend, story, (choices, inputs) => {
        const first = told(choices, inputs);
        const shared = encodeShared({
          lab: 'pod-birth',
          choices: first.choices,
          inputs: first.inputs,
          cursor: null,
        });
        const state = decodeShared(`pod-birth?${shared}`);
        if (!state.ok) throw new Error(JSON.stringify(state.error));
        const again = Session.open(lab, { inputs: state.value.inputs, choices: state.value.choices ?? {} });
        if (!again.ok) throw new Error(JSON.stringify(again.error));
        expect(worldHash(again.value.world)).toBe(worldHash(first.world));
        expect(records(again.value)).toBe(records(first));
      }),
      12,
    );
  });

  test('is the same after its last inputs were taken back and made again', () => {
    assert(
      fc.property(backend, story, (choices, inputs) => {
        const session = told(choices, inputs);
        const end = [worldHash(session.world), records(session)];
        session.cut(Math.floor(inputs.length / 2));
        for (const one of inputs.slice(Math.floor(inputs.length / 2))) session.input(one);
        expect([worldHash(session.world), records(session)]).toEqual(end);
      }),
      12,
    );
  });

  test('can be looked at anywhere, its set-up included, in any order, and explained, without a trace of it', () => {
    assert(
      fc.property(backend, story, (choices, inputs) => {
        const session = told(choices, inputs);
        const end = worldHash(session.world);
        const step = Math.max(1, Math.floor(session.length / 17));
        const seqs = Array.from({ length: Math.ceil(session.length / step) }, (_, i) => i * step);
        const there = seqs.map((seq) => worldHash(session.worldAt(seq)));
        const other = told(choices, inputs);
        const back = [...seqs].reverse().map((seq) => worldHash(other.worldAt(seq)));
        expect(back.reverse()).toEqual(there);
        for (const seq of seqs)
          expect(session.explain(seq)).toMatchObject({ seq, kind: session.trace.record(seq).kind });
        expect(worldHash(session.worldAt(session.length - 1))).toBe(
          worldHash(other.worldAt(other.length - 1)),
        );
        expect(worldHash(session.world)).toBe(end);
      }),
      8,
    );
  });

  test('has its tables at the end of a record walk as the live World has them', () => {
    const session = told({}, [
      typed('node-1', 'kubectl apply -f -', podYaml('pod-b')),
      typed('node-1', 'kubectl delete pod pod-b'),
    ]);
    const last = session.worldAt(session.length - 1);
    expect(last.cluster?.objects.entries).toEqual(session.world.cluster?.objects.entries);
    expect(last.netns.map((ns) => ns?.links.map((link) => link?.name))).toEqual(
      session.world.netns.map((ns) => ns?.links.map((link) => link?.name)),
    );
  });
});
