import { expect, test } from 'vitest';
import { openLab } from '../../core/testing/open-lab';
import { labFile } from '../labFiles';
import { captureLines, type CaptureOptions } from './captures';
import { painter } from './paint';

const session = openLab(labFile('flannel-vxlan-by-hand')!.text, [['pod-a', 'ping -c 1 10.244.2.2']]);

function lines(options: Partial<CaptureOptions> = {}): string[] {
  const all: CaptureOptions = {
    until: session.length - 1,
    setup: false,
    on: null,
    ether: false,
    verbose: false,
    ...options,
  };
  const found = captureLines(session, painter(false), all);
  if (!found.ok) throw new Error(`${found.error.key} ${found.error.nearest ?? ''}`);
  return [...found.value];
}

test('each interface stands under the command that would show it', () => {
  const commands = lines().filter((line) => line.includes('# '));
  expect(commands).toContain('node-1# tcpdump -n -i flannel.1');
  expect(commands).toContain('pod-b# tcpdump -n -i eth0');
  expect(new Set(commands).size).toBe(commands.length);
  // The loopback devices carry nothing in this run.
  expect(commands.filter((line) => line.endsWith('-i lo'))).toEqual([]);
});

test('one interface alone, with more of the headers', () => {
  const [command, first] = lines({ on: 'node-1/flannel.1', ether: true, verbose: true });
  expect(command).toBe('node-1# tcpdump -nev -i flannel.1');
  expect(first).toMatch(/^00:00:01\.0000\d\d 2e:f1:0a:f4:01:00 > 2e:f1:0a:f4:02:00, .*\(tos 0x0, ttl 63, /);
});

test('no such interface: the nearest is named', () => {
  expect(() => lines({ on: 'node-1/flanel.1' })).toThrow('cli.usage.on node-1/flannel.1');
});

test('stops where asked', () => {
  const { start } = session.query('timeline', {});
  expect(lines({ until: start + 2 })).toEqual([]);
  expect(lines({ until: session.length - 1 }).length).toBeGreaterThan(lines({ until: start + 60 }).length);
});
