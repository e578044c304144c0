/** Goal: what the files know is printed at once; texts are those of getent of glibc 2.36. */
import { expect, test } from 'vitest';
import { net } from '../../testing/net';

const HINT = "Try `getent --help' or `getent --usage' for more information.";

test.each([
  ['hosts localhost', ['127.0.0.1       localhost']],
  ['hosts hosty.alias', ['10.1.0.2        hosty hosty.alias']],
  ['hosts 10.1.0.2', ['10.1.0.2        hosty hosty.alias']],
  ['hosts six', ['fd00::1         six']],
  ['hosts', ['127.0.0.1       localhost', '10.1.0.2        hosty hosty.alias']],
  [
    'ahosts hosty.alias',
    ['10.1.0.2        STREAM hosty', '10.1.0.2        DGRAM  ', '10.1.0.2        RAW    '],
  ],
  [
    'ahosts 10.1.0.1',
    ['10.1.0.1        STREAM 10.1.0.1', '10.1.0.1        DGRAM  ', '10.1.0.1        RAW    '],
  ],
])('getent %s', (words, lines) => {
  const lab = net().machines('h');
  lab.simulation.shell.writeFile?.(
    'h',
    '/etc/hosts',
    '127.0.0.1 localhost\n10.1.0.2 hosty hosty.alias\nfd00::1 six\n',
  );
  expect(lab.printed('h', `getent ${words}`)).toEqual(lines);
});

test('what it does not know', () => {
  const lab = net().machines('h');
  expect(lab.ask('h', 'getent hosts nope')).toMatchObject({ exitCode: 2, stdout: [], stderr: [] });
  expect(lab.ask('h', 'getent foo').stderr).toEqual(['Unknown database: foo', HINT]);
  expect(lab.ask('h', 'getent').stderr).toEqual(['getent: wrong number of arguments', HINT]);
  expect(lab.ask('h', 'getent passwd root').stderr.join()).toContain('not in this lab');
});
