import { expect, test } from 'vitest';
import { net } from '../../testing/net';

test('zones from records on the command line and from a file', () => {
  const lab = net().machines('h');
  const { shell } = lab.simulation;
  shell.writeFile?.('h', '/etc/zone', 'b A 10.0.0.2\n');
  const { pid } = lab.ask('h', "dnsd -p 5300 one.test -r 'a A 10.0.0.1' two.test /etc/zone");
  expect(lab.ns('h').processes.entries.get(pid ?? 0)?.state).toMatchObject({
    port: 5300,
    zones: [
      { origin: 'one.test.', records: [{ name: 'a.one.test.' }] },
      { origin: 'two.test.', records: [{ name: 'b.two.test.' }] },
    ],
  });
});

test.each([
  ['', 'Usage: dnsd'],
  ['-p 0 z', 'Usage: dnsd'],
  ["-r 'a A 10.0.0.1'", 'Usage: dnsd'],
  ['z /no/such', 'dnsd: /no/such: file not found'],
  ["z -r 'a A x'", "dnsd: -r:1: bad record of type 'A'"],
])('dnsd %s is refused', (words, text) => {
  expect(net().machines('h').ask('h', `dnsd ${words}`).stderr.join('\n')).toContain(text);
});
