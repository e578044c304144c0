/** Answers recorded from iproute2 6.1.0 on Linux 6.18. */
import { describe, expect, test } from 'vitest';
import { net } from '../../../testing/net';
import { recordedShell } from '../../../testing/shell-host';
import { ipv4, mac } from '../../../wire/addr';

const SETUP = 'ip link set eth0 up';
const entry = { dev: 'eth0', dst: ipv4('10.0.0.5'), mac: mac('aa:bb:cc:dd:ee:ff') };

describe('ip neighbour', () => {
  test.each<[string, object]>([
    [
      'neigh add 10.0.0.5 lladdr aa:bb:cc:dd:ee:ff dev eth0',
      { kind: 'neigh.add', ...entry, state: 'permanent' },
    ],
    [
      'neigh add to 10.0.0.5 lladdr aa:bb:cc:dd:ee:ff dev eth0',
      { kind: 'neigh.add', ...entry, state: 'permanent' },
    ],
    [
      'neighbour replace 10.0.0.5 nud stale dev eth0 lladdr aa:bb:cc:dd:ee:ff',
      { kind: 'neigh.replace', ...entry, state: 'stale' },
    ],
    [
      'n add 10.0.0.5 lladdr aa:bb:cc:dd:ee:ff dev eth0 nud noarp',
      { kind: 'neigh.add', ...entry, state: 'noarp' },
    ],
    ['neigh del 10.0.0.5 dev eth0', { kind: 'neigh.del', dev: 'eth0', dst: entry.dst }],
    [
      'neigh del 10.0.0.5 lladdr aa:bb:cc:dd:ee:ff dev eth0',
      { kind: 'neigh.del', dev: 'eth0', dst: entry.dst },
    ],
  ])('ip %s', (words, op) => {
    const { run, ops } = recordedShell(SETUP);
    run(`ip ${words}`);
    expect(ops).toEqual([{ ...op, netns: 'node-1', typed: `ip ${words}` }]);
  });
});

describe('refused', () => {
  const add = 'ip neigh add 10.0.0.5 lladdr aa:bb:cc:dd:ee:ff dev eth0';

  test.each<[string, number, string]>([
    ['ip neigh frob', 255, 'Command "frob" is unknown, try "ip neigh help".'],
    ['ip neigh add 10.0.0.5 lladdr zz dev eth0', 1, '"zz" is invalid lladdr.'],
    ['ip neigh add 10.0.0.5 lladdr aa:bb:cc:dd:ee:ff', 255, 'Device and destination are required arguments.'],
    ['ip neigh add lladdr aa:bb:cc:dd:ee:ff dev eth0', 255, 'Device and destination are required arguments.'],
    ['ip neigh add 10.0.0.5 lladdr aa:bb:cc:dd:ee:ff dev nope', 1, 'Cannot find device "nope"'],
    [
      'ip neigh add 10.0.0.5 lladdr aa:bb:cc:dd:ee:ff dev eth0 nud frob',
      255,
      'Error: argument "frob" is wrong: nud state is bad',
    ],
    [
      'ip neigh add 10.0.0.500 lladdr aa:bb:cc:dd:ee:ff dev eth0',
      1,
      'Error: any valid address is expected rather than "10.0.0.500".',
    ],
    [
      'ip neigh add 10.0.0.1/24 lladdr aa:bb:cc:dd:ee:ff dev eth0',
      1,
      'Error: any valid address is expected rather than "10.0.0.1/24".',
    ],
    ['ip neigh add 10.0.0.6 dev eth0', 2, 'Error: No link layer address given.'],
    [add, 2, 'RTNETLINK answers: File exists'],
    ['ip neigh del 10.0.0.77 dev eth0', 2, 'RTNETLINK answers: No such file or directory'],
    ['ip neigh del proxy 10.0.0.9 dev eth0', 2, 'RTNETLINK answers: No such file or directory'],
  ])('%s', (command, exitCode, answer) => {
    const { run } = recordedShell(`${SETUP}\n${add}`);
    expect(run(command)).toEqual({ exitCode, stdout: [], stderr: [answer], pid: null });
  });
});

test('flush leaves what is fixed', () => {
  const lab = net().machines('a', 'b').veth('a.e', 'b.e');
  lab.type(
    'a',
    'ip neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev e\nip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 nud stale dev e',
  );
  expect(lab.ask('a', 'ip neigh flush')).toMatchObject({
    exitCode: 255,
    stderr: ['Flush requires arguments.'],
  });
  expect(lab.printed('a', 'ip neigh flush all')).toEqual([]);
  expect(lab.printed('a', 'ip neigh')).toEqual(['10.0.0.1 dev e lladdr 02:00:00:00:00:01 PERMANENT ']);
  expect(lab.printed('a', 'ip neigh flush dev e nud permanent')).toEqual([]);
  expect(lab.printed('a', 'ip neigh')).toEqual([]);
});
