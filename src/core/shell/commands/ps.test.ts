/** Goal: a machine sees the processes of its namespaces, with procps's columns. */
import { expect, test } from 'vitest';
import { net } from '../../testing/net';

test('ps', () => {
  const lab = net().machines('a').type('a', 'ip netns add x\nip link set lo up');
  lab.start('a', 'nc -lk 8080');
  lab.wait(0.1);
  expect(lab.printed('a', 'ps')).toEqual(['    PID TTY          TIME CMD', '      1 ?        00:00:00 nc']);
  expect(lab.printed('a', 'ps -ef')[1]).toBe(
    'root           1       0  0 00:00 ?        00:00:00 nc -lk 8080',
  );
  expect(lab.printed('a', 'ps aux')[1]).toContain('nc -lk 8080');
  expect(lab.ask('a', 'ps -o pid').exitCode).toBe(69);
});
