import { describe, expect, it } from 'vitest';
import type { PodFacts } from '../../core/index';
import { containerChips } from './container-chips';

const pod = (names: readonly string[], pause = true): PodFacts => ({
  namespace: 'default',
  name: 'web',
  status: 'Running',
  ip: null,
  node: 'node-1',
  containers: names.map((name) => ({ name, image: 'i', state: 'running' })),
  pause,
});
const texts = (names: readonly string[], room: number): string[] =>
  containerChips(pod(names), room).map(({ text }) => text);

describe('containerChips', () => {
  it('shows the pause container where all have room, else leaves it out first', () => {
    expect(texts(['nginx', 'log'], 200)).toEqual(['pause', 'nginx', 'log']);
    expect(texts(['nginx', 'log'], 80)).toEqual(['nginx', 'log']);
  });

  it('shortens names before it leaves any out', () => {
    expect(texts(['nginx', 'logger'], 66)).toHaveLength(2);
    expect(texts(['a-long-name', 'b-long-name', 'c-long-name'], 66)).toEqual(['a…e', '+2']);
  });

  it.each([56, 66, 120, 300])('keeps within %d units', (room) => {
    for (const names of [['nginx'], ['nginx', 'log'], ['one', 'two', 'three', 'four', 'five']]) {
      const last = containerChips(pod(names), room).at(-1);
      expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(room + 0.01);
    }
  });

  it('tells waiting containers apart', () => {
    const waiting = { ...pod(['web']), containers: [{ name: 'web', image: 'i', state: 'waiting' as const }] };
    expect(containerChips(waiting, 200).map(({ look }) => look)).toEqual(['pause', 'waiting']);
  });
});
