import { expect, it } from 'vitest';
import { routedNet } from '../testing/net';
import { udpEchoProcess } from './udp-echo';

it('answers with what it got, with a mark in front', () => {
  const lab = routedNet();
  lab.start('h2', 'ncat -u -l -k -c "sed -u s/^/pong:/" 5353');
  expect(lab.run('h1', 'echo ping | ncat -u -w 1 10.2.0.2 5353')).toEqual(['pong:ping']);
});

it('answers with the beginning only, unless told to answer whole', () => {
  const lab = routedNet();
  lab.simulation.spawn('h2', udpEchoProcess({ port: 1000, prefix: '' }, ['echo']));
  lab.simulation.spawn('h2', udpEchoProcess({ port: 2000, prefix: '', whole: true }, ['echo']));
  const text = 'x'.repeat(100);
  expect(lab.run('h1', `echo -n ${text} | ncat -u -w 1 10.2.0.2 1000`)[0]).toHaveLength(64);
  expect(lab.run('h1', `echo -n ${text} | ncat -u -w 1 10.2.0.2 2000`)[0]).toHaveLength(100);
});

it('serves on, and nobody waits for it to end', () => {
  const lab = routedNet();
  const pid = lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  lab.quiet();
  for (let i = 0; i < 3; i += 1) {
    expect(lab.run('h1', 'echo again | ncat -u -w 1 10.2.0.2 5353')).toEqual(['again']);
  }
  expect(lab.process('h2', pid).exitCode).toBeNull();
});

it('ends when its port is taken', () => {
  const lab = routedNet();
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  const pid = lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  expect(lab.quiet().process('h2', pid)).toMatchObject({ exitCode: 2 });
});
