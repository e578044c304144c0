/** English: configuration in short. The actor stands above these lines, so they begin with the verb. */
export default {
  woken: {
    start: 'starts',
    added: 'sees that {{object}} is new',
    modified: 'sees that {{object}} has changed',
    deleted: 'sees that {{object}} is gone',
    timer: 'its timer {{timer}} is due',
    file: 'sees the file {{path}}',
    link: 'hears that the device {{dev}} is gone',
    kernel: 'hears that somebody configured its machine ({{op}})',
  },
  api: {
    added: 'creates {{object}}',
    modified: 'changes {{object}}: {{fields}}',
    deleted: 'removes {{object}}',
    refused: 'asks for {{object}} and is refused: {{error}}',
  },
  cni: {
    call: 'runs {{plugin}}: {{command}} for {{ifname}} of {{pod}}',
    result: '{{plugin}} answers: {{answer}}',
    done: '{{plugin}} answers: done',
    error: '{{plugin}} fails with code {{code}}: {{error}}',
  },
  op: {
    applied: '{{command}}',
    refused: '{{command}} is refused: {{error}}',
  },
  machine: 'sets up the machine {{name}}',
  cable: 'plugs in a cable: {{from}} to {{to}}',
  plugged: 'plugs the cable of {{end}} in again',
  unplugged: 'pulls the cable out of {{end}}',
} as const;
