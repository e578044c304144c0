/** Goal: policies can be taken away and brought back as they were, and it is known where nobody minds them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Input } from '../model/input';
import { parseLab } from '../scenario';
import { Session } from '../session';

function opened(id: string): Session {
  const lab = parseLab(id, readFileSync(`scenarios/${id}/scenario.yaml`, 'utf8'));
  const session = lab.ok ? Session.open(lab.value) : lab;
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

const kubectl = (words: string, stdin?: string): Input => {
  return { kind: 'exec', netns: 'node-1', command: `kubectl ${words}`, ...(stdin ? { stdin } : {}) };
};
const now = (session: Session) => session.query('policies', { seq: session.length - 1 });
const states = (session: Session) => now(session)?.rows.map(({ name, on }) => `${name} ${on ? 'on' : 'off'}`);

describe('a lab with policies', () => {
  test('lists them in kubectl’s words, with whom they are about', () => {
    const view = now(opened('calico-policy'));
    expect(view?.rows.map(({ name, selector, directions }) => [name, selector, ...directions])).toEqual([
      ['allow-web', 'app=web', 'Ingress'],
      ['db-from-web', 'app=db', 'Ingress', 'Egress'],
    ]);
    expect([view?.network, view?.idleOn]).toEqual(['calico', []]);
  });

  test('one that was deleted is still listed, and its manifest makes the same again', () => {
    const session = opened('calico-policy');
    const spec = () =>
      session.query('object', { seq: session.length - 1, key: 'NetworkPolicy/default/allow-web' })?.object
        .spec;
    const before = spec();
    session.input(kubectl('delete networkpolicy allow-web'));
    expect(states(session)).toEqual(['allow-web off', 'db-from-web on']);
    expect(spec()).toBeUndefined();
    session.input(kubectl('apply -f -', now(session)?.rows[0]?.manifest));
    expect(states(session)).toEqual(['allow-web on', 'db-from-web on']);
    expect(spec()).toEqual(before);
  });

  test('an instant before a policy knows nothing of it', () => {
    const session = opened('calico-policy');
    const added = (name: string): number => {
      for (let seq = 0; seq < session.length; seq += 1) {
        const record = session.trace.record(seq);
        if (record.kind === 'api.change' && record.detail.key === `NetworkPolicy/default/${name}`) return seq;
      }
      return -1;
    };
    const names = (seq: number) => session.query('policies', { seq })?.rows.map(({ name }) => name);
    expect(names(added('allow-web') - 1)).toEqual([]);
    expect(names(added('db-from-web') - 1)).toEqual(['allow-web']);
  });

  test('one made by other means than apply comes back as well, without what only the API server gives', () => {
    const session = opened('calico-policy');
    const spec = {
      podSelector: {
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['a', 'b'] },
          { key: 'x', operator: 'DoesNotExist' },
        ],
      },
    };
    const made = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'own' },
      spec,
    };
    session.input(kubectl('create -f -', JSON.stringify(made)));
    const own = () => now(session)?.rows.find(({ name }) => name === 'own');
    expect(own()?.selector).toBe('!x,tier in (a,b)');
    session.input(kubectl('delete networkpolicy own'));
    session.input(kubectl('apply -f -', own()?.manifest));
    expect(own()?.on).toBe(true);
  });
});

test('where calico-node is stopped its rules stay as they were', () => {
  const session = opened('calico-policy');
  const ping = (): string => {
    session.input({ kind: 'send', name: 'stranger-web' });
    const { inputs } = session.query('outputs', { seq: session.length - 1, from: session.inputs.length - 1 });
    return (inputs[0]?.lines ?? []).map(({ text }) => text).join(' ');
  };
  const before = ping();
  session.input({ kind: 'exec', netns: 'node-2', command: 'systemctl stop calico-node' });
  expect([now(session)?.idleOn, now(session)?.stoppedOn]).toEqual([[], ['node-2']]);
  // Nobody hears of it there, and the stranger is still kept out.
  session.input(kubectl('delete networkpolicy allow-web'));
  expect(ping()).toBe(before);
  session.input({ kind: 'exec', netns: 'node-2', command: 'systemctl start calico-node' });
  expect(now(session)?.stoppedOn).toEqual([]);
  expect(ping()).not.toBe(before);
});

test('with flannel alone nobody enforces one that is applied by hand', () => {
  const session = opened('flannel-vxlan');
  const deny = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny' },
    spec: { podSelector: {} },
  };
  session.input(kubectl('apply -f -', JSON.stringify(deny)));
  expect(now(session)).toMatchObject({
    network: 'flannel',
    rows: [{ name: 'deny', on: true, selector: '<none>' }],
    idleOn: ['node-1', 'node-2'],
  });
});

test('a lab without a cluster has none', () => expect(now(opened('docker0'))).toBeNull());
