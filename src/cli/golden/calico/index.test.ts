import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOLDEN_CASES } from '../../project';
import type { JsonObject } from '../json';
import { objectsOf, parseJson, textOf } from '../json';
import { spoiled } from '../spoiled';
import { calicoPlayers } from './index';

/** Of longer cases these many, spread evenly. */
const MOST_LEAVES = 50;
const FOLDER = join(GOLDEN_CASES, 'calico');

/** Goal: the comparison overlooks nothing. Method: spoil what own cases expect, one leaf after another. */
describe('calicoPlayers', () => {
  it.each(readdirSync(FOLDER))('sees every leaf of %s', (file) => {
    const play = calicoPlayers[`calico/${file}`];
    const overlooked: string[] = [];
    for (const golden of objectsOf(parseJson(readFileSync(join(FOLDER, file), 'utf8')))) {
      expect(play?.(golden), textOf(golden, 'name')).toMatchObject({ difference: null });
      const leaves = [...spoiled(golden['expected'] ?? null)];
      const stride = Math.ceil(leaves.length / MOST_LEAVES);
      for (const { path, value } of leaves.filter((_, i) => i % stride === 0)) {
        const changed: JsonObject = { ...golden, expected: value };
        const played = play?.(changed);
        const seen = played !== undefined && 'difference' in played && played.difference !== null;
        if (!seen) overlooked.push(`${textOf(golden, 'name')}${path}`);
      }
    }
    expect(overlooked).toEqual([]);
  });
});
