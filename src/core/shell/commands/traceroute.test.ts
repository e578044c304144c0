import { describe, expect, it } from 'vitest';
import { routedNet } from '../../testing/net';

/** Goal: what traceroute 2.1.2 says to command lines it does not like. Expected texts: the tool's own. */
describe('traceroute', () => {
  it.each([
    ['traceroute -q 11 10.2.0.2', 2, ['no more than 10 probes per hop']],
    ['traceroute -m 256 10.2.0.2', 2, ['max hops cannot be more than 255']],
    [
      'traceroute -n nosuch',
      2,
      [
        'nosuch: Temporary failure in name resolution',
        'Cannot handle "host" cmdline arg `nosuch\' on position 1 (argc 2)',
      ],
    ],
    ['traceroute -Z', 2, ["Bad option `-Z' (argc 1)"]],
  ])('%s', (command, exitCode, stderr) => {
    expect(routedNet().ask('h1', command)).toMatchObject({ exitCode, stderr });
  });
});
