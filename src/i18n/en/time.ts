/** English: time on the page. Timeline, playing, what is walked. */
export default {
  time: {
    marks: 'Marks',
    config: 'Config',
    packets: 'Packets',
    zoomIn: 'Zoom in on this time',
    zoomOut: 'Zoom out in time',
    setUp: 'Set-up',
    setUpTitle_one: 'How this lab came to be, before the first input: {{count}} step',
    setUpTitle_other: 'How this lab came to be, before the first input: {{count}} steps',
    playing: 'Playing at {{speed}}×',
    paused: 'Paused',
    speed: 'Speed {{speed}}×',
    speeds: 'Speed and stops',
    perSpeed: '{{speed}}×',
    stopAtDrop: 'Pause at the next drop',
    on: 'on',
    off: 'off',
    scope: 'What is walked: {{scope}}',
    scopes: {
      all: { name: 'All', title: 'Packets and configuration' },
      packets: { name: 'Packets', title: 'Packets only, configuration is passed over' },
      config: { name: 'Config', title: 'Configuration only, packets are passed over' },
    },
  },
} as const;
