/** Goal: a shell knows its own commands, in its own lab. */
import { expect, test } from 'vitest';
import type { HistoryShelf } from '../state/histories';
import { createHistory } from './history';

test('what is typed in one place is not known in another, and is there when the lab is opened again', () => {
  const kept = new Map<string, readonly string[]>();
  const shelf: HistoryShelf = {
    load: (shell) => kept.get(shell) ?? [],
    save: (shell, commands) => (kept.set(shell, commands), commands),
  };
  const history = createHistory(shelf, 'lab');
  for (const command of ['ip addr', 'ip addr', '', 'two\nlines']) history.add('pod-a', command);
  history.add('node-1', 'ip route');
  expect(history.all('pod-a')).toEqual(['ip addr']);
  expect(history.all('node-1')).toEqual(['ip route']);
  expect(createHistory(shelf, 'lab').all('node-1')).toEqual(['ip route']);
  expect(createHistory(shelf, 'other').all('node-1')).toEqual([]);
});
