import { expect, test } from 'vitest';
import type { HookPart, KernelStation } from '../../core/index';
import { spotAfter } from './tree-keys';

const part = (name: HookPart['name']): HookPart => ({
  name,
  state: 'idle',
  why: null,
  rules: 0,
  chains: 0,
  outcome: '',
  seq: null,
});
const station = (id: KernelStation['id'], ...parts: HookPart['name'][]): KernelStation =>
  ({ id, parts: parts.map(part) }) as unknown as KernelStation;
const MAP = [station('ingress'), station('prerouting', 'raw', 'nat'), station('routing')];

test.each([
  ['ArrowRight', ['ingress', null], ['prerouting', null]],
  ['ArrowDown', ['ingress', null], ['prerouting', null]],
  ['ArrowDown', ['prerouting', null], ['prerouting', 'raw']],
  ['ArrowDown', ['prerouting', 'raw'], ['prerouting', 'nat']],
  ['ArrowDown', ['prerouting', 'nat'], ['routing', null]],
  ['ArrowUp', ['prerouting', 'raw'], ['prerouting', null]],
  ['ArrowLeft', ['prerouting', 'nat'], ['prerouting', null]],
  ['ArrowLeft', ['prerouting', null], ['ingress', null]],
  ['ArrowRight', ['prerouting', 'nat'], ['routing', null]],
  ['Home', ['routing', null], ['ingress', null]],
  ['End', ['ingress', null], ['routing', null]],
  ['ArrowLeft', ['ingress', null], null],
  ['ArrowRight', ['routing', null], null],
  ['x', ['ingress', null], null],
] as const)('%s at %j leads to %j', (key, [at, of], to) => {
  const expected = to === null ? null : { station: to[0], part: to[1] };
  expect(spotAfter(key, { station: at, part: of }, MAP)).toEqual(expected);
});
