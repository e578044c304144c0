import { describe, expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';

/** Goal: rules as iproute2 6.1 takes and prints them. Expected lines: the tool's own on Linux 6.18, in this order of commands. */
const BUILD = [
  'ip rule add from 10.1.0.0/24 to 10.2.0.0/16 iif a0 fwmark 0x1/0xff table 100',
  'ip rule add oif a0 tos 0x10 lookup main suppress_prefixlength 0',
  'ip rule add not from 10.9.0.0/16 ipproto tcp sport 80 dport 1000-2000 table 200 pref 50',
  'ip rule add uidrange 0-1000 goto 32766',
  'ip rule add pref 60 goto 999',
  'ip rule add blackhole from 10.5.0.1',
  'ip rule add from 10.5.0.2 unreachable',
  'ip rule add prohibit to 10.5.0.3',
  'ip rule add pref 70 nop',
  'ip rule add suppress_ifgroup 0 table 7',
  'ip rule add fwmark 7',
  'ip rule add pref 80 fwmark 0x10 lookup default',
].join('\n');

describe('ip rule', () => {
  it('prints what was added, in the order of preference', () => {
    expect(routedNet().type('h1', BUILD).printed('h1', 'ip rule')).toEqual([
      '0:\tfrom all lookup local',
      '44:\tfrom all fwmark 0x7 lookup main',
      '45:\tfrom all lookup 7 suppress_ifgroup default',
      '46:\tfrom all to 10.5.0.3 prohibit',
      '47:\tfrom 10.5.0.2 unreachable',
      '48:\tfrom 10.5.0.1 blackhole',
      '49:\tfrom all uidrange 0-1000 goto 32766',
      '50:\tnot from 10.9.0.0/16 ipproto tcp sport 80 dport 1000-2000 lookup 200',
      '60:\tfrom all goto 999 [unresolved]',
      '70:\tfrom all nop',
      '80:\tfrom all fwmark 0x10 lookup default',
      '32764:\tfrom all tos 0x10 oif a0 lookup main suppress_prefixlength 0',
      '32765:\tfrom 10.1.0.0/24 to 10.2.0.0/16 fwmark 0x1/0xff iif a0 lookup 100',
      '32766:\tfrom all lookup main',
      '32767:\tfrom all lookup default',
    ]);
  });

  it.each([
    ['ip rule add pref 80 fwmark 0x10 lookup default', 2, ['RTNETLINK answers: File exists']],
    ['ip rule del from 10.77.0.0/16', 2, ['RTNETLINK answers: No such file or directory']],
    ['ip rule add', 1, ['"ip rule add" requires arguments.']],
    ['ip rule add bogus', 255, ['Error: argument "bogus" is wrong: Failed to parse rule type']],
    ['ip rule add pref abc', 255, ['Error: argument "abc" is wrong: preference value is invalid', '']],
    ['ip rule add table', 255, ['Command line is not complete. Try option "help"']],
    ['ip rule add from 10.1.0.300', 1, ['Error: any valid prefix is expected rather than "10.1.0.300".']],
    ['ip rule add fwmark zz', 255, ['Error: argument "zz" is wrong: fwmark value is invalid', '']],
    ['ip rule add goto 10 pref 20', 2, ['Error: Backward goto not supported.']],
    ['ip rule bogus', 255, ['Command "bogus" is unknown, try "ip rule help".']],
  ])('%s', (command, exitCode, stderr) => {
    expect(routedNet().type('h1', BUILD).ask('h1', command)).toMatchObject({ exitCode, stderr });
  });

  it('flushes all but preference 0', () => {
    const lab = routedNet().type('h1', `${BUILD}\nip rule flush`);
    expect(lab.printed('h1', 'ip rule')).toEqual(['0:\tfrom all lookup local']);
  });
});
