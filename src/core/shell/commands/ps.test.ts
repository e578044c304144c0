/** Goal: a machine sees the processes of its namespaces, a container those of its own PID namespace, with procps's columns. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLab } from '../../testing/open-lab';
import { net } from '../../testing/net';

test('ps on a machine', () => {
  const lab = net().machines('a').type('a', 'ip netns add x\nip link set lo up');
  lab.start('a', 'nc -lk 8080');
  lab.wait(0.1);
  expect(lab.printed('a', 'ps -e')).toEqual([
    '    PID TTY          TIME CMD',
    '      1 ?        00:00:00 nc',
    '      2 pts/0    00:00:00 ps',
  ]);
  expect(lab.printed('a', 'ps')).toEqual(['    PID TTY          TIME CMD', '      2 pts/0    00:00:00 ps']);
  expect(lab.printed('a', 'ps -ef')[1]).toBe(
    'root           1       0  0 00:00 ?        00:00:00 nc -lk 8080',
  );
  expect(lab.printed('a', 'ps aux')[1]).toContain('nc -lk 8080');
  expect(lab.ask('a', 'ps -o pid').exitCode).toBe(69);
});

const LAB = readFileSync('scenarios/flannel-vxlan/scenario.yaml', 'utf8');

// As procps-ng 4.0.2 in a PID namespace with a shell in it (`unshare -fp --mount-proc`): the container's own command is number 1.
test('ps in a pod, and kill by what it says', () => {
  const session = openLab(LAB);
  const pod = session.world.netns.find((ns) => ns?.name.endsWith('pod-a') === true)?.name ?? '';
  for (const command of ['sleep 100 &', 'ps -e', 'kill 3', 'ps -ef', 'ps'])
    session.input({ kind: 'exec', netns: pod, command });
  const { inputs } = session.query('outputs', { seq: session.length - 1 });
  const printed = inputs.map(({ lines }) => lines.map(({ text }) => text));
  expect(printed).toEqual([
    ['[1] 3'],
    [
      '    PID TTY          TIME CMD',
      '      1 ?        00:00:00 sleep',
      '      2 pts/0    00:00:00 bash',
      '      3 pts/0    00:00:00 sleep',
      '      4 pts/0    00:00:00 ps',
    ],
    [],
    [
      'UID          PID    PPID  C STIME TTY          TIME CMD',
      'root           1       0  0 00:00 ?        00:00:00 sleep infinity',
      'root           2       0  0 00:00 pts/0    00:00:00 bash',
      'root           4       2  0 00:00 pts/0    00:00:00 ps -ef',
    ],
    ['    PID TTY          TIME CMD', '      2 pts/0    00:00:00 bash', '      4 pts/0    00:00:00 ps'],
  ]);
});
