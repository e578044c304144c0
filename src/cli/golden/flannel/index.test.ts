import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOLDEN_CASES } from '../../project';
import type { Json, JsonObject } from '../json';
import { isList, isObject, objectsOf, parseJson, textOf } from '../json';
import { flannelPlayers } from './index';

const FOLDER = join(GOLDEN_CASES, 'flannel');

/** Every copy of a value with one leaf changed, and where. */
function* spoiled(value: Json, path = ''): Generator<{ readonly path: string; readonly value: Json }> {
  if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      for (const it of spoiled(child ?? null, `${path}.${key}`))
        yield { path: it.path, value: { ...value, [key]: it.value } };
    }
  } else if (isList(value)) {
    yield { path: `${path}[+]`, value: [...value, 'x'] };
    for (const [i, child] of value.entries()) {
      for (const it of spoiled(child, `${path}[${String(i)}]`))
        yield { path: it.path, value: value.map((other, j) => (i === j ? it.value : other)) };
    }
  } else if (typeof value === 'number') yield { path, value: value + 1 };
  else if (typeof value === 'boolean') yield { path, value: !value };
  else yield { path, value: `${String(value)}x` };
}

/** Goal: the comparison overlooks nothing. Method: spoil what own cases expect, one leaf after another. */
describe('flannelPlayers', () => {
  it.each(readdirSync(FOLDER))('sees every leaf of %s', (file) => {
    const play = flannelPlayers[`flannel/${file}`];
    const overlooked: string[] = [];
    for (const golden of objectsOf(parseJson(readFileSync(join(FOLDER, file), 'utf8')))) {
      expect(play?.(golden), textOf(golden, 'name')).toMatchObject({ difference: null });
      for (const { path, value } of spoiled(golden['expected'] ?? null)) {
        const changed: JsonObject = { ...golden, expected: value };
        const played = play?.(changed);
        const seen = played !== undefined && 'difference' in played && played.difference !== null;
        if (!seen) overlooked.push(`${textOf(golden, 'name')}${path}`);
      }
    }
    expect(overlooked).toEqual([]);
  });
});
