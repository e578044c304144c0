import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openLab } from '../testing/open-lab';
import type { Session } from '../session';
import { captures, tcpdumpLine, timeText, type Capture } from './tcpdump';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');
const PLAIN = { ether: false, verbose: false };

function all(session: Session): readonly Capture[] {
  return captures(session, 0, session.length - 1);
}

function on(session: Session, netns: string, dev: string): string[] {
  const capture = all(session).find((one) => one.netns === netns && one.dev === dev);
  return (capture?.frames ?? []).map((frame) => tcpdumpLine(frame, PLAIN));
}

describe('what passes a device', () => {
  const session = openLab(FLANNEL, [['pod-a', 'ping -c 1 10.244.2.2']]);

  test('a bridge and its port both see a frame', () => {
    const ids = /id (\d+)/.exec(on(session, 'pod-a', 'eth0').join())?.[1] ?? '';
    const request = `IP 10.244.1.2 > 10.244.2.2: ICMP echo request, id ${ids}, seq 1, length 64`;
    for (const dev of ['veth3cafbbcc', 'cni0', 'flannel.1']) {
      const seen = on(session, 'node-1', dev).filter((line) => line.endsWith(request));
      expect(seen, dev).toHaveLength(1);
    }
    // Outside the tunnel nobody sees the pods' packet as the first line.
    expect(on(session, 'switch', 'p-node-1').some((line) => /^\S+ IP 10\.244/.test(line))).toBe(false);
  });

  test('a card sees the outer packet with its Ethernet header, the tunnel device the inner one', () => {
    const eth0 = all(session).find(({ netns, dev }) => netns === 'node-1' && dev === 'eth0');
    const sent = eth0?.frames.filter(({ direction }) => direction === 'out') ?? [];
    expect(sent.map(({ bytes }) => bytes.length)).toEqual([42, 148]);
    expect(sent.every(({ l2 }) => l2)).toBe(true);
  });

  test('lo shows each packet once', () => {
    const self = openLab(FLANNEL, [['pod-a', 'ping -c 1 10.244.1.2']]);
    expect(on(self, 'pod-a', 'lo')).toHaveLength(2);
  });

  test('a device that is gone is still known by its name', () => {
    const gone = openLab(FLANNEL, [
      ['pod-a', 'ping -c 1 10.244.1.1'],
      ['node-1', 'ip link del veth3cafbbcc'],
    ]);
    expect(on(gone, 'node-1', 'veth3cafbbcc').length).toBeGreaterThan(3);
  });

  test('the clock begins at midnight', () => {
    expect(timeText(1_000_113_456)).toBe('00:00:01.000113');
    expect(timeText(86_399_999_999_000)).toBe('23:59:59.999999');
    expect(timeText(90_000_000_000_000)).toBe('01:00:00.000000');
  });
});
