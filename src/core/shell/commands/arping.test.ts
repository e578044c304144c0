/** Goal: what arping 20221126 refuses, in its own words. */
import { expect, test } from 'vitest';
import { net } from '../../testing/net';

test.each([
  ['-c1 -I nodev 10.1.0.2', 'arping: Device nodev not available.', 2],
  ['-c1 -I lo 127.0.0.1', 'Interface "lo" is not ARPable', 2],
  ['-s 10.1.0.88 -c1 -I e 10.1.0.2', 'arping: bind: Cannot assign requested address', 2],
  ['-U -c1 -I e 10.1.0.77', 'arping: bind: Cannot assign requested address', 2],
  ['-i 0.2 -c 3 -I e 10.1.0.2', "arping: invalid argument: '0.2'", 1],
])('arping %s', (words, text, exitCode) => {
  const lab = net()
    .machines('a', 'b')
    .veth('a.e', 'b.e')
    .type('a', 'ip link set lo up\nip addr add 10.1.0.1/24 dev e');
  expect(lab.ask('a', `arping ${words}`)).toMatchObject({ exitCode, stderr: [text] });
});
