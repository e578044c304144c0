/** Goal: a process tells the timers of its look-ups from one another and from its own. */
import { expect, test } from 'vitest';
import { HOST_TIMER, isHostTimer, isNameTimer, NAME_TIMER } from './resolver.timers';

const timer = (name: string) => ({ reason: 'timer', timer: name }) as const;

test.each([
  [timer(`${HOST_TIMER}1`), true, false],
  [timer(`${NAME_TIMER}1`), false, true],
  [timer('send'), false, false],
  [{ reason: 'start' } as const, false, false],
])('%j', (wake, host, name) => {
  expect(isHostTimer(wake)).toBe(host);
  expect(isNameTimer(wake)).toBe(name);
});
