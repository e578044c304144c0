/** Goal: `bird` starts once, and says what is wrong with a configuration as the real one does. */
import { expect, test } from 'vitest';
import { openLab } from '../../testing/open-lab';

const LAB = `
apiVersion: packetwalk/v1
kind: Lab
metadata: { name: test }
spec:
  title: { en: t, zh-CN: t }
  summary: { en: t, zh-CN: t }
  machines:
    - name: r1
      role: router
      files:
        /etc/bird/bird.conf: "protocol device { }\\n"
        /bad.conf: "protocol devise { }\\n"
`;

function typed(commands: readonly string[]): readonly string[] {
  const lab = openLab(LAB);
  const lines: string[] = [];
  for (const command of commands) {
    const from = lab.length;
    lab.input({ kind: 'exec', netns: 'r1', command });
    for (let seq = from; seq < lab.length; seq += 1) {
      const record = lab.trace.record(seq);
      if (record.kind === 'process') lines.push(...record.detail.lines);
    }
  }
  return lines;
}

test('faults are told before anything runs', () => {
  expect(typed(['bird -c /bad.conf', 'bird -c /none.conf', 'bird -p', 'bird --nothing'])).toEqual([
    'bird: /bad.conf:1:10 syntax error',
    'bird: Unable to open configuration file /none.conf: No such file or directory',
    'Usage: bird [--version] [-c <config-file>] [-p]',
  ]);
});

test('a second one finds the first', () => {
  expect(typed(['bird', 'bird'])).toEqual(['bird: I found another BIRD running.']);
});
