/** Goal: a terminal prints exactly what has been printed by the cursor, and knows whether to show a prompt. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeShared, encodeShared } from '../scenario/share';
import { parseLab } from '../scenario';
import { Session } from '../session';
import { assert } from '../base/assert';
import { openLab } from '../testing/open-lab';

const LAB = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');
const typed = (session: Session, netns: string, command: string): void => {
  session.input({ kind: 'exec', netns, command });
};
const now = (session: Session) => session.query('outputs', { seq: session.length - 1 });

describe('outputs', () => {
  it('know the folder of each shell, before a command and after it', () => {
    const session = openLab(LAB, [
      ['pod-a', 'cd /etc'],
      ['node-1', 'pwd'],
      ['pod-a', 'cd /nowhere; pwd'],
      ['pod-a', 'cd'],
      ['pod-a', 'cd -'],
    ]);
    const { inputs } = now(session);
    expect(inputs.map(({ folder, folderAfter }) => [folder, folderAfter])).toEqual([
      ['/', '/etc'],
      ['/', '/'],
      ['/etc', '/etc'],
      ['/etc', '/root'],
      ['/root', '/etc'],
    ]);
    expect(inputs[4]?.lines.map(({ text }) => text)).toEqual(['/etc']);
  });

  it('grow with the cursor, each line at its time', () => {
    const session = openLab(LAB, [['pod-a', 'ping -c 2 10.244.2.2']]);
    const { inputs } = now(session);
    const [{ lines, running, exitCode } = { lines: [], running: true, exitCode: null }] = inputs;
    expect({ running, exitCode }).toEqual({ running: false, exitCode: 0 });
    expect(lines.map(({ atNs }) => atNs)).toEqual(lines.map(({ atNs }) => atNs).sort((a, b) => a - b));
    const second = lines.findIndex(({ text }) => text.includes('icmp_seq=2'));
    const before = session.query('outputs', { seq: (lines[second]?.seq ?? 0) - 1 }).inputs[0];
    expect(before?.lines).toEqual(lines.slice(0, second));
    expect(before?.running).toBe(true);
    expect(before?.exitCode).toBeNull();
  });

  it('of a ping without -c go on while other things are done, until Ctrl-C', () => {
    const session = openLab(LAB);
    typed(session, 'pod-a', 'ping 10.244.2.2');
    const answers = (): number =>
      now(session).inputs[0]?.lines.filter(({ text }) => text.includes('icmp_seq=')).length ?? 0;
    const first = answers();
    expect(now(session).inputs[0]?.running).toBe(true);
    typed(session, 'pod-b', 'ip link');
    session.input({ kind: 'wait', seconds: 0.5 });
    expect(answers()).toBe(first + 1);
    session.input({ kind: 'wait', seconds: 10 });
    expect(answers()).toBe(first + 11);
    session.input({ kind: 'interrupt', of: 0 });
    const [ping, link, , , interrupt] = now(session).inputs;
    expect(ping).toMatchObject({ running: false, exitCode: 0 });
    expect(ping?.lines.at(-2)?.text).toMatch(
      new RegExp(`^${answers()} packets transmitted, ${answers()} received, 0% packet loss, time \\d+ms$`),
    );
    expect(link?.lines.some(({ text }) => text.includes('icmp_seq'))).toBe(false);
    expect(interrupt).toMatchObject({ command: '^C', lines: [], running: false });
    const { length } = session;
    session.input({ kind: 'wait', seconds: 60 });
    expect(now(session).inputs[0]?.lines).toEqual(ping?.lines);
    expect(session.length).toBeGreaterThan(length);
  });

  it('are the same when the address is opened, when an input is taken back, and at any cursor', () => {
    const session = openLab(LAB);
    typed(session, 'pod-a', 'ping 10.244.2.2');
    typed(session, 'pod-b', 'ip neigh');
    session.input({ kind: 'interrupt', of: 0 });
    const shared = encodeShared({ lab: session.info.id, inputs: session.inputs, cursor: null });
    expect(shared).toMatch(/;\d+[smun]\*0$/);
    const state = decodeShared(`${session.info.id}?${shared}`);
    const lab = parseLab('test', LAB);
    assert(state.ok && lab.ok, 'the address opens');
    const opened = Session.open(lab.value, { inputs: state.value.inputs });
    assert(opened.ok, 'the lab opens');
    expect(opened.value.hash()).toEqual(session.hash());
    expect(now(opened.value)).toEqual(now(session));
    const hash = session.hash();
    session.cut(2);
    expect(now(session).inputs[0]?.running).toBe(true);
    session.input({ kind: 'interrupt', of: 0 });
    expect(session.hash()).toEqual(hash);
  });

  it('never end for a process that nobody interrupts: it stops itself', () => {
    const session = openLab(LAB);
    typed(session, 'pod-a', 'ping -i 0.2 10.244.1.1');
    session.input({ kind: 'wait', seconds: 250 });
    const lines = now(session).inputs[0]?.lines ?? [];
    expect(lines.at(-2)?.text).toMatch(/^1000 packets transmitted, 1000 received/);
  });
});
