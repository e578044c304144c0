/** Runs for tests of lessons: two pods on a bridge, a third address that nobody has, and what was typed. */
import * as v from 'valibot';
import type { CheckKind } from '../lesson/checks/check';
import { scopeOf } from '../lesson/judge';
import type { Step } from '../lesson/lesson';
import type { Scope } from '../lesson/packets';
import type { Session } from '../session';
import type { Message } from '../views/message';
import { openLab, type Typed } from './open-lab';

const pod = (name: string, end: string, address: string): string =>
  [
    `ip netns add ${name}`,
    `ip link add ${end} type veth peer name eth0 netns ${name}`,
    `ip link set ${end} master cni0`,
    `ip link set ${end} up`,
    `ip -n ${name} link set lo up`,
    `ip -n ${name} link set eth0 up`,
    `ip -n ${name} addr add ${address}/24 dev eth0`,
    `ip -n ${name} route add default via 10.244.1.1`,
  ]
    .map((line) => `        ${line}\n`)
    .join('');

/** pod-a 10.244.1.2 and pod-b 10.244.1.3 on cni0 of node-1, which forwards; its gateway address is 10.244.1.1. */
export const TWO_PODS = `apiVersion: packetwalk/v1
kind: Lab
metadata:
  name: two-pods
spec:
  title: { en: Two pods, zh-CN: Two pods }
  summary: { en: Two pods, zh-CN: Two pods }
  machines:
    - name: node-1
      role: node
      setup: |
        sysctl -w net.ipv4.ip_forward=1
        ip link add cni0 type bridge
        ip link set cni0 up
        ip addr add 10.244.1.1/24 dev cni0
${pod('pod-a', 'veth-a', '10.244.1.2')}${pod('pod-b', 'veth-b', '10.244.1.3')}
  sends:
    - name: ping-b
      title: { en: Ping b, zh-CN: Ping b }
      netns: pod-a
      run: ping -c 1 10.244.1.3
`;

export const PING_B: Typed = ['pod-a', 'ping -c 1 10.244.1.3'];
export const PING_NOBODY: Typed = ['pod-a', 'ping -c 1 10.244.1.99'];
export const PING_ABROAD: Typed = ['pod-a', 'ping -c 1 192.0.2.1'];

export function twoPods(typed: readonly Typed[] = []): Session {
  return openLab(TWO_PODS, typed);
}

/** A step that acts, so that only what was typed since it began counts. */
const ACTING: Step = {
  id: 'acting',
  title: [],
  view: {},
  parts: [{ kind: 'do', id: 'act', says: [], action: { kind: 'send', name: 'ping-b' } }],
};

/** Everything that was typed from the input number `since` on. */
export function runOf(typed: readonly Typed[], since = 0): Scope {
  return scopeOf(twoPods(typed), ACTING, since);
}

/** A check's answer: `fulfilled`, or the code and parameters of the reason. */
export function answerOf<S extends v.GenericSchema>(
  kind: CheckKind<S>,
  scope: Scope,
  args: unknown,
): 'fulfilled' | readonly [string, Message['params']] {
  const why = kind.run(scope, v.parse(kind.schema, args));
  return why === null ? 'fulfilled' : [why.key.replace('lesson.why.', ''), why.params];
}
