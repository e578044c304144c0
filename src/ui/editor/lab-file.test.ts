import { expect, test } from 'vitest';
import { fileNameOf, readFile } from './lab-file';

const bytes = (...values: number[]) => new Blob([Uint8Array.from(values)]);

test('reads a text, with the line ends of this system', async () =>
  expect(await readFile(new Blob(['\uFEFFa: 1\r\nb: 实验\r\n']))).toEqual({
    ok: true,
    text: 'a: 1\nb: 实验\n',
  }));

test('refuses a large file without reading it', async () => {
  const file = { size: 10_485_760, arrayBuffer: () => Promise.reject(new Error('read')) };
  expect(await readFile(file)).toEqual({ ok: false, why: 'large', size: 10_485_760 });
});

test('refuses a text that is longer than a lab may be', async () =>
  expect(await readFile(new Blob(['x'.repeat(262_145)]))).toMatchObject({ ok: false, why: 'large' }));

test('refuses what is no text', async () =>
  expect(await readFile(bytes(0xff, 0xd8, 0xff, 0xe0))).toMatchObject({ ok: false, why: 'binary' }));

test('says when a file cannot be read', async () => {
  const file = { size: 3, arrayBuffer: () => Promise.reject(new Error('gone')) };
  expect(await readFile(file)).toMatchObject({ ok: false, why: 'unreadable' });
});

test('names a file after its lab, and after nothing else', () => {
  expect(fileNameOf('kind: Lab\nmetadata:\n  name: two-pods\n')).toBe('two-pods.yaml');
  expect(fileNameOf('metadata: { name: x }')).toBe('x.yaml');
  expect(fileNameOf('metadata:\n  name: ../../etc')).toBe('lab.yaml');
  expect(fileNameOf('')).toBe('lab.yaml');
});
