/** Goal: what `ethtool -k` printed on a real machine, line by line. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Link } from '../../model/link';
import { featuresOf } from './features';

const recorded = readFileSync(path.join(import.meta.dirname, 'features.recorded.txt'), 'utf8');
const kinds = recorded.trimEnd().split(/^## /m).slice(1);

test.each(kinds.map((part) => part.trimEnd().split('\n')))('%s', (kind = '', ...lines) => {
  expect(featuresOf(kind as Link['kind'])).toEqual(lines);
});

test('of other kinds nothing is said', () => {
  expect([kinds.length, featuresOf('wireguard')]).toEqual([8, null]);
});
