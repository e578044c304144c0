import { describe, expect, it } from 'vitest';
import type { Path } from './path';
import { pathFromText, pathText } from './path';

describe('a path', () => {
  it.each<[Path, string]>([
    [[], ''],
    [['spec'], 'spec'],
    [['spec', 'machines', 0, 'setup'], 'spec.machines[0].setup'],
    [['a', 1, 2, 'b'], 'a[1][2].b'],
  ])('%j is %j, there and back', (path, text) => {
    expect(pathText(path)).toBe(text);
    expect(pathFromText(text)).toEqual(path);
  });
});
