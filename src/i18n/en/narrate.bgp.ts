/** Who told the route that a packet takes. */
export const told = {
  inside: 'Told by {{from}} in a BGP UPDATE, {{seconds}} s after the start.',
  path: 'Told by {{from}} in a BGP UPDATE, {{seconds}} s after the start; AS path {{path}}.',
  reflected:
    'Told by the reflector {{from}} in a BGP UPDATE, {{seconds}} s after the start; the route is that of {{originator}}.',
} as const;

/** Routing daemons: BGP sessions, what is told in them, which route is chosen. */
export const bgp = {
  bgpSession: {
    started:
      '{{netns}} will call {{peer}} (AS {{peerAs}}) within {{seconds}} s: session {{protocol}} is Active.',
    passive: 'Session {{protocol}} of {{netns}} is passive: {{peer}} (AS {{peerAs}}) has to call.',
    'no-neighbour':
      '{{peer}} is on no link of {{netns}}: session {{protocol}} waits until one of its devices has that network.',
    'no-link': 'The link to {{peer}} has no carrier: session {{protocol}} of {{netns}} waits for it.',
    'error-wait':
      'After the error {{netns}} leaves {{peer}} alone for up to {{seconds}} s before session {{protocol}} begins again.',
    timer: '{{netns}} calls {{peer}}, TCP port 179 (session {{protocol}}: Connect).',
    called:
      '{{peer}} has called. {{netns}} sends its OPEN and waits for the other one (session {{protocol}}: OpenSent).',
    connected:
      '{{peer}} has answered. {{netns}} sends its OPEN and waits for the other one (session {{protocol}}: OpenSent).',
    'open-received':
      'The OPEN of {{peer}} (AS {{peerAs}}) is accepted: hold time {{seconds}} s. {{netns}} confirms with a KEEPALIVE (session {{protocol}}: OpenConfirm).',
    'keepalive-received':
      '{{peer}} (AS {{peerAs}}) has confirmed: session {{protocol}} of {{netns}} is Established, and routes are exchanged. It ends when nothing is heard for {{seconds}} s.',
    collision: 'Two connections between {{netns}} and {{peer}} would be one too many: this one is given up.',
    'socket-error':
      'The connection of {{netns}} with {{peer}} failed ({{errno}}): session {{protocol}} is Idle.',
    'closed-by-peer': '{{peer}} has closed the connection: session {{protocol}} of {{netns}} is Idle.',
    'notification-received':
      '{{peer}} ends session {{protocol}} of {{netns}} with a NOTIFICATION, code {{code}}/{{subcode}}.',
    'error-found':
      '{{netns}} ends session {{protocol}} with a NOTIFICATION to {{peer}}, code {{code}}/{{subcode}}.',
    'hold-timer':
      'Nothing was heard of {{peer}} for the whole hold time: {{netns}} takes it for dead, says so (NOTIFICATION 4/0) and ends session {{protocol}}.',
    'neighbour-lost': 'No link of {{netns}} leads to {{peer}} any more: session {{protocol}} ends.',
    'peer-restarts':
      '{{peer}} calls anew while session {{protocol}} of {{netns}} still stands: it has restarted, and its routes are kept meanwhile.',
    'restart-time-over':
      '{{peer}} has not come back in time: {{netns}} forgets the routes of session {{protocol}}.',
    stopped: '{{netns}} ends its connection with {{peer}} (session {{protocol}}).',
  },
  bgpUpdate: {
    received: '{{peer}} tells {{netns}} of {{announced}} (session {{protocol}}).',
    withdraws:
      '{{peer}} takes back {{withdrawn}}: {{netns}} must not use its way there any more (session {{protocol}}).',
    receivedEnd: '{{peer}} has told {{netns}} all its routes (End-of-RIB).',
    sent: '{{netns}} tells {{peer}}: new {{announced}}; taken back {{withdrawn}}; kept to itself {{refused}} (session {{protocol}}).',
    sentEnd: '{{netns}} has nothing to tell {{peer}} and says so (End-of-RIB); kept to itself: {{refused}}.',
    held: '{{netns}} tells {{peer}} nothing of {{refused}} (session {{protocol}}).',
  },
  birdRoute: {
    only: '{{netns}} now knows a route to {{prefix}}: {{way}}, by {{protocol}}. There is no other.',
    best: {
      preference: '{{netns}} uses {{way}} to {{prefix}} from now on: {{protocol}} is preferred to {{rival}}.',
      unreachable:
        '{{netns}} uses {{way}} to {{prefix}} from now on: the next hop told by {{rival}} cannot be reached, that of {{protocol}} can.',
      'local-pref':
        '{{netns}} uses {{way}} to {{prefix}} from now on: the route of {{protocol}} has a higher local preference than that of {{rival}}.',
      'path-length':
        '{{netns}} uses {{way}} to {{prefix}} from now on: the path told by {{protocol}} goes through fewer autonomous systems than that of {{rival}}.',
      origin:
        '{{netns}} uses {{way}} to {{prefix}} from now on: {{protocol}} tells a better origin than {{rival}}.',
      med: '{{netns}} uses {{way}} to {{prefix}} from now on: {{protocol}} tells a lower MED than {{rival}}.',
      external:
        '{{netns}} uses {{way}} to {{prefix}} from now on: {{protocol}} is a session with another AS, {{rival}} is not.',
      'igp-metric':
        '{{netns}} uses {{way}} to {{prefix}} from now on: its next hop is nearer than that of {{rival}}.',
      'router-id':
        '{{netns}} uses {{way}} to {{prefix}} from now on: all else being equal, the speaker of {{protocol}} has the lower router id than that of {{rival}}.',
      'cluster-length':
        '{{netns}} uses {{way}} to {{prefix}} from now on: the route of {{protocol}} came through fewer reflectors than that of {{rival}}.',
      'peer-address':
        '{{netns}} uses {{way}} to {{prefix}} from now on: all else being equal, {{protocol}} has the lower address than {{rival}}.',
      older:
        '{{netns}} uses {{way}} to {{prefix}} from now on, by {{protocol}}; nothing speaks for {{rival}}.',
    },
    kept: {
      preference:
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: {{rival}} is preferred to {{protocol}}.',
      unreachable:
        '{{netns}} notes a route to {{prefix}} by {{protocol}} but cannot use it: its next hop is not reachable.',
      'local-pref':
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: the route of {{rival}} has a higher local preference.',
      'path-length':
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: the path told by {{rival}} goes through fewer autonomous systems.',
      origin: '{{netns}} notes {{way}} to {{prefix}} but does not use it: {{rival}} tells a better origin.',
      med: '{{netns}} notes {{way}} to {{prefix}} but does not use it: {{rival}} tells a lower MED.',
      external:
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: {{rival}} is a session with another AS, {{protocol}} is not.',
      'igp-metric':
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: the next hop of {{rival}} is nearer.',
      'router-id':
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: all else being equal, the speaker of {{rival}} has the lower router id.',
      'cluster-length':
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: the route of {{rival}} came through fewer reflectors.',
      'peer-address':
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: all else being equal, {{rival}} has the lower address.',
      older:
        '{{netns}} notes {{way}} to {{prefix}} but does not use it: nothing speaks for it against {{rival}}.',
    },
    unchanged: '{{netns}} hears of {{prefix}} by {{protocol}} again: nothing new.',
    rejected: {
      filter:
        '{{netns}} does not take {{prefix}} from {{protocol}}: its import filter {{filter}} rejects it.',
      'as-loop':
        '{{netns}} does not take {{prefix}} from {{protocol}}: its own AS is in the path already, so the route would lead in a circle.',
      'originator-loop': '{{netns}} does not take {{prefix}} from {{protocol}}: it is the originator itself.',
      'cluster-loop':
        '{{netns}} does not take {{prefix}} from {{protocol}}: the route has been through its own cluster.',
      'next-hop': '{{netns}} does not take {{prefix}} from {{protocol}}: the next hop is the machine itself.',
    },
    withdrawn: '{{netns}} has no route to {{prefix}} any more: {{protocol}} had the last one.',
    replaced:
      '{{netns}} loses the route of {{protocol}} to {{prefix}}; that of {{rival}} is the best of those left ({{routes}}).',
  },
  birdKernel: {
    written:
      'The best route to {{prefix}} goes into the kernel of {{netns}}: {{way}}, learned by {{protocol}}.',
    removed: 'There is no route to {{prefix}} any more: it is taken out of the kernel of {{netns}}.',
    failed:
      'The kernel of {{netns}} does not take the route to {{prefix}} ({{errno}}); the next scan tries again.',
    refused: {
      own: 'The route to {{prefix}} came from the kernel of {{netns}} and does not go back there.',
      device: '{{prefix}} is on a link of {{netns}}: its kernel knows that without being told.',
      filter:
        'The route to {{prefix}} does not go into the kernel of {{netns}}: filter {{filter}} rejects it.',
    },
  },
} as const;
