/** What the editor does while one types: reading and building a lab as large as a lab may be, and finding one's place in it. */
import { outlineAt, writingAt } from '../../core/scenario/outline';
import { MAX_FILE_CHARS, MAX_MACHINES } from '../../core/scenario/limits';
import { parseLab } from '../../core/scenario/parse';
import { Session } from '../../core/session';
import { cpuMsOf } from './cpu';
import type { Group, Row } from './report';
import { median } from './report';

const RUNS = 3;
/** A second after the last key the page says what is wrong. */
const BAR = 'bar: 1,000';

export function benchEditor(): Group {
  const texts = { 'sound lab': soundLab(), 'lab with a mistake on every line': brokenLab() };
  const rows = Object.entries(texts).flatMap(([name, text]): Row[] => {
    const size = `${name}, ${String(Math.round(text.length / 1000))} kB`;
    const middle = Math.floor(text.length / 2);
    const place = timeOf(() => {
      outlineAt(text, middle);
      writingAt(text, middle);
    });
    return [
      { name: `${size}: checked`, value: timeOf(() => check(text)), unit: 'ms', bar: BAR },
      { name: `${size}: what stands at the cursor`, value: place, unit: 'ms', bar: '' },
    ];
  });
  return { title: 'Editor (CPU time)', rows };
}

function timeOf(run: () => unknown): number {
  return median(Array.from({ length: RUNS }, () => cpuMsOf(run)));
}

/** As the editor's worker does it; answers how many problems there are. */
function check(text: string): number {
  const lab = parseLab('bench.yaml', text);
  if (!lab.ok) return lab.error.length;
  const opened = Session.open(lab.value);
  return opened.ok ? 0 : opened.error.length;
}

/** As many machines as there may be, with addresses and routes, nearly as long as a file may be. */
function soundLab(): string {
  const commands = 20;
  const machines = Array.from({ length: MAX_MACHINES }, (_, m) => {
    const lines = Array.from({ length: commands }, (_, c) =>
      c === 0
        ? `ip link add d0 type dummy; ip link set d0 up; ip addr add 10.${String(m)}.0.1/16 dev d0`
        : `ip route add 172.16.${String(c)}.0/24 via 10.${String(m)}.0.${String(c + 1)}`,
    );
    return machine(m, lines);
  });
  const text = lab(machines);
  if (check(text) !== 0) throw new Error('the lab has problems');
  return padded(text);
}

function brokenLab(): string {
  const machines = Array.from({ length: MAX_MACHINES }, (_, m) =>
    machine(m, [`ip adr add 10.0.0.${String(m)}/24 dev eth0`]),
  );
  const text = lab(machines).replaceAll('role: host', 'role: hots');
  if (check(text) === 0) throw new Error('the lab has no problems');
  return padded(text);
}

/** Comments up to the length a file may have. */
function padded(text: string): string {
  const line = '# nothing to see here, only a line of a comment\n';
  return text + line.repeat(Math.floor((MAX_FILE_CHARS - text.length) / line.length));
}

function lab(machines: readonly string[]): string {
  return [
    'apiVersion: packetwalk/v1',
    'kind: Lab',
    'metadata:',
    '  name: bench',
    'spec:',
    '  title: { en: Bench, zh-CN: Bench }',
    '  summary: { en: Bench., zh-CN: Bench. }',
    '  machines:',
    ...machines,
    '',
  ].join('\n');
}

function machine(index: number, commands: readonly string[]): string {
  return [
    `    - name: m${String(index)}`,
    '      role: host',
    '      setup: |',
    ...commands.map((command) => `        ${command}`),
  ].join('\n');
}
