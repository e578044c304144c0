/** Tunnels: where the other end is, what is put round a packet and taken off again, handshakes, ways through processes. */
export const tunnel = {
  tunnelLookup: {
    found: 'The FDB of {{dev}} says: {{mac}} is behind the tunnel end {{remote}}.',
    default: 'The FDB of {{dev}} has no entry for {{mac}}, so the frame goes to the default: {{remote}}.',
    none: 'The FDB of {{dev}} has no entry for {{mac}} and no default: {{netns}} does not know which node to send to.',
  },
  tunnelEncap:
    '{{dev}} wraps the whole frame in a UDP packet from {{local}} to {{remote}}, port {{port}}, VNI {{vni}}: {{bytes}} bytes, and {{ethernet}} more with the outer Ethernet header: {{total}} in all.',
  tunnelDecap:
    '{{dev}} unwraps the frame that {{remote}} sent with VNI {{vni}}: {{bytes}} bytes of outer headers are gone, {{ethernet}} of them the outer Ethernet header.',
  tunnelLearn: {
    learned:
      'A frame from {{mac}} came out of the tunnel from {{remote}}, so {{dev}} notes: {{mac}} is behind {{remote}}.',
    moved: 'The frame from {{mac}} now came from {{remote}}, so {{dev}} corrects its note.',
    refreshed:
      '{{dev}} knows already that {{mac}} is behind {{remote}}. It only notes that this is still so.',
    notLearning:
      '{{dev}} does not learn from frames: who is behind {{remote}} was written into its FDB by somebody else.',
  },

  geneveLookup: '{{dev}} has one far end: every frame that {{netns}} sends through it goes to {{remote}}.',
  ipipLookup: {
    fixed:
      '{{dev}} has one far end: whatever {{netns}} sends through it, like this packet to {{dst}}, goes to {{remote}}.',
    byRoute:
      '{{dev}} has no far end of its own: the next hop of the route to {{dst}}, {{remote}}, is where {{netns}} sends the outer packet.',
  },
  wireguardLookup: {
    found:
      'The allowed IPs of {{dev}} decide: {{dst}} lies in {{prefix}}, which belongs to peer {{peer}}. The next hop of the route plays no part.',
    none: 'No peer of {{dev}} is allowed {{dst}}: {{netns}} has no key to encrypt the packet with (ENOKEY).',
  },
  relayLookup: {
    found:
      'flanneld in {{netns}} looks into its own table: {{dst}} lies in {{subnet}}, the subnet of node {{remote}}.',
    none: 'flanneld in {{netns}} looks into its own table: no node has a subnet with {{dst}}.',
  },
  ipipEncap:
    '{{dev}} puts an IP header in front, from {{local}} to {{remote}}, protocol 4 (IPv4 in IPv4): {{bytes}} bytes more.',
  wireguardEncap:
    '{{dev}} seals the packet for peer {{peer}} and sends it as UDP to {{remote}}, port {{port}}: {{bytes}} bytes more, with padding and tag.',
  relayEncap:
    '{{app}} in {{netns}} sends the whole packet as the content of a UDP datagram to {{remote}}, port {{port}}: {{bytes}} bytes more.',
  ipipDecap: '{{dev}} takes the outer IP header off, which {{remote}} had put on: {{bytes}} bytes are gone.',
  wireguardDecap:
    '{{dev}} opens what peer {{peer}} sealed: {{bytes}} bytes of outer headers, padding and tag are gone.',
  relayDecap:
    '{{app}} in {{netns}} takes the packet out of the datagram that {{remote}} sent: {{bytes}} bytes of outer headers are gone.',
  wireguardSession: {
    wait: '{{dev}} and {{peer}} have agreed on no keys yet. The packet waits while they shake hands.',
    initiate:
      '{{dev}} asks {{peer}} for a handshake: an initiation of 148 bytes, which only {{peer}} can open.',
    retry:
      '{{peer}} has not answered for five seconds: {{dev}} sends another initiation (number {{attempt}}).',
    accept:
      'The initiation shows that {{peer}} sent it, and {{peer}} is a peer of {{dev}}: it gets an answer.',
    respond:
      '{{dev}} answers {{peer}} with 92 bytes. It has the new keys, but waits until {{peer}} uses them.',
    complete_one:
      'The answer of {{peer}} is there: both sides have the same keys. The packet that waited at {{dev}} can go.',
    complete_other:
      'The answer of {{peer}} is there: both sides have the same keys. {{count}} packets that waited at {{dev}} can go.',
    completeIdle: 'The answer of {{peer}} is there: {{dev}} and {{peer}} have the same keys.',
    confirm:
      'The first message with the new keys: {{peer}} has them, so {{dev}} uses them as well from now on.',
    keepalive: '{{dev}} gives {{peer}} a sign of life: a message with nothing in it, 32 bytes.',
    heard: '{{peer}} gives {{dev}} a sign of life. There is nothing in it.',
    giveUp:
      '{{peer}} has not answered {{dev}} for a minute and a half: what waits for the handshake is given up.',
  },
  userCross: {
    toProcess:
      'From kernel to user space: {{app}} reads the packet from {{dev}}. Copying it costs {{netns}} time, with every packet.',
    toKernel: 'From user space back to the kernel: {{app}} of {{netns}} writes the packet into {{dev}}.',
  },
} as const;
