/** TCP connections: their states and timers. */
export const tcp = {
  sockState: {
    SYN_SENT:
      '{{app}} in {{netns}} calls {{remote}}, port {{remotePort}}: the connection is SYN_SENT until an answer comes.',
    SYN_RECV:
      '{{remote}} calls port {{port}} of {{netns}}: the kernel keeps the connection as SYN_RECV and answers; {{app}} hears nothing yet.',
    ESTABLISHED:
      'The connection of {{netns}} with {{remote}}, port {{remotePort}}, is ESTABLISHED: both sides may send.',
    FIN_WAIT1:
      '{{netns}} has no more to send to {{remote}}, port {{remotePort}}: FIN_WAIT1, until its FIN is acknowledged.',
    FIN_WAIT2: '{{remote}} has acknowledged the FIN of {{netns}} but may still send: FIN_WAIT2.',
    CLOSE_WAIT: '{{remote}} has no more to send: CLOSE_WAIT, until {{app}} in {{netns}} closes as well.',
    CLOSING: 'Both sides have closed at once: CLOSING, until {{remote}} acknowledges the FIN of {{netns}}.',
    LAST_ACK: '{{netns}} closes as well: LAST_ACK, until {{remote}} has acknowledged that.',
    TIME_WAIT:
      'Both sides have closed. {{netns}} keeps the connection with {{remote}} for 60 s more (TIME_WAIT), for segments that come late.',
    CLOSE: 'The connection of {{netns}} with {{remote}}, port {{remotePort}}, is over.',
  },
  tcpTimer: {
    retransmit:
      'No acknowledgment from {{remote}}, port {{remotePort}}, in time: {{netns}} sends again (attempt {{attempt}}) and now waits {{seconds}} s.',
    probe:
      'The window of {{remote}} is closed: {{netns}} asks whether it has opened (attempt {{attempt}}), and again in {{seconds}} s.',
    'loss-probe':
      'Nothing is heard from {{remote}}, port {{remotePort}}, of what was sent last: {{netns}} sends the last segment again as a probe (tail loss probe) and now waits {{seconds}} s.',
    'delayed-ack':
      'Nothing came that could have carried the acknowledgment for {{remote}}, port {{remotePort}}: {{netns}} sends it alone.',
    'give-up': '{{remote}}, port {{remotePort}}, has not answered {{attempt}} attempts: {{netns}} gives up.',
    forgotten: 'The time is over: {{netns}} forgets the connection with {{remote}}, port {{remotePort}}.',
  },
} as const;
