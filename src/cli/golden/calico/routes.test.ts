import { expect, it } from 'vitest';
import { routeTargets } from './routes';

it('targets by name', () => {
  const play = (targetType: string, scope: string): unknown =>
    routeTargets({ input: { targetType }, expected: { routeType: 'unicast', scope, onlink: false } });
  expect(play('', 'link')).toEqual({ difference: null });
  expect(play('', 'global')).not.toEqual({ difference: null });
  expect(play('unheard', '')).toEqual({ notModelled: 'no target unheard' });
});
