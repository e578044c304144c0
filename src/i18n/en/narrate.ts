import { netfilter } from './narrate.netfilter';
import { policy } from './narrate.policy';
import { route } from './narrate.route';
import { tcp } from './narrate.tcp';
import { tunnel } from './narrate.tunnel';

/** What happens to packets, and why: one sentence for each thing the trace can tell. */
export default {
  linkTx: {
    veth: '{{dev}} is one end of a veth pair: what {{netns}} sends here is received by {{peer}} in {{peerNetns}}.',
    cable: '{{dev}} puts the frame on its cable. At the other end is {{peer}} of {{peerNetns}}.',
    unplugged: '{{netns}} hands the frame to {{dev}}, but nothing is connected to it.',
    bridge: '{{netns}} sends the frame through its bridge {{dev}}, which now looks for the right port.',
    vxlan:
      '{{netns}} hands the frame to {{dev}}. That is a tunnel: it wraps the frame instead of putting it on a wire.',
    loopback: 'The packet is for {{netns}} itself: it goes out through {{dev}} and comes straight back in.',
    dummy: '{{netns}} hands the frame to {{dev}}, a dummy device. Whatever is sent there disappears.',
    tun: '{{netns}} hands the bare IP packet to {{dev}}. Behind this device is no wire but a process, which reads it like a file.',
    ipip: '{{netns}} hands the bare IP packet to {{dev}}. That is a tunnel: it puts a second IP header in front.',
    ipvlan:
      '{{netns}} hands the frame to {{dev}}. That is an ipvlan device: it has IP addresses of its own, bears the hardware address of a card of its node, and stands upon that card.',
    macvlan:
      '{{netns}} hands the frame to {{dev}}. That is a macvlan device: it has an address of its own, but no wire, and stands upon the card of its node.',
    vlan: '{{netns}} hands the frame to {{dev}}. That device is one VLAN of a card: it has no wire of its own, and stands upon that card.',
    wireguard:
      '{{netns}} hands the bare IP packet to {{dev}}. That is an encrypted tunnel: the destination decides which peer gets it.',
  },
  linkRx: {
    port: '{{dev}} is a port of {{bridge}}, so the frame goes to the bridge, whatever its MAC address.',
    host: 'The destination MAC is that of {{dev}}, so the frame is for {{netns}} and goes up to its network stack.',
    broadcast: 'The frame is for everybody, so {{netns}} takes it in on {{dev}} as well.',
    multicast: 'The frame is for a group. {{netns}} takes it in on {{dev}}.',
    otherhost: 'The destination MAC is not that of {{dev}} ({{mac}}): the frame is meant for someone else.',
    bridge:
      'The destination MAC is that of the bridge {{dev}}: the frame leaves the bridge and goes up to the network stack of {{netns}}.',
    vxlan: '{{dev}} hands the unwrapped frame to {{netns}}, as if it had just come off a wire.',
    loopback: '{{dev}} hands the packet back to {{netns}}, which sent it.',
    vlan: 'The frame is for {{netns}}: {{dev}} hands it up without its tag, as if VLAN {{vid}} were a wire of its own.',
    tun: '{{dev}} hands {{netns}} what its process wrote, as if the packet had just come off a wire.',
    tunnel: '{{dev}} hands the unwrapped packet to {{netns}}, as if it had just come off a wire.',
  },
  bridgeLearn: {
    learned: 'A frame from {{mac}} came in by {{port}}, so {{bridge}} notes: {{mac}} is behind {{port}}.',
    moved:
      '{{mac}} used to be behind {{oldPort}}. Its frame now came in by {{port}}, so {{bridge}} corrects its note.',
    refreshed:
      '{{bridge}} knows already that {{mac}} is behind {{port}}. It only notes that this is still so.',
    permanent:
      'The entry of {{bridge}} for {{mac}} was set by hand: a frame seen on {{port}} does not change it.',
  },
  bridgeForward: {
    forward: '{{bridge}} has an entry for {{mac}}, so the frame leaves by {{port}} alone.',
    floodUnknown_one:
      '{{bridge}} has not seen {{mac}} yet, so it floods the frame: the only other port gets it.',
    floodUnknown_other: '{{bridge}} has not seen {{mac}} yet, so it floods the frame to {{count}} ports.',
    floodGroup_one: 'The frame is for everybody, so {{bridge}} sends it out of the one port it may leave by.',
    floodGroup_other: 'The frame is for everybody, so {{bridge}} sends a copy out of {{count}} ports.',
    floodGroupUp_one:
      'The frame is for everybody, so {{bridge}} sends a copy out of one port and one up to {{netns}} itself.',
    floodGroupUp_other:
      'The frame is for everybody, so {{bridge}} sends a copy out of {{count}} ports and one up to {{netns}} itself.',
    upLocal:
      '{{mac}} is the address of {{bridge}} itself, so the frame goes up to the network stack of {{netns}}.',
    upGroup:
      'The frame is for everybody, but {{bridge}} has no other port. It only goes up to {{netns}} itself.',
    samePort:
      '{{bridge}} knows that {{mac}} is behind {{port}}, where the frame came from. A bridge does not send a frame back.',
    portRefused: '{{bridge}} would send the frame to {{mac}} by {{port}}, but that port may not send it.',
    nowhere: '{{bridge}} has no entry for {{mac}} and no other port to try, so the frame ends here.',
  },
  ipvlanForward: {
    sibling:
      '{{addr}} belongs to {{child}} of {{childNetns}}, which stands upon {{lower}} of {{lowerNetns}} as well: it gets the packet straight away, and no wire sees it.',
    refused:
      '{{addr}} belongs to {{child}} of {{childNetns}}, upon the same card, but the devices upon {{lower}} are private: none sends to another.',
    flood_one:
      'The frame is for everybody: {{child}} of {{childNetns}}, which stands upon the same card, gets a copy, then {{lower}} of {{lowerNetns}} sends it out. {{lowerNetns}} itself gets none.',
    flood_other:
      'The frame is for everybody: each of the {{count}} other devices upon the same card gets a copy, then {{lower}} of {{lowerNetns}} sends it out. {{lowerNetns}} itself gets none.',
    card: 'The frame is addressed to the hardware address they all bear, and no device upon the card has {{addr}}: the stack of {{lowerNetns}} is given it.',
    wire: 'Nobody upon the card is meant, so {{lower}} of {{lowerNetns}} sends the frame out.',
    route:
      'No device upon the card has {{addr}}. In mode l3 the namespace of the card finds the way: {{lowerNetns}} routes the packet as if it were its own, past its OUTPUT and POSTROUTING.',
    group: '{{dev}} is in mode l3: it sends nothing to groups or to everybody.',
    child:
      '{{addr}} belongs to {{child}} of {{childNetns}}, which stands upon {{dev}}, so the packet goes there, not to the stack of {{netns}}.',
    copies_one:
      'The frame is for everybody: {{child}} of {{childNetns}}, which stands upon {{dev}}, gets a copy, and {{netns}} itself takes it too.',
    copies_other:
      'The frame is for everybody: each of the {{count}} devices upon {{dev}} gets a copy, and {{netns}} itself takes it too.',
    stack: 'No device upon {{dev}} is meant, so the frame stays with {{netns}}.',
  },
  bridgeVlan: {
    pvid: 'The frame has no tag. What comes in untagged by {{port}} belongs to VLAN {{vid}}: inside {{bridge}} it is one of its frames.',
    member: 'The frame has the tag of VLAN {{vid}}, which {{port}} carries: {{bridge}} lets it in.',
    notMember:
      'The frame has the tag of VLAN {{vid}}, but {{port}} carries only {{members}}: {{bridge}} does not let it in. Its sender hears nothing of that.',
    noVlans:
      'The frame has the tag of VLAN {{vid}}, but {{port}} carries no VLAN at all: {{bridge}} does not let it in. Its sender hears nothing of that.',
    noPvid:
      'The frame has no tag, and {{port}} has no VLAN for such frames (no PVID): {{bridge}} does not let it in. Its sender hears nothing of that.',
    untagged:
      'VLAN {{vid}} leaves {{port}} without a tag: the four bytes come off, and whoever is behind it need not know of VLANs.',
    tagged:
      'VLAN {{vid}} leaves {{port}} with its tag, so that the other end can tell it from other VLANs on the same cable.',
  },
  vlanForward: {
    tagged:
      '{{dev}} puts the tag of VLAN {{vid}} behind the addresses, four bytes, and {{lower}} sends the frame out.',
    device:
      'The frame on {{dev}} has the tag of VLAN {{vid}}. {{netns}} has a device for it: {{device}} gets the frame, and the tag comes off.',
    nobody:
      'The frame on {{dev}} has the tag of VLAN {{vid}}, and {{netns}} has no device for that VLAN: the frame is meant for someone else.',
  },
  macvlanForward: {
    sibling:
      '{{mac}} is {{child}} of {{childNetns}}, which stands upon {{lower}} of {{lowerNetns}} as well: the frame never reaches the wire. {{lower}} receives it as if it came from there.',
    flood_one:
      'The frame is for everybody: a copy goes straight to {{child}} of {{childNetns}}, which stands upon the same card, then {{lower}} of {{lowerNetns}} sends it out. {{lowerNetns}} itself gets none.',
    flood_other:
      'The frame is for everybody: copies go straight to the {{count}} other devices upon the same card, then {{lower}} of {{lowerNetns}} sends it out. {{lowerNetns}} itself gets none.',
    wire: 'No other device upon the card may be given the frame directly, so {{lower}} of {{lowerNetns}} sends it out. Should {{mac}} be the address of {{lower}}, nobody out there will answer.',
    child:
      'The frame belongs to {{child}} of {{childNetns}}, which stands upon {{dev}}: the stack of {{netns}} never sees it, nor do its rules.',
    copies_one:
      'The frame is for everybody: {{child}} of {{childNetns}}, which stands upon {{dev}}, gets a copy, and {{netns}} itself takes it too.',
    copies_other:
      'The frame is for everybody: each of the {{count}} devices upon {{dev}} gets a copy, and {{netns}} itself takes it too.',
    stack: 'No device upon {{dev}} is meant by {{mac}}, so the frame stays with {{netns}}.',
  },
  fdbExpire: 'Nothing came from {{mac}} for {{seconds}} seconds, so {{dev}} forgets where it is.',

  neighLookup: {
    resolved:
      '{{netns}} knows the MAC address of {{addr}} on {{dev}}: {{mac}} ({{state}}). The frame is addressed to it.',
    queued:
      '{{netns}} does not know the MAC address of {{addr}} yet. The packet waits at {{dev}} while ARP asks for it.',
    unresolvable: '{{netns}} cannot find the MAC address of {{addr}} on {{dev}}, so the packet cannot leave.',
  },
  neighUpdate: {
    firstUse:
      '{{netns}} needs {{addr}} on {{dev}} for the first time: a new neighbour entry, INCOMPLETE until someone answers.',
    reply_one:
      '{{addr}} answered: its MAC address is {{mac}}. The entry becomes REACHABLE and the packet that waited can leave {{netns}}.',
    reply_other:
      '{{addr}} answered: its MAC address is {{mac}}. The entry becomes REACHABLE and {{count}} packets that waited can leave {{netns}}.',
    replyNoWait: '{{addr}} answered: its MAC address is {{mac}}. {{netns}} notes it as REACHABLE.',
    requestHeard:
      '{{addr}} asked, and its question carries its own MAC address. {{netns}} notes {{mac}}, so it need not ask back.',
    confirmed: 'Traffic from {{addr}} shows that it is still there: {{netns}} keeps {{mac}}.',
    timeout:
      '{{netns}} has not heard from {{addr}} for a while: the entry goes from {{before}} to {{after}}. It can still be used.',
    usedWhileStale:
      'The entry for {{addr}} is old, but {{netns}} uses {{mac}} all the same and will check it in a few seconds.',
    noAnswer:
      'Nobody answered for {{addr}} on {{dev}}: {{netns}} gives up, and the packets that waited are lost.',
    probe: '{{netns}} checks whether {{addr}} is still at {{mac}}, with a request to that address alone.',
    askAgain: 'No answer yet: {{netns}} asks for {{addr}} on {{dev}} once more.',
    queued_one: 'The question for {{addr}} is out already. The packet waits at {{netns}} as well.',
    queued_other: 'The question for {{addr}} is out already. {{count}} packets now wait at {{netns}}.',
    sent: 'What waited for {{addr}} leaves {{netns}}, addressed to {{mac}}.',
    setByHand: 'Somebody set the MAC address of {{addr}} at {{netns}} to {{mac}}.',
    unused: '{{netns}} has not used its entry for {{addr}} for long and removes it.',
    linkDown: '{{dev}} went down, so {{netns}} forgets what it knew about {{addr}}.',
  },
  arpRequest: {
    broadcast:
      '{{netns}} asks everybody on {{dev}}: who has {{target}}? Tell {{source}}. (Attempt {{attempt}} of {{attempts}}.)',
    unicast:
      '{{netns}} asks {{target}} directly on {{dev}}: are you still there? Tell {{source}}. (Attempt {{attempt}} of {{attempts}}.)',
    broadcastAgain:
      'No answer for {{seconds}} s: request {{attempt}} of {{attempts}}. {{netns}} asks everybody on {{dev}} again: who has {{target}}? Tell {{source}}.',
    unicastAgain:
      'No answer for {{seconds}} s: request {{attempt}} of {{attempts}}. {{netns}} asks {{target}} directly on {{dev}} again: are you still there? Tell {{source}}.',
  },
  arpReceive: {
    ownAddress:
      '{{sender}} asks for {{target}}. That is an address of {{netns}}, so it answers with the MAC address of {{dev}}.',
    notOwnAddress: '{{sender}} asks for {{target}}. {{netns}} does not have this address and stays silent.',
    proxy:
      '{{sender}} asks for {{target}}. {{netns}} knows a way there and answers in its place (proxy ARP).',
    proxyDelayed:
      '{{sender}} asks for {{target}}. {{netns}} knows a way there and will answer in its place (proxy ARP), after a random delay: {{target}} itself would be faster.',
    arpFilter:
      '{{sender}} asks for {{target}}. {{netns}} has it, but its answer would not leave by {{dev}}, and arp_filter wants that.',
    accepted:
      '{{sender}} announces its MAC address {{mac}}. {{netns}} never asked, but notes it (arp_accept).',
    arpIgnore:
      '{{sender}} asks for {{target}}. {{netns}} has it, but arp_ignore forbids an answer on {{dev}}.',
    answersRequest: '{{sender}} answers: its MAC address is {{mac}}. This is what {{netns}} was waiting for.',
    updatesKnown:
      'The packet tells the MAC address of {{sender}}: {{netns}} knows this neighbour and brings its entry up to date with {{mac}}.',
    notWaiting: '{{sender}} tells its MAC address, but {{netns}} never asked and does not note it.',
    ownRequest:
      'This is the question of {{netns}} itself, reflected: the bridge port it was sent to is in hairpin mode and sends broadcasts back too. {{netns}} ignores it.',
    notForUs:
      '{{sender}} asks for {{target}}, which is not an address of {{netns}}. It stays silent and learns nothing.',
    locktime:
      '{{sender}} claims another MAC address ({{mac}}) less than a second after the last one. {{netns}} keeps the first.',
  },

  ...route,
  ipInput: {
    local: '{{dst}} is an address of {{netns}}: the packet is taken in here.',
    forward:
      '{{dst}} is not an address of {{netns}}, but forwarding is on: {{netns}} acts as a router and passes the packet on.',
    broadcast: 'The packet to {{dst}} is for everybody on this link, so {{netns}} takes it in.',
    notForwarding:
      '{{dst}} is not an address of {{netns}}, and forwarding is off: {{netns}} is not a router and discards the packet silently.',
    martian: 'A packet to {{dst}} with these addresses must not arrive here: {{netns}} discards it silently.',
  },
  ipTtl: {
    decremented:
      '{{netns}} forwards the packet and lowers its TTL from {{before}} to {{after}}. Every router does; bridges and switches do not.',
    expired:
      'The TTL is {{before}}: {{netns}} may not forward the packet any further, or it might circle for ever.',
    relay:
      '{{app}} in {{netns}} handles the packet like a router and lowers its TTL from {{before}} to {{after}}, in user space.',
    relayExpired:
      'The TTL is {{before}}: {{app}} in {{netns}} does not send the packet on, and tells nobody.',
  },
  ipOutput: {
    gateway:
      '{{netns}} sends the packet out of {{dev}} to the gateway {{nexthop}}. For that it needs the MAC address of the gateway.',
    direct:
      '{{netns}} sends the packet out of {{dev}} straight to {{nexthop}}. For that it needs its MAC address.',
    loopback: 'The packet stays inside {{netns}}: it goes through lo.',
    broadcast:
      '{{netns}} sends the packet out of {{dev}} to everybody ({{nexthop}}). No MAC address has to be found for that.',
    noAddress:
      '{{netns}} sends the packet out of {{dev}}, next stop {{nexthop}}. This device knows no MAC addresses, so none has to be found.',
  },
  ipFragment: {
    cut: 'The packet has {{len}} bytes, the link takes {{mtu}}: {{netns}} cuts it into {{pieces}} pieces.',
    tooBig:
      'The packet has {{len}} bytes, the link takes {{mtu}}, and it must not be cut (DF): {{netns}} cannot send it.',
  },
  ipReassemble: {
    waiting: '{{netns}} keeps this piece of packet {{id}} until the others have come.',
    complete: 'All pieces of packet {{id}} have come: {{netns}} puts them together again.',
    timeout: 'Some pieces of packet {{id}} never came: {{netns}} discards the others.',
  },

  ...tunnel,

  icmpSend: {
    netUnreachable:
      '{{netns}} has no way on, and makes an error for {{to}}: ICMP net unreachable, from {{from}}.',
    hostUnreachable:
      '{{netns}} cannot reach the host, and makes an error for {{to}}: ICMP host unreachable, from {{from}}.',
    protUnreachable:
      '{{netns}} does not speak this protocol, and makes an error for {{to}}: ICMP protocol unreachable, from {{from}}.',
    portUnreachable:
      'Nobody at {{netns}} listens on this port. It makes an error for {{to}}: ICMP port unreachable, from {{from}}.',
    fragNeeded:
      'The packet is too long for the next link. {{netns}} makes an ICMP error that names the length that would fit: fragmentation needed, from {{from}}, for {{to}}.',
    prohibited:
      '{{netns}} may not pass the packet on, and makes an error for {{to}}: ICMP administratively prohibited, from {{from}}.',
    ttlExceeded:
      'The TTL is used up. {{netns}} makes an error for {{to}}: ICMP time exceeded, from {{from}}. traceroute lives on this answer.',
    reassembly:
      'Pieces of the packet are missing. {{netns}} makes an error for {{to}}: ICMP reassembly time exceeded, from {{from}}.',
    redirect: '{{netns}} makes a message for {{to}} about a shorter way: ICMP redirect, from {{from}}.',
    other: '{{netns}} sends an ICMP message of type {{type}}, code {{code}} from {{from}} to {{to}}.',
    suppressed:
      '{{netns}} tells {{to}} nothing: about such a packet no ICMP error is sent, or there is no way back.',
    rateLimited: '{{netns}} has sent {{to}} too many errors lately and keeps this one to itself.',
    allLimited:
      '{{netns}} has sent too many errors to all hosts together (icmp_msgs_per_sec) and keeps this one to itself.',
  },
  icmpEcho:
    'An echo request for {{from}}: the kernel of {{netns}} answers {{to}} by itself, no process is involved (seq {{seq}}).',
  icmpEchoIgnored:
    'An echo request of {{to}} for {{from}} (seq {{seq}}): {{netns}} was told not to answer any (icmp_echo_ignore_all).',
  sockDeliver: {
    udp: 'Port {{port}} of {{netns}} belongs to {{app}}: its socket receives {{bytes}} bytes.',
    tcp: 'The connection at port {{port}} of {{netns}} belongs to {{app}}: it takes {{bytes}} bytes of data.',
    sctp: '{{bytes}} bytes of an SCTP association reach {{app}} in {{netns}}, port {{port}}.',
    sctpChunks: 'An SCTP packet without data reaches the socket of {{app}} in {{netns}}, port {{port}}.',
    segment: 'The segment is for the socket of {{app}} at port {{port}} of {{netns}}.',
    ping: 'The reply bears the number of this ping, so the socket of {{app}} in {{netns}} receives it.',
    vxlan:
      'UDP port {{port}} of {{netns}} belongs to the kernel: what arrives there came through a VXLAN tunnel.',
    geneve:
      'UDP port {{port}} of {{netns}} belongs to the kernel: what arrives there came through a Geneve tunnel.',
    wireguard:
      'UDP port {{port}} of {{netns}} belongs to the kernel: what arrives there came from a WireGuard peer, or pretends to.',
    relay:
      'Port {{port}} of {{netns}} belongs to {{app}}: its socket receives {{bytes}} bytes, a whole packet that goes on from there.',
    error: 'The ICMP error quotes a packet of {{app}}, so its socket in {{netns}} receives the bad news.',
    redirected:
      'The ICMP redirect quotes a packet of {{app}}. {{netns}} has learned from it: packets for {{dst}} go by way of {{gateway}} now.',
    notRedirected:
      'The ICMP redirect quotes a packet of {{app}}. {{netns}} has not learned from it: packets for {{dst}} go where they went before.',
  },
  sockSend: {
    udp: '{{netns}} sends {{bytes}} bytes to {{to}}, port {{port}}.',
    ping: '{{netns}} sends an echo request with {{bytes}} bytes of data to {{to}}.',
    tcp: '{{netns}} sends {{flags}} to {{to}}, port {{port}}.',
    tcpData: '{{netns}} sends {{bytes}} bytes of the connection to {{to}}, port {{port}} ({{flags}}).',
    tcpAgain: '{{netns}} sends {{flags}} to {{to}}, port {{port}}, once more.',
    sctp: '{{netns}} sends SCTP {{chunks}} to {{to}}, port {{port}}.',
    sctpAgain: '{{netns}} sends SCTP {{chunks}} to {{to}}, port {{port}}, once more.',
    refused: '{{netns}} cannot send to {{to}}: the kernel answers {{errno}}.',
  },
  ...policy,
  ...tcp,
  process: {
    start: 'In {{netns}} a process starts: {{command}}',
    print: '{{app}} in {{netns}} prints: {{line}}',
    failed: '{{command}} fails in {{netns}} with exit code {{code}}: {{line}}',
    exit: '{{app}} in {{netns}} ends with exit code {{code}}.',
  },
  opApply: {
    machine: 'The machine {{netns}} is set up: a {{role}} with a network namespace of its own.',
    cable: 'A cable is plugged in: {{from}} at one end, {{to}} at the other.',
    plugged: 'A cable is plugged in again: {{end}} has its carrier back.',
    unplugged: 'The cable is pulled out of {{end}}: both ends lose their carrier.',
    noCable: 'There is no cable at {{end}}.',
    applied: '{{netns}} is configured: {{command}}',
    refused: '{{netns}} refuses {{command}}: {{error}}',
  },
  dropped: {
    told: 'The packet ends here. {{netns}} makes an ICMP error about it, for {{to}}.',
    silent: 'The packet ends here. {{netns}} does not report it to the sender.',
  },
  ...netfilter,
  apiChange: {
    added:
      'The API server keeps a new object: {{by}} created {{object}}. Whoever watches such objects is told.',
    modified: '{{by}} changes {{object}} at the API server ({{fields}}). Whoever watches it is told.',
    deleted: '{{object}} is gone: {{by}} removed it from the API server. Whoever watched it is told.',
    refused: 'The API server refuses what {{by}} asks of it: {{error}}',
  },
  cniCall: {
    call: 'On {{netns}} the plugin {{plugin}} is run with {{command}} for {{ifname}} of {{pod}}. Its configuration comes on standard input.',
    withoutEffect:
      '{{plugin}} has done its work for {{ifname}} of {{pod}} on {{netns}}. What it set up can be looked at there, but this simulator slows no packet down.',
    done: '{{plugin}} has finished {{command}} for {{ifname}} of {{pod}} on {{netns}}. It prints nothing.',
    result:
      '{{plugin}} on {{netns}} answers {{command}} with a result: {{ifname}} of {{pod}} has {{answer}}.',
    error:
      '{{plugin}} on {{netns}} fails {{command}} for {{ifname}} of {{pod}} with code {{code}}: {{error}}',
  },
  bookkeeping: '{{netns}} brings its counters and timers up to date.',
  input: {
    interrupted: 'Ctrl-C: `{{command}}` in {{netns}} gets SIGINT.',
    nothingToInterrupt: 'Ctrl-C: nothing of it runs any more.',
    waited: 'Time passes: {{seconds}} s. Nothing happens but what timers are set for.',
    accepted: 'Typed in {{netns}}: {{command}}',
    refused: 'Typed in {{netns}}: {{command}}. It was refused: {{error}}',
  },
} as const;
