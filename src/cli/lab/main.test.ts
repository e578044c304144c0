import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCapture } from '../../core/views/capture/read';
import { DONE, LAB_PROBLEM, main, USAGE } from './main';

/** Runs the command as the terminal would, up to its exit code. `readLines`: how many lines somebody reads. */
async function lab(
  argv: readonly string[],
  { cwd = '.', readLines = Infinity, colours = false, terminal = false } = {},
): Promise<{
  readonly code: number;
  readonly out: string;
  readonly bytes: Uint8Array;
  readonly err: string;
  readonly lines: number;
}> {
  let out = '';
  let bytes = new Uint8Array();
  let err = '';
  let lines = 0;
  const code = await main(argv, {
    out: (data) => {
      lines += 1;
      if (typeof data === 'string') out += data;
      else bytes = Uint8Array.of(...bytes, ...data);
      return Promise.resolve(lines < readLines);
    },
    err: (text) => {
      err += text;
    },
    cwd,
    colours,
    terminal,
  });
  return { code, out, bytes, err, lines };
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

describe('captures', () => {
  const send = ['flannel-vxlan-by-hand', '--send', 'ping-across'];

  test('go to standard output when it is piped on, and to no terminal', async () => {
    const piped = await lab([...send, '--format', 'pcapng']);
    expect({ code: piped.code, err: piped.err }).toEqual({ code: DONE, err: '' });
    const read = readCapture(piped.bytes);
    expect(read).toMatchObject({ ok: true, value: { application: 'Packetwalk' } });
    const refused = await lab([...send, '--format', 'pcapng'], { terminal: true });
    expect(refused.code).toBe(USAGE);
    expect(refused.bytes).toHaveLength(0);
    expect(refused.err).toContain('--out');
  });

  test('go to a file from where one stands, in either format and language', async () => {
    const argv = [...send, '--format', 'pcapng', '--lang', 'zh-CN', '--on', 'node-1', '-o', 'node.pcapng'];
    expect(await lab(argv, { cwd: folder, terminal: true })).toMatchObject({ code: DONE, out: '', err: '' });
    const read = readCapture(new Uint8Array(readFileSync(path.join(folder, 'node.pcapng'))));
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.interfaces.every(({ name }) => name.startsWith('node-1/'))).toBe(true);
    expect(read.value.packets.flatMap(({ comments }) => comments).join()).toMatch(/\p{Script=Han}/u);
    await lab([...send, '--format', 'pcap', '--on', 'node-1/eth0', '--out', 'eth0.pcap'], { cwd: folder });
    const classic = readCapture(new Uint8Array(readFileSync(path.join(folder, 'eth0.pcap'))));
    const onEth0 = read.value.packets.filter(({ dev }) => read.value.interfaces[dev]?.name === 'node-1/eth0');
    expect(classic).toMatchObject({ ok: true, value: { packets: onEth0.map(({ bytes }) => ({ bytes })) } });
  });

  test('of one packet', async () => {
    const all = readCapture((await lab([...send, '--format', 'pcapng'])).bytes);
    const packet = all.ok ? (all.value.packets.find(({ lenBytes }) => lenBytes > 100)?.packet ?? -1) : -1;
    const one = readCapture((await lab([...send, '--format', 'pcapng', '--packet', String(packet)])).bytes);
    if (!one.ok) throw new Error(one.error.code);
    expect(new Set(one.value.packets.map((each) => each.packet))).toEqual(new Set([packet]));
  });

  test('text can be written to a file as well', async () => {
    const { out } = await lab(send);
    await lab([...send, '--out', 'walk.txt'], { cwd: folder });
    expect(readFileSync(path.join(folder, 'walk.txt'), 'utf8')).toBe(out);
  });

  test.each([
    [['--format', 'pcapng', '--on', 'node-3'], 'There is no interface node-3', 'Did you mean node-1?'],
    [['--format', 'pcapng', '--packet', '99999'], 'has no packet 99999', '--help'],
    [['--format', 'pcapng', '--packet', 'x'], 'not x', '--help'],
    [['--format', 'pcap', '--packet', '1', '--on', 'node-1'], 'exclude each other', '--help'],
    [['--format', 'json', '--out', 'no/such/folder/file'], 'cannot be written', 'ENOENT'],
  ])('%j', async (argv, problem, hint) => {
    const { code, err } = await lab([...send, ...argv], { cwd: folder });
    expect(code).toBe(USAGE);
    expect(err).toContain(problem);
    expect(err).toContain(hint);
  });
});
