import { expect, it } from 'vitest';
import { routedNet } from '../testing/net';

it('names itself and the peer it sees, to several at once, and serves on', () => {
  const lab = routedNet();
  const pid = lab.start('h2', 'httpd -f -p 8080');
  const clients = [1, 2, 3].map(() => lab.start('h1', 'curl -s http://10.2.0.2:8080/'));
  lab.quiet();
  for (const client of clients) {
    expect(lab.process('h1', client)).toMatchObject({ exitCode: 0, output: ['h2 sees 10.1.0.2'] });
  }
  expect(lab.process('h2', pid).exitCode).toBeNull();
});

it('ends when its port is taken', () => {
  const lab = routedNet();
  lab.start('h2', 'httpd');
  const pid = lab.start('h2', 'httpd');
  expect(lab.quiet().process('h2', pid)).toMatchObject({ exitCode: 1 });
});
