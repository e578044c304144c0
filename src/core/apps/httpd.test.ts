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

it('answers with as many bytes as are asked for, up to its bound', () => {
  const lab = routedNet();
  lab.start('h2', 'httpd');
  const sizes = ['3000', '0', '999999'].map((size) =>
    lab.start('h1', `curl -s -o /dev/null -w '%{size_download}' http://10.2.0.2/bytes/${size}`),
  );
  lab.quiet();
  expect(sizes.map((pid) => lab.process('h1', pid).output)).toEqual([['3000'], ['0'], ['65536']]);
});
