/** Answers recorded from iproute2 6.1.0 on Linux 6.18. */
import { expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';

const SETUP = `
ip link add v0 type veth peer name v1
ip link add cni0 type bridge
ip link set v0 master cni0`;

test('bridge link set', () => {
  const { run, ops } = recordedShell(SETUP);
  expect(run('bridge link set dev v0 hairpin on learning off flood on isolated on').exitCode).toBe(0);
  expect(ops).toMatchObject([
    { kind: 'link.set', name: 'v0', set: { hairpin: true, learning: false, flood: true, isolated: true } },
  ]);
});

test.each<[string, number, string]>([
  ['bridge link frob', 255, 'Command "frob" is unknown, try "bridge link help".'],
  ['bridge link set hairpin on', 255, 'Device is a required argument.'],
  ['bridge link set dev nope hairpin on', 255, 'Cannot find bridge device "nope"'],
  ['bridge link set dev v0 hairpin', 255, 'Command line is not complete. Try option "help"'],
  [
    'bridge link set dev v0 hairpin maybe',
    234,
    'Error: argument of "hairpin" must be one of "off", "on", not "maybe"',
  ],
  ['bridge link set dev cni0 hairpin on', 255, 'RTNETLINK answers: Operation not supported'],
])('%s', (command, exitCode, answer) => {
  expect(recordedShell(SETUP).run(command)).toEqual({ exitCode, stdout: [], stderr: [answer], pid: null });
});

test('a setting it does not know is answered by how it is used', () => {
  const { exitCode, stderr } = recordedShell(SETUP).run('bridge link set dev v0 frob on');
  expect([exitCode, stderr[0]?.slice(0, 32)]).toEqual([255, 'Usage: bridge link set dev DEV [']);
});
