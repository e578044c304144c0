/** English: what the command line says besides the texts of the page. */
export default {
  cli: {
    help: `Plays a lab in the terminal: the session of the page, without the page.

  npm run lab -- LAB [options]

LAB is a built-in lab (flannel-vxlan, scenarios/flannel-vxlan) or a file of your own.

What is done, in the order given:
  --send NAME               one of the lab's prepared sends
  --input 'NETNS: COMMAND'  a command, as if typed in that netns
  --stdin FILE              what the command before reads (kubectl apply -f -)
  --wait SECONDS            nothing, for so long
Without any of these the lab's first send is played, as on the page.

How the lab is built:
  --choice NAME=OPTION      one of the lab's choices, such as backend=host-gw

What is told:
  --format text             hop by hop, in sentences (the default)
  --format json             the trace, one JSON object per line; see docs/trace-json.md
  --format tcpdump          what tcpdump -n prints at each interface
  --format pcapng           a capture for Wireshark, with the reason of each hop as a comment
  --format pcap             a capture in the older format, without reasons
  --lang en|zh-CN           language of the sentences
  --step SIZE               text: a block per decision, hop (the default), machine or packet
  --until WHERE             stop telling at a record (84), a moment (1.5s) or the first drop (drop)
  --setup                   tell how the lab came to be as well
  --on NETNS/DEV            tcpdump and captures: this interface alone; captures: NETNS for all of a netns
  --packet NUMBER           captures: this packet alone, at every interface it passes
  -o, --out FILE            write to a file instead of standard output
  -e, -v                    tcpdump: link-level headers; more of the IP header

  --list                    without LAB: the labs; with LAB: its choices, sends and netns
  -h, --help                this text

Exit codes: 0 done, 1 something is wrong with the lab, 2 something is wrong with the command line.
`,
    seeHelp: 'npm run lab -- --help tells what can be asked.',
    didYouMean: 'Did you mean {{nearest}}?',
    oneOf: 'It may be one of: {{names}}.',
    usage: {
      option: 'There is no option {{option}}.',
      value: '{{option}} needs a value.',
      noValue: '{{option}} takes no value.',
      twice: '{{option}} is given twice.',
      format: '{{value}} is no format.',
      lang: 'There is no language {{value}}.',
      step: '{{value}} is no size of a step.',
      until: '--until {{value}} is neither a record, nor a moment in seconds, nor “drop”.',
      wait: '--wait takes seconds from 0 to {{max}}, not {{value}}.',
      input: '--input needs a netns, a colon and a command, not “{{value}}”.',
      stdin: '--stdin {{value}} has no --input before it that could read it.',
      choice: '--choice needs a name, an equals sign and an option, not “{{value}}”.',
      noChoice: 'The lab {{lab}} has no choice {{choice}}.',
      noOption: 'The choice {{choice}} has no option {{option}}.',
      labs: 'One lab at a time: {{labs}} are {{count}}.',
      noLab: 'Which lab? --list names those there are.',
      lab: 'There is no lab {{lab}}.',
      send: 'The lab {{lab}} has no send {{send}}.',
      netns: 'The lab {{lab}} has no netns {{netns}}.',
      packet: '--packet takes the number of a packet, not {{value}}.',
      binary: 'The format {{format}} is not for a terminal: name a file with --out, or pipe it on.',
      unwritable: '{{file}} cannot be written: {{reason}}',
      noPacket: 'The lab {{lab}} has no packet {{packet}} there.',
      scope: '--on and --packet exclude each other.',
      on: 'There is no interface {{name}} in the lab {{lab}}.',
      noSends: 'The lab {{lab}} has no prepared sends. Say what to do with --input.',
      unreadable: '{{file}} cannot be read: {{reason}}',
    },
    labs: 'Labs',
    sends: 'Prepared sends',
    choices: 'Choices',
    netns: 'Netns',
    noSends: 'none',
    at: '{{file}}, document {{document}}, line {{line}}, column {{column}}',
    atLine: '{{file}}, line {{line}}, column {{column}}',
    atDocument: '{{file}}, document {{document}}',
    path: 'at {{path}}',
    setup: 'How the lab came to be',
    configuration: 'Configuration',
    journey: 'The journey',
    verdicts: 'Verdicts',
    input: 'Input {{number}}',
    output: 'Output',
    packet: 'packet {{number}}',
    routing: '{{netns}}, routing',
    label: { packet: 'packet', decided: 'decided', why: 'why', changed: 'changed', dropped: 'dropped' },
    bytes: '{{bytes}} bytes',
    nothing: 'Nothing was sent.',
    fate: {
      delivered: 'delivered',
      consumed: 'taken in',
      dropped: 'dropped',
      'in-flight': 'on its way',
    },
    droppedAt: 'at {{place}}: {{reason}}',
    bounded: 'Input {{number}} did not come to rest and was stopped after {{events}} events.',
    circle:
      'Input {{number}} did not come to rest and was stopped after {{events}} events: frames go round in a circle: {{circle}}.',
    cut: 'Told until record {{seq}} of {{last}}.',
  },
} as const;
