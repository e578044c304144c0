import { describe, expect, test } from 'vitest';
import { Session } from '../session';
import { fabricOps, netnsProblems, problemOfCommand, problemOfFault, problemOfService } from './build';
import { parseLab } from './parse';

/** A lab of one machine whose set-up begins in line 10. */
function labOf(setup: string, rest = ''): string {
  const lines = setup.split('\n').map((line) => `        ${line}`);
  return `apiVersion: packetwalk/v1
kind: Lab
metadata: { name: one }
spec:
  title: { en: One }
  summary: { en: One. }
  machines:
    - name: node-1
      role: node
      setup: |
${lines.join('\n')}
${rest}`;
}

function parsed(text: string) {
  const lab = parseLab('lab.yaml', text);
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  return lab.value;
}

test('machines come first, then cables', () => {
  const lab = parsed(`apiVersion: packetwalk/v1
kind: Lab
metadata: { name: two }
spec:
  title: { en: Two }
  summary: { en: Two. }
  machines:
    - { name: b, role: host }
    - { name: a, role: switch }
  cables:
    - [a/eth0, b/eth1]
`);
  expect(fabricOps(lab)).toEqual([
    { kind: 'machine.add', name: 'b', role: 'host' },
    { kind: 'machine.add', name: 'a', role: 'switch' },
    {
      kind: 'cable.add',
      ends: [
        { netns: 'a', dev: 'eth0' },
        { netns: 'b', dev: 'eth1' },
      ],
    },
  ]);
});

describe('a command that is refused', () => {
  test.each<[string, string, number, string]>([
    ['by the kernel', '# first\nip netns add a\n\nip netns add a', 14, 'commandRefused'],
    ['for its usage', 'ip link set', 11, 'commandRefused'],
    ['because there is no such command', 'ip a\nfrobnicate eth0', 12, 'commandUnknown'],
    ['because the device is missing', 'ip link set \\\n  eth9 up', 11, 'commandDevice'],
    ['because the bridge port is missing', 'bridge link set dev eth9 hairpin on', 11, 'commandDevice'],
    ['because the netns is missing', 'ip -n pod-a link set lo up', 11, 'commandNetns'],
    ['because it is not there yet', 'ip monitor', 11, 'commandNotYet'],
    ['without a word', 'echo a | grep -q b', 11, 'commandSilent'],
  ])('%s', (_, setup, line, code) => {
    const opened = Session.open(parsed(labOf(setup)));
    expect(opened.ok ? [] : opened.error).toMatchObject([
      {
        file: 'lab.yaml',
        document: 1,
        line,
        column: 9,
        path: 'spec.machines[0].setup',
        problem: { key: `problems.${code}.problem` },
        mend: { key: `problems.${code}.mend` },
      },
    ]);
  });

  test('is told with its own words and those of the answer', () => {
    const lab = parsed(labOf('ip link add v0 type veth \\\n  peer name v0'));
    const answer = { exitCode: 2, stdout: [], stderr: ['', 'RTNETLINK answers: File exists'] };
    expect(problemOfCommand(lab, 'node-1', 0, answer)?.problem.params).toEqual({
      netns: 'node-1',
      command: 'ip link add v0 type veth peer name v0',
      answer: 'RTNETLINK answers: File exists',
    });
  });

  test('and says nothing, is told with its exit code, a fault’s too', () => {
    const silent = { exitCode: 1, stdout: [''], stderr: [] };
    const fault = { name: 'f', at: 'node-1', command: 'false' };
    const place = { file: 'lab.yaml', document: 1, line: 3, column: 1, path: 'spec.faults[0]' };
    expect(problemOfFault(place, fault, silent)).toMatchObject({
      ...place,
      problem: { key: 'problems.faultSilent.problem', params: { ...fault, exitCode: 1 } },
    });
    expect(problemOfFault(place, fault, { ...silent, exitCode: 0 })).toBeNull();
    expect(problemOfFault(place, fault, { ...silent, stdout: ['no'] })?.problem.params).toEqual({
      ...fault,
      answer: 'no',
    });
  });

  test('is none when it went well', () => {
    const lab = parsed(labOf('ip a'));
    expect(problemOfCommand(lab, 'node-1', 0, { exitCode: 0, stdout: [], stderr: ['a warning'] })).toBeNull();
  });
});

describe('what runs later', () => {
  const rest = `  start:
    - netns: node-1
      run: nonsense
  sends:
    - name: a
      title: { en: A }
      netns: pod-b
      run: ip a
    - { name: b, title: { en: B }, netns: internet, run: ip a }
`;
  const lab = parsed(labOf('ip netns add pod-a', rest));

  test('a service that does not start is told with its place', () => {
    const answer = { exitCode: 127, stdout: [], stderr: ['bash: nonsense: command not found'] };
    expect(problemOfService(lab, 0, answer)).toMatchObject({
      line: 14,
      column: 12,
      path: 'spec.start[0].run',
    });
  });

  test('a netns that nobody made is told with the nearest there is', () => {
    expect(netnsProblems(lab, ['node-1', 'pod-a'])).toMatchObject([
      { line: 19, path: 'spec.sends[0].netns', problem: { key: 'problems.unknownNetnsNearest.problem' } },
      { line: 20, path: 'spec.sends[1].netns', problem: { key: 'problems.unknownNetns.problem' } },
    ]);
    expect(netnsProblems(lab, ['node-1', 'pod-b', 'internet'])).toEqual([]);
  });
});
