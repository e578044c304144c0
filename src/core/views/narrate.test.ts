import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import en from '../../i18n/en/trace';
import { openLab, type Typed } from '../testing/open-lab';
import type { Session } from '../session';
import type { Message } from './message';
import { messageParams } from './message-keys';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');

/** The English sentence, as the page would show it. */
function english({ key, params }: Message): string {
  const plural = params.count === 1 ? 'one' : 'other';
  let text: unknown = en;
  for (const part of key.split('.')) {
    const group = text as Readonly<Record<string, unknown>>;
    text = group[part] ?? group[`${part}_${plural}`];
  }
  return String(text).replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => String(params[name]));
}

/** Everything that can be said about a run. */
function messages(session: Session): Message[] {
  const { start, length } = session.query('timeline', {});
  return Array.from({ length: length - start }, (_, i) => {
    const { narration, decisions, packetView, journey } = session.query('instant', {
      seq: start + i,
      grain: 'decision',
    });
    const evidence = decisions.flatMap(({ title, sentence, table, rows }) => [
      title,
      sentence,
      ...(table?.columns ?? []),
      ...rows.flatMap(({ reason }) => reason ?? []),
    ]);
    return [narration, ...evidence, packetView?.title ?? [], journey?.title ?? []].flat();
  }).flat();
}

const RUNS: readonly (readonly [string, readonly Typed[]])[] = [
  ['a ping that arrives', [['pod-a', 'ping -c 2 10.244.2.2']]],
  ['a ping to nobody', [['pod-a', 'ping -c 1 10.244.1.77']]],
  ['a ping with too small a TTL', [['pod-a', 'ping -c 1 -t 1 10.244.2.2']]],
  ['a ping to oneself', [['pod-a', 'ping -c 1 10.244.1.2']]],
  [
    'a ping without a route',
    [
      ['node-1', 'ip route del 10.244.2.0/24'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ],
  ],
  [
    'a ping into a black hole',
    [
      ['node-1', 'ip route replace blackhole 10.244.2.0/24'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ],
  ],
  [
    'a node that does not forward',
    [
      ['node-1', 'sysctl -w net.ipv4.ip_forward=0'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ],
  ],
  [
    'a command that is refused',
    [['node-1', 'ip route add 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink']],
  ],
];

describe.each(RUNS)('the sentences about %s', (_name, typed) => {
  const said = messages(openLab(FLANNEL, typed));

  test('have a text and every parameter the text asks for', () => {
    const params: Readonly<Record<string, readonly string[]>> = messageParams;
    for (const message of said) {
      expect(params[message.key]).toBeDefined();
      expect(Object.keys(message.params)).toEqual(expect.arrayContaining([...(params[message.key] ?? [])]));
      expect(english(message)).not.toMatch(/undefined|null|NaN|\{\{|if\d+\b|#\d/);
    }
  });
});

/** Sentences of the present records, in order. */
function story(typed: readonly Typed[]): string[] {
  const session = openLab(FLANNEL, typed);
  const { steps } = session.query('timeline', {});
  return steps.decision.map((seq) => english(session.query('instant', { seq, grain: 'decision' }).narration));
}

describe('the story of a ping', () => {
  test('tells that the packet waits, who asks, who answers', () => {
    const told = story([['pod-a', 'ping -c 1 10.244.2.2']]);
    const order = [
      'pod-a does not know the MAC address of 10.244.1.1 yet. The packet waits at eth0 while ARP asks for it.',
      'pod-a asks everybody on eth0: who has 10.244.1.1? Tell 10.244.1.2. (Attempt 1 of 3.)',
      '10.244.1.2 asks for 10.244.1.1. That is an address of node-1, so it answers with the MAC address of cni0.',
      '10.244.1.1 answered: its MAC address is 0a:58:0a:f4:01:01. The entry becomes REACHABLE and the packet that waited can leave pod-a.',
    ].map((sentence) => told.indexOf(sentence));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('tells what the tunnel adds: IPv4, UDP and VXLAN are 36 bytes, with Ethernet 50', () => {
    expect(story([['pod-a', 'ping -c 1 10.244.2.2']])).toContain(
      'flannel.1 wraps the whole frame in a UDP packet from 192.168.56.11 to 192.168.56.12, port 8472, VNI 1: 36 bytes, and 14 more with the outer Ethernet header: 50 in all.',
    );
  });

  test('says of a used-up TTL what the drop reason alone does not', () => {
    expect(story([['pod-a', 'ping -c 1 -t 1 10.244.2.2']])).toContain(
      'The TTL is 1: node-1 may not forward the packet any further, or it might circle for ever.',
    );
  });

  test('says of a black hole that the route wants it so', () => {
    const told = story([
      ['node-1', 'ip route replace blackhole 10.244.2.0/24'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ]);
    expect(told.at(-1)).not.toMatch(/no route/);
    expect(told).toContain(
      'The route 10.244.2.0/24 of node-1 is a black hole: packets for 10.244.2.2 disappear without a word.',
    );
  });
});
