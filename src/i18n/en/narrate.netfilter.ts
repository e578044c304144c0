/** Rules that fit, connections that are tracked, addresses that are translated. */
export const netfilter = {
  nfRule: {
    accept: 'Rule {{number}} of {{chain}} ({{table}}) fits: {{netns}} lets the packet pass {{hook}}.',
    drop: 'Rule {{number}} of {{chain}} ({{table}}) fits, and its target is DROP: at {{hook}} {{netns}} discards the packet silently.',
    reject:
      'Rule {{number}} of {{chain}} ({{table}}) fits, and its target is REJECT: at {{hook}} {{netns}} discards the packet and makes an answer for the sender ({{with}}).',
    return:
      'Rule {{number}} of {{chain}} ({{table}}) fits: {{netns}} leaves this chain and goes on where it was called.',
    continue:
      'Rule {{number}} of {{chain}} ({{table}}) fits: {{netns}} does what it says and goes on to the next rule.',
    translate:
      'Rule {{number}} of {{chain}} ({{table}}) fits: from now on {{netns}} translates the addresses of this flow.',
    policyAccept:
      'No rule of {{chain}} ({{table}}) has decided, and its policy is ACCEPT: {{netns}} lets the packet pass.',
    policyDrop:
      'No rule of {{chain}} ({{table}}) has let the packet pass, and its policy is DROP: {{netns}} discards it silently.',
    jump: 'Rule {{number}} of {{chain}} ({{table}}) fits: {{netns}} goes on in the chain {{next}}.',
  },
  ctLookup: {
    new: 'Conntrack of {{netns}} has not seen a flow from {{src}} to {{dst}} yet: it begins an entry for it.',
    original: 'Conntrack of {{netns}} knows this flow: one more packet from {{src}} to {{dst}}.',
    reply: 'Conntrack of {{netns}} knows this flow: it is an answer to {{src}}, which had asked {{dst}}.',
    related:
      'Conntrack of {{netns}} looks into the ICMP error: it is about the flow from {{src}} to {{dst}} (RELATED).',
    invalid:
      'Conntrack of {{netns}} knows no flow this packet belongs to, and none can begin with it (INVALID).',
  },
  natApply: {
    source: '{{netns}} replaces the source {{from}} by {{to}}, so that answers come back to it.',
    destination: '{{netns}} replaces the destination {{from}} by {{to}}.',
    undo: 'An answer: {{netns}} undoes its translation and puts {{to}} in the place of {{from}}.',
  },
} as const;
