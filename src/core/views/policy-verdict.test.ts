/** Goal: who is kept out by a policy is told by whose, whatever the policies are and however felix groups them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseLab } from '../scenario';
import { Session } from '../session';

function opened(id: string): Session {
  const lab = parseLab(id, readFileSync(`scenarios/${id}/scenario.yaml`, 'utf8'));
  const session = lab.ok ? Session.open(lab.value) : lab;
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

/** Applies NetworkPolicies by name, with these specs. */
function apply(session: Session, specs: Readonly<Record<string, object>>): void {
  const stdin = Object.entries(specs)
    .map(([name, spec]) =>
      JSON.stringify({
        ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
        metadata: { name, namespace: 'default' },
        spec,
      }),
    )
    .join('\n---\n');
  session.input({ kind: 'exec', netns: 'node-1', command: 'kubectl apply -f -', stdin });
}

/** The first drop of what follows an input. */
function dropOf(session: Session, input: Parameters<Session['input']>[0]) {
  const before = session.length;
  session.input(input);
  const seq = session.query('timeline', {}).jumps.drop.find((at) => at >= before);
  return seq === undefined ? null : session.query('instant', { seq, grain: 'hop' });
}

describe('a packet to a pod that policies select', () => {
  test('is dropped by the one that does not let it in', () => {
    const instant = dropOf(opened('calico-policy'), { kind: 'send', name: 'stranger-web' });
    expect(instant?.drop).toMatchObject({ reason: 'NETFILTER_DROP', policies: ['default/allow-web'] });
    expect(instant?.narration).toMatchObject({
      key: 'narrate.policyVerdict.ingress',
      params: { netns: 'node-2', hook: 'FORWARD', policies: 'NetworkPolicy default/allow-web', count: 1 },
    });
    expect(instant?.narration.params['chain']).toMatch(/^cali-tw-cali/);
    expect(instant?.narration.params['pod']).toMatch(/web/);
  });

  test('is named as well where felix answers instead of dropping silently', () => {
    const session = opened('calico-policy');
    const stdin = JSON.stringify({
      ...{ apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name: 'default' } },
      spec: { iptablesFilterDenyAction: 'Reject' },
    });
    session.input({ kind: 'exec', netns: 'node-1', command: 'kubectl apply -f -', stdin });
    const instant = dropOf(session, { kind: 'send', name: 'stranger-web' });
    expect(instant?.drop).toMatchObject({ reason: 'NETFILTER_DROP', policies: ['default/allow-web'] });
    expect(instant?.narration.key).toBe('narrate.nfRule.reject');
  });

  test('by several, also where felix keeps them in a group, and one of them has no rules', () => {
    const session = opened('calico-policy');
    const podSelector = { matchLabels: { app: 'web' } };
    apply(session, { 'deny-a': { podSelector }, 'deny-b': { podSelector, policyTypes: ['Ingress'] } });
    const instant = dropOf(session, { kind: 'send', name: 'stranger-web' });
    expect([...(instant?.drop?.policies ?? [])].sort()).toEqual([
      'default/allow-web',
      'default/deny-a',
      'default/deny-b',
    ]);
    expect(instant?.narration.params['count']).toBe(3);
  });
});

test('what a pod may not send is dropped on its own node, by the policy of its egress', () => {
  const session = opened('calico-policy');
  apply(session, { silent: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] } });
  const web = session
    .query('objects', { seq: session.length - 1 })
    .rows.find(({ kind, name }) => kind === 'Pod' && name === 'web');
  const instant = dropOf(session, { kind: 'exec', netns: 'web', command: 'ping -c 1 -W 1 10.255.0.1' });
  expect(web).toBeDefined();
  expect(instant?.narration).toMatchObject({
    key: 'narrate.policyVerdict.egress',
    params: { netns: 'node-2', policies: 'NetworkPolicy default/silent', pod: 'web', count: 1 },
  });
});

test('a rule that somebody typed has no policy behind it', () => {
  const session = opened('calico-policy');
  const rules = [
    'iptables -I FORWARD -p icmp -j DROP',
    'iptables -N cali-tw-mine',
    'iptables -A cali-tw-mine -p tcp -m comment --comment "End of tier x. Drop if no policies passed packet" -j DROP',
    'iptables -I FORWARD -p tcp -j cali-tw-mine',
  ];
  for (const command of rules) session.input({ kind: 'exec', netns: 'node-2', command });
  const instant = dropOf(session, { kind: 'send', name: 'client-web' });
  expect(instant?.drop).toMatchObject({ reason: 'NETFILTER_DROP', policies: [] });
  expect(instant?.narration.key).toBe('narrate.nfRule.drop');
});
