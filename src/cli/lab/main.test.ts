import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DONE, LAB_PROBLEM, main, USAGE } from './main';

/** Runs the command as the terminal would, up to its exit code. `readLines`: how many lines somebody reads. */
async function lab(
  argv: readonly string[],
  { cwd = '.', readLines = Infinity, colours = false } = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string; readonly lines: number }> {
  let out = '';
  let err = '';
  let lines = 0;
  const code = await main(argv, {
    out: (text) => {
      lines += 1;
      out += text;
      return Promise.resolve(lines < readLines);
    },
    err: (text) => {
      err += text;
    },
    cwd,
    colours,
  });
  return { code, out, err, lines };
}

const folder = mkdtempSync(path.join(tmpdir(), 'lab-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return name;
}

const MINIMAL = `apiVersion: packetwalk/v1
kind: Lab
metadata: { name: one }
spec:
  title: { en: One }
  summary: { en: One machine }
  seed: 1
  machines:
    - name: alone
      role: host
      setup: |
        ip link set lo up
`;

describe('which lab', () => {
  test.each(['flannel-vxlan', 'scenarios/flannel-vxlan', 'scenarios/flannel-vxlan/scenario.yaml'])(
    '%s is the built-in one',
    async (wish) => {
      const { code, out, err } = await lab([wish, '--send', 'ping-gateway']);
      expect({ code, err }).toEqual({ code: DONE, err: '' });
      expect(out).toContain('pod-a$ ping -c 1 10.244.1.1');
    },
  );

  test('a file of one’s own, from where one stands', async () => {
    const { code, out } = await lab([file('one.yaml', MINIMAL), '--input', 'alone: ping -c 1 127.0.0.1'], {
      cwd: folder,
    });
    expect(code).toBe(DONE);
    expect(out).toContain('1 packets transmitted, 1 received, 0% packet loss');
  });

  test('--list names the labs; with a lab, what can be sent in it and where commands can be typed', async () => {
    const labs = await lab(['--list']);
    expect(labs.out).toMatch(/^ {2}flannel-vxlan +Flannel VXLAN$/m);
    const one = await lab(['--list', 'flannel-vxlan']);
    expect(one.out).toMatch(/^ {2}udp-echo .*pod-a: echo ping \| ncat/m);
    expect(one.out).toMatch(/^ {2}switch node-1 node-2 pod-a pod-b$/m);
  });
});

describe('a mistake on the command line', () => {
  test.each([
    [['flanel-vxlan'], 'There is no lab flanel-vxlan.', 'Did you mean flannel-vxlan?'],
    [['scenarios/flannel-vxlam'], 'There is no lab scenarios/flannel-vxlam.', 'flannel-vxlan?'],
    [['flannel-vxlan', '--send', 'ping-acros'], 'no send ping-acros', 'Did you mean ping-across?'],
    [['flannel-vxlan', '--send', 'nothing-like-it'], 'no send', 'ping-across, ping-back, ping-gateway'],
    [['flannel-vxlan', '--input', 'pod-c: ping -c 1 10.244.2.2'], 'no netns pod-c', 'Did you mean pod-'],
    [['flannel-vxlan', '--format', 'jsn'], 'jsn is no format', 'Did you mean json?'],
    [['flannel-vxlan', '--sent', 'ping-across'], 'no option --sent', 'Did you mean --send?'],
    [[], 'Which lab?', '--help'],
  ])('%j', async (argv, problem, hint) => {
    const { code, out, err } = await lab(argv);
    expect(code).toBe(USAGE);
    expect(out).toBe('');
    expect(err).toContain(problem);
    expect(err).toContain(hint);
  });

  test('is told in the language asked for', async () => {
    const { err } = await lab(['flanel-vxlan', '--lang', 'zh-CN']);
    expect(err).toContain('是否想输入 flannel-vxlan？');
  });

  test('--help says all options and exits well, in both languages', async () => {
    for (const lang of ['en', 'zh-CN']) {
      const { code, out } = await lab(['--help', '--lang', lang]);
      expect(code).toBe(DONE);
      for (const option of ['--send', '--input', '--wait', '--format', '--lang', '--step', '--until']) {
        expect(out).toContain(option);
      }
    }
  });
});

describe('a problem in the lab', () => {
  test('is told with place and mend', async () => {
    const broken = MINIMAL.replace('role: host', 'role: hots');
    const { code, out, err } = await lab([file('broken.yaml', broken)], { cwd: folder });
    expect(code).toBe(LAB_PROBLEM);
    expect(out).toBe('');
    expect(err).toMatch(/^broken\.yaml, line 10, column 13, at spec\.machines\[0\]\.role$/m);
    expect(err.trim().split('\n').length).toBeGreaterThan(2);
  });

  test('so is a command that the kernel refuses', async () => {
    const refused = MINIMAL.replace('ip link set lo up', 'ip link set eht0 up');
    const { code, err } = await lab([file('refused.yaml', refused)], { cwd: folder });
    expect(code).toBe(LAB_PROBLEM);
    expect(err).toContain('line 12');
    expect(err).toContain('eht0');
  });
});

test('stops when nobody reads any more, without a word', async () => {
  const { code, lines, err } = await lab(['flannel-vxlan'], { readLines: 3 });
  expect({ code, lines, err }).toEqual({ code: DONE, lines: 3, err: '' });
});

test('colours only where there is a terminal', async () => {
  // ESC [ begins every colour.
  const escape = '\u001b[';
  expect((await lab(['flannel-vxlan'])).out).not.toContain(escape);
  expect((await lab(['flannel-vxlan'], { colours: true })).out).toContain(escape);
});
