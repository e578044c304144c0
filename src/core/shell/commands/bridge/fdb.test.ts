/** Answers recorded from iproute2 6.1.0 on Linux 6.18. */
import { describe, expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';
import { ipv4, mac } from '../../../wire/addr';

const SETUP = `
ip link add v0 type veth peer name v1
ip link add cni0 type bridge
ip link add vx type vxlan id 1 dev v0 dstport 8472 local 1.2.3.9 nolearning`;
const MAC = 'aa:bb:cc:dd:ee:ff';
const self = { dev: 'vx', mac: mac(MAC), where: 'self', permanent: true };
const dst = ipv4('1.2.3.4');

describe('bridge fdb', () => {
  test.each<[string, object]>([
    [`add ${MAC} dev vx dst 1.2.3.4`, { kind: 'fdb.add', ...self, dst }],
    [`add ${MAC} dev vx dst 1.2.3.4 self permanent`, { kind: 'fdb.add', ...self, dst }],
    [`a to ${MAC} dev vx dst 1.2.3.4`, { kind: 'fdb.add', ...self, dst }],
    [`append ${MAC} dev vx dst 1.2.3.4`, { kind: 'fdb.append', ...self, dst }],
    [`rep ${MAC} dst 1.2.3.4 dev vx`, { kind: 'fdb.replace', ...self, dst }],
    [`add ${MAC} dev vx dst 1.2.3.4 port 4789 vni 7`, { kind: 'fdb.add', ...self, dst, port: 4789, vni: 7 }],
    [`add ${MAC} dev vx dst 1.2.3.4 dynamic`, { kind: 'fdb.add', ...self, dst, permanent: false }],
    [`add ${MAC} dev vx dst 1.2.3.4 static`, { kind: 'fdb.add', ...self, dst }],
    [`del ${MAC} dev vx dst 1.2.3.4`, { kind: 'fdb.del', dev: 'vx', mac: self.mac, where: 'self', dst }],
    [`del ${MAC} dev v0 master`, { kind: 'fdb.del', dev: 'v0', mac: self.mac, where: 'master' }],
  ])('%s', (words, op) => {
    const { run, ops } = recordedShell(SETUP);
    const typed = `bridge fdb ${words}`;
    run(typed);
    expect(ops).toEqual([{ ...op, netns: 'node-1', typed }]);
  });

  test('to both tables asks the bridge first', () => {
    const { run, ops } = recordedShell(`${SETUP}\nip link set v0 master cni0`);
    run(`bridge fdb add ${MAC} dev v0 master self`);
    expect(ops[0]).toMatchObject({ where: 'master' });
  });

  test('-n names the netns', () => {
    const { run } = recordedShell(`${SETUP}\nip netns add pod-a`);
    expect(run('bridge -n pod-a fdb')).toMatchObject({ exitCode: 0, stdout: [] });
    expect(run('bridge -n nope fdb').stderr).toEqual([
      'Cannot open network namespace "nope": No such file or directory',
    ]);
  });
});

describe('refused', () => {
  test.each<[string, number, string]>([
    ['bridge frob', 255, 'Object "frob" is unknown, try "bridge help".'],
    ['bridge fdb frob', 255, 'Command "frob" is unknown, try "bridge fdb help".'],
    ['bridge fdb add', 255, 'Device and address are required arguments.'],
    [`bridge fdb add ${MAC} dst 1.2.3.4`, 255, 'Device and address are required arguments.'],
    ['bridge fdb add zz dev vx dst 1.2.3.4', 255, 'Invalid mac address zz'],
    [`bridge fdb add ${MAC} dev nope`, 255, 'Cannot find device "nope"'],
    [
      `bridge fdb add ${MAC} dev vx dst 1.2.3.400`,
      1,
      'Error: any valid address is expected rather than "1.2.3.400".',
    ],
    [`bridge fdb add ${MAC} dev vx dst 1.2.3.4 port x`, 255, 'Error: argument "x" is wrong: invalid port\n'],
    [`bridge fdb add ${MAC} dev vx dst 1.2.3.4 vni x`, 255, 'Error: argument "x" is wrong: invalid VNI\n'],
    [
      `bridge fdb add ${MAC} dev vx dst 1.2.3.4 frob`,
      255,
      'Error: either "to" is duplicate, or "frob" is a garbage.',
    ],
    [`bridge fdb add ${MAC} dev vx dst`, 255, 'Command line is not complete. Try option "help"'],
    [`bridge fdb add ${MAC} dev vx`, 255, 'RTNETLINK answers: Invalid argument'],
    ['bridge fdb add aa:00:00:00:00:01 dev vx dst 1.2.3.4', 255, 'RTNETLINK answers: File exists'],
    [
      'bridge fdb del aa:00:00:00:00:02 dev vx dst 1.2.3.4',
      255,
      'RTNETLINK answers: No such file or directory',
    ],
    [`bridge fdb add ${MAC} dev v0 master`, 255, 'RTNETLINK answers: Operation not supported'],
    ['bridge mdb add', 69, "packetwalk: 'bridge mdb add' is not in this lab yet"],
    [
      `bridge fdb add ${MAC} dev vx dst 1.2.3.4 src_vni 1`,
      69,
      "packetwalk: 'bridge fdb … src_vni' is not in this lab yet",
    ],
  ])('%s', (command, exitCode, answer) => {
    const { run } = recordedShell(`${SETUP}\nbridge fdb add aa:00:00:00:00:01 dev vx dst 1.2.3.4`);
    expect(run(command)).toEqual({ exitCode, stdout: [], stderr: answer.split('\n'), pid: null });
  });
});
