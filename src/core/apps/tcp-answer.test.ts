import { expect, it } from 'vitest';
import { routedNet, type Net } from '../testing/net';
import { tcpAnswerProcess } from './tcp-answer';
import { tcpRequestProcess, type TcpRequestState } from './tcp-request';
import { utf8Decode, utf8Encode } from '../base/bytes';
import { ipv4 } from '../wire/addr';

const MS = 1_000_000;

function served(): { lab: Net; pid: number } {
  const lab = routedNet();
  const options = { port: 80, name: 'web', pauseNs: 80 * MS };
  return { lab, pid: lab.simulation.spawn('h2', tcpAnswerProcess(options, ['tcp-answer'])) };
}

function request(lab: Net): number {
  const options = {
    ...{ dst: ipv4('10.2.0.2'), port: 80, srcPort: 0, request: utf8Encode('hello') },
    ...{ timeoutNs: 2000 * MS, pauseNs: 60 * MS, closePauseNs: 120 * MS },
  };
  return lab.simulation.spawn('h1', tcpRequestProcess(options, ['tcp-request']));
}

const answerOf = (lab: Net, pid: number): string => {
  const { result } = lab.process('h1', pid).state as TcpRequestState;
  return result?.kind === 'reply' ? utf8Decode(result.payload) : JSON.stringify(result);
};

it('names itself and the peer it sees, one connection after the other', () => {
  const { lab, pid } = served();
  const clients = [request(lab), request(lab)];
  lab.quiet();
  for (const client of clients) {
    expect(answerOf(lab, client)).toBe('HTTP/1.0 200 OK\r\nContent-Length: 18\r\n\r\nweb sees 10.1.0.2\n');
  }
  expect(lab.process('h2', pid).exitCode).toBeNull();
});

it('ends when its port is taken', () => {
  const { lab } = served();
  const second = lab.simulation.spawn('h2', tcpAnswerProcess({ port: 80, name: 'x', pauseNs: 0 }, ['x']));
  expect(lab.quiet().process('h2', second)).toMatchObject({ exitCode: 1 });
});
