/** Goal: who and where one is; texts of coreutils 9.1, bash 5.2 and hostname 3.23. */
import { expect, test } from 'vitest';
import { net } from '../../../testing/net';

const lab = net()
  .machines('a', 'b')
  .veth('a.e', 'b.e')
  .type('a', 'ip link set lo up\nip addr add 10.1.0.1/24 dev e\nip addr add 10.1.0.50/24 dev e');

test.each([
  ['uname', ['Linux']],
  ['uname -sr', ['Linux 6.12.0']],
  ['uname -a', ['Linux a 6.12.0 #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux']],
  ['id', ['uid=0(root) gid=0(root) groups=0(root)']],
  ['which ip', ['/usr/sbin/ip']],
  ['type ip cd', ['ip is /usr/sbin/ip', 'cd is a shell builtin']],
  ['command -v ip', ['/usr/sbin/ip']],
  ['hostname -I', ['10.1.0.1 10.1.0.50 ']],
  ['hostname -i', ['127.0.1.1']],
  ['printenv HOME', ['/root']],
  ['seq 3', ['1', '2', '3']],
  ['sudo hostname', ['a']],
  ['command hostname', ['a']],
])('%s', (line, expected) => {
  expect(lab.printed('a', line)).toEqual(expected);
});

test('what is not there', () => {
  expect(lab.ask('a', 'which foo')).toMatchObject({ exitCode: 1, stdout: [], stderr: [] });
  expect(lab.ask('a', 'type foo').stderr).toEqual(['bash: type: foo: not found']);
  expect(lab.printed('a', 'env')).toContain('USER=root');
});
