/** Sentences about TCP connections. */
import { formatIpv4 } from '../../wire/addr';
import { message } from '../say';
import { at, type Narrator } from './scene';

const NS_PER_SEC = 1_000_000_000;

export const sockState: Narrator<'sock.state'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { app, port, remotePort } = record.detail;
  const remote = formatIpv4(record.detail.remote);
  return message(`narrate.sockState.${record.verdict}`, { netns, app, port, remote, remotePort });
};

export const tcpTimer: Narrator<'tcp.timer'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { remotePort, attempt, nextNs } = record.detail;
  const end = { netns, remote: formatIpv4(record.detail.remote), remotePort };
  switch (record.verdict) {
    case 'retransmit':
    case 'probe': {
      const seconds = Number((nextNs / NS_PER_SEC).toFixed(1));
      return message(`narrate.tcpTimer.${record.verdict}`, { ...end, attempt, seconds });
    }
    case 'loss-probe': {
      const seconds = Number((nextNs / NS_PER_SEC).toFixed(1));
      return message('narrate.tcpTimer.loss-probe', { ...end, seconds });
    }
    case 'give-up':
      return message('narrate.tcpTimer.give-up', { ...end, attempt });
    case 'delayed-ack':
    case 'forgotten':
      return message(`narrate.tcpTimer.${record.verdict}`, end);
  }
};
