/** Goal: commands know the hosts of /etc/hosts as hosts(5) has it: any alias, letters of either case, comments, the first line that fits. */
import { expect, it } from 'vitest';
import { routedNet } from '../testing/net';

const HOSTS =
  '127.0.0.1 localhost\n# 10.9.9.9 web\n10.2.0.2\tweb.example  WEB # the server\n10.9.9.9 web\n::1 six\n';

it.each(['web', 'Web.Example', 'web.example.'])('%s', (name) => {
  const lab = routedNet();
  lab.simulation.shell.writeFile?.('h1', '/etc/hosts', HOSTS);
  lab.start('h2', 'ncat -l -k -e /bin/cat 80');
  expect(lab.run('h1', `nc -zv ${name} 80`)).toEqual([
    `Connection to ${name} (10.2.0.2) 80 port [tcp/http] succeeded!`,
  ]);
  expect(lab.run('h1', `echo a | ncat ${name} 80`)).toEqual(['a']);
});

it('knows no others', () => {
  const lab = routedNet();
  lab.simulation.shell.writeFile?.('h1', '/etc/hosts', HOSTS);
  for (const name of ['other', 'six', '10.9.9.9.9']) {
    expect(lab.ask('h1', `curl ${name}`).stderr).toEqual([`curl: (6) Could not resolve host: ${name}`]);
  }
});
