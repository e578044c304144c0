/** Sentences about TCP connections and SCTP associations, with their parameters. */

const ENDS = ['netns', 'app', 'port', 'remote', 'remotePort'] as const;
const TIMER = ['netns', 'remote', 'remotePort'] as const;

export const tcpParams = {
  'narrate.sockDeliver.tcp': ['netns', 'app', 'port', 'bytes'],
  'narrate.sockDeliver.segment': ['netns', 'app', 'port'],
  'narrate.sockSend.tcp': ['netns', 'to', 'port', 'flags'],
  'narrate.sockSend.tcpData': ['netns', 'to', 'port', 'flags', 'bytes'],
  'narrate.sockSend.tcpAgain': ['netns', 'to', 'port', 'flags'],
  'narrate.sockDeliver.sctp': ['netns', 'app', 'port', 'bytes'],
  'narrate.sockDeliver.sctpChunks': ['netns', 'app', 'port'],
  'narrate.sockSend.sctp': ['netns', 'to', 'port', 'chunks'],
  'narrate.sockSend.sctpAgain': ['netns', 'to', 'port', 'chunks'],
  'narrate.sockState.SYN_SENT': ENDS,
  'narrate.sockState.SYN_RECV': ENDS,
  'narrate.sockState.ESTABLISHED': ENDS,
  'narrate.sockState.FIN_WAIT1': ENDS,
  'narrate.sockState.FIN_WAIT2': ENDS,
  'narrate.sockState.CLOSE_WAIT': ENDS,
  'narrate.sockState.CLOSING': ENDS,
  'narrate.sockState.LAST_ACK': ENDS,
  'narrate.sockState.TIME_WAIT': ENDS,
  'narrate.sockState.CLOSE': ENDS,
  'narrate.tcpTimer.retransmit': [...TIMER, 'attempt', 'seconds'],
  'narrate.tcpTimer.probe': [...TIMER, 'attempt', 'seconds'],
  'narrate.tcpTimer.loss-probe': [...TIMER, 'seconds'],
  'narrate.tcpTimer.delayed-ack': TIMER,
  'narrate.tcpTimer.give-up': [...TIMER, 'attempt'],
  'narrate.tcpTimer.forgotten': TIMER,
} as const;
