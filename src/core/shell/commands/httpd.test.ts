import { expect, it } from 'vitest';
import { routedNet } from '../../testing/net';

it('listens at port 80, or where it is told', () => {
  const lab = routedNet();
  lab.start('h1', 'httpd');
  lab.start('h1', 'httpd -f -p 8080');
  lab.quiet();
  const listens = lab.records('process').filter(({ verdict }) => verdict === 'start');
  expect(listens).toHaveLength(2);
  expect([...lab.ns('h1').tcpPorts.entries.keys()]).toEqual([80, 8080]);
});

it.each(['httpd -p 0', 'httpd -p x', 'httpd -q'])('%s is refused', (command) =>
  expect(routedNet().ask('h1', command)).toMatchObject({ exitCode: 1, pid: null }),
);

it('names the netns it serves in, whose hostname is the machine’s', () => {
  const lab = routedNet().type('h2', 'ip netns add web\nip -n web link set lo up');
  lab.start('web', 'httpd');
  const client = lab.start('web', 'curl -s http://127.0.0.1/');
  lab.quiet();
  expect(lab.process('web', client).output).toEqual(['web sees 127.0.0.1']);
  expect(lab.ask('web', 'hostname').stdout).toEqual(['h2']);
});
