import { expect, it } from 'vitest';
import { routedNet } from '../../testing/net';

it.each([
  ['curl', 2, "curl: try 'curl --help' or 'curl --manual' for more information"],
  ['curl http://nosuch.invalid/', 6, 'curl: (6) Could not resolve host: nosuch.invalid'],
  ['curl --nosuch 10.0.0.1', 2, 'curl: option --nosuch: is unknown'],
  ['curl -m', 2, 'curl: option -m: requires parameter'],
])('%s', (command, exitCode, line) => {
  const outcome = routedNet().ask('h1', command);
  expect(outcome).toMatchObject({ exitCode, pid: null });
  expect(outcome.stderr[0]).toBe(line);
});
