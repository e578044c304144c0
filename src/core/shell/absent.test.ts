/** Goal: what exists in life is not denied; what does not exist is in bash's words. */
import { expect, test } from 'vitest';
import { net } from '../testing/net';
import { isAbsent } from './absent';
import { COMMANDS } from './commands';

test('a program that is not here', () => {
  expect(net().machines('h').ask('h', 'ipvsadm -Ln')).toMatchObject({
    exitCode: 69,
    stderr: ["packetwalk: 'ipvsadm' is not in this lab yet"],
  });
});

test('no program at all', () => {
  const lab = net().machines('h');
  expect(lab.ask('h', 'ipp a')).toMatchObject({ exitCode: 127, stderr: ['bash: ipp: command not found'] });
  expect(lab.ask('h', '/opt/ipvsadm')).toMatchObject({
    exitCode: 127,
    stderr: ['bash: /opt/ipvsadm: No such file or directory'],
  });
});

test('what is here runs, on whatever list it stands', () => {
  expect(COMMANDS.has('tc')).toBe(true);
  expect(isAbsent('tc')).toBe(false);
});
