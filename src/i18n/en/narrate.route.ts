/** Routes: what a look-up finds, what ICMP teaches, which source address is chosen. */
export const route = {
  routeLookup: {
    via: 'For {{dst}}, {{netns}} takes the route {{prefix}}: next stop {{via}}, out of {{dev}}.',
    direct:
      'For {{dst}}, {{netns}} takes the route {{prefix}}: the destination is on the link of {{dev}}, no router in between.',
    outerVia:
      'The outer packet goes to {{dst}}: {{netns}} takes the route {{prefix}}, next stop {{via}}, out of {{dev}}.',
    outerDirect:
      'The outer packet goes to {{dst}}: {{netns}} takes the route {{prefix}}, and {{dst}} is on the link of {{dev}}.',
    local: '{{dst}} is an address of {{netns}} itself: the packet has arrived.',
    broadcast: '{{dst}} is a broadcast address on a link of {{netns}}: the packet is for everybody there.',
    unreachable:
      'The route {{prefix}} of {{netns}} says "unreachable" for {{dst}}: the packet ends here, and the sender is told.',
    blackhole:
      'The route {{prefix}} of {{netns}} is a black hole: packets for {{dst}} disappear without a word.',
    prohibit:
      'The route {{prefix}} of {{netns}} forbids {{dst}}: the packet ends here, and the sender is told.',
    none: 'No route of {{netns}} covers {{dst}}: it does not know where to send the packet.',
    choice:
      'For {{dst}}, {{netns}} takes the route {{prefix}}, which has {{count}} next hops. The hash of the flow picks number {{number}}: {{via}}, out of {{dev}}.',
    ruleUnreachable:
      'Policy rule {{pref}} of {{netns}} says "unreachable" for {{dst}}: no table is asked any more, and the sender is told.',
    ruleBlackhole:
      'Policy rule {{pref}} of {{netns}} is a black hole: packets for {{dst}} disappear without a word.',
    ruleProhibit:
      'Policy rule {{pref}} of {{netns}} forbids {{dst}}: the packet ends here, and the sender is told.',
  },
  routeException: {
    tunnel:
      'What {{dev}} puts around a packet leaves {{mtu}} bytes on the way to {{dst}}: {{netns}} remembers it for ten minutes, for what it sends itself.',
    tunnelFits: 'For {{dst}} {{netns}} counts on {{mtu}} bytes already: the tunnel has nothing to add.',
    mtu: '{{netns}} learns from {{from}} that only {{mtu}} bytes fit on the way to {{dst}}, and remembers it for ten minutes.',
    locked:
      '{{from}} names an MTU for {{dst}} that is too small to be believed: {{netns}} counts on {{mtu}} bytes and sends without DF from now on.',
    redirect:
      '{{netns}} learns from {{from}} that {{gateway}} is the better next hop for {{dst}}, and remembers it.',
    noRoute:
      '{{netns}} has no use for the redirect of {{from}} to {{gateway}}: it has no route to {{dst}} that could be corrected.',
    notTheGateway:
      '{{netns}} ignores the redirect of {{from}} to {{gateway}}: packets for {{dst}} do not go through {{from}}.',
    notAccepted: '{{netns}} does not accept the redirect of {{from}} to {{gateway}} for {{dst}}.',
    unresolved:
      '{{from}} says that {{gateway}} is the better next hop for {{dst}}, but {{netns}} does not know the MAC address of {{gateway}} yet: it asks for it and forgets the redirect.',
    noSmaller:
      '{{from}} tells {{netns}} nothing new: on the way to {{dst}} it counts on {{mtu}} bytes already.',
  },
  routeSource: {
    prefsrc: 'The route to {{dst}} names the source address: {{netns}} sends from {{addr}}.',
    device: '{{netns}} sends from {{addr}}, the address of {{dev}} by which the packet leaves.',
    otherDevice: '{{dev}} has no address of its own, so {{netns}} borrows {{addr}} from another device.',
    none: '{{netns}} has no address it could send from to {{dst}}.',
  },
} as const;
