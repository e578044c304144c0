import type { CatalogueOf } from '../catalogue';
import type en from '../en/narrate';
import { netfilter } from './narrate.netfilter';
import { policy } from './narrate.policy';
import { route } from './narrate.route';
import { tcp } from './narrate.tcp';
import { tunnel } from './narrate.tunnel';

const narrate: CatalogueOf<typeof en> = {
  linkTx: {
    veth: '{{dev}} 是 veth 对的一端：{{netns}} 从这里发出的帧，由 {{peerNetns}} 中的 {{peer}} 收到。',
    cable: '{{dev}} 把帧送上网线，另一端是 {{peerNetns}} 的 {{peer}}。',
    unplugged: '{{netns}} 把帧交给 {{dev}}，但它的另一端什么也没接。',
    bridge: '{{netns}} 通过自己的网桥 {{dev}} 发帧，网桥接下来查找该走哪个端口。',
    vxlan: '{{netns}} 把帧交给 {{dev}}。这是隧道设备：它不把帧放上线路，而是先封装。',
    loopback: '目的地就是 {{netns}} 自己：包从 {{dev}} 出去，马上又从 {{dev}} 进来。',
    dummy: '{{netns}} 把帧交给 {{dev}}。这是 dummy 设备，发给它的一切都会消失。',
    tun: '{{netns}} 把不带以太网首部的 IP 包交给 {{dev}}。这个设备后面不是线路，而是一个进程，它像读文件一样读包。',
    ipip: '{{netns}} 把不带以太网首部的 IP 包交给 {{dev}}。这是隧道设备：它在前面再加一个 IP 首部。',
    ipvlan:
      '{{netns}} 把帧交给 {{dev}}。这是 ipvlan 设备：它有自己的 IP 地址，MAC 地址却与节点的网卡相同，就建在那块网卡上。',
    macvlan:
      '{{netns}} 把帧交给 {{dev}}。这是 macvlan 设备：它有自己的 MAC 地址，却没有自己的线路，建在节点的网卡上。',
    vlan: '{{netns}} 把帧交给 {{dev}}。这个设备是网卡的一个 VLAN：它没有自己的线路，建在网卡之上。',
    wireguard: '{{netns}} 把不带以太网首部的 IP 包交给 {{dev}}。这是加密隧道：由目的地址决定交给哪个对端。',
  },
  linkRx: {
    port: '{{dev}} 是 {{bridge}} 的端口，所以不论目的 MAC 是什么，帧都交给网桥处理。',
    host: '目的 MAC 就是 {{dev}} 的地址，帧是给 {{netns}} 的，上送协议栈。',
    broadcast: '这是广播帧，人人有份，{{netns}} 也从 {{dev}} 收下。',
    multicast: '这是组播帧，{{netns}} 从 {{dev}} 收下。',
    otherhost: '目的 MAC 不是 {{dev}} 的地址（{{mac}}）：这个帧是给别人的。',
    bridge: '目的 MAC 是网桥 {{dev}} 自己的地址：帧离开网桥，上送 {{netns}} 的协议栈。',
    vxlan: '{{dev}} 把解封装后的帧交给 {{netns}}，就像刚从线路上收到一样。',
    loopback: '{{dev}} 把包交还给发出它的 {{netns}}。',
    vlan: '这个帧是给 {{netns}} 的：{{dev}} 把去掉标签的帧交上去，就像 VLAN {{vid}} 是一条单独的线路。',
    tun: '{{dev}} 把进程写入的包交给 {{netns}}，就像刚从线路上收到一样。',
    tunnel: '{{dev}} 把解封装后的包交给 {{netns}}，就像刚从线路上收到一样。',
  },
  bridgeLearn: {
    learned: '来自 {{mac}} 的帧从 {{port}} 进入，{{bridge}} 记下：{{mac}} 在 {{port}} 后面。',
    moved: '{{mac}} 原先在 {{oldPort}} 后面，现在它的帧从 {{port}} 进入，{{bridge}} 更正记录。',
    refreshed: '{{bridge}} 早已知道 {{mac}} 在 {{port}} 后面，这里只刷新时间。',
    permanent: '{{bridge}} 中 {{mac}} 的表项是手工设置的，从 {{port}} 收到的帧不会改变它。',
  },
  bridgeForward: {
    forward: '{{bridge}} 有 {{mac}} 的表项，所以帧只从 {{port}} 发出。',
    floodUnknown_one: '{{bridge}} 还没见过 {{mac}}，于是泛洪：发往唯一的另一个端口。',
    floodUnknown_other: '{{bridge}} 还没见过 {{mac}}，于是把帧泛洪到 {{count}} 个端口。',
    floodGroup_one: '这是广播帧，{{bridge}} 从唯一可用的端口发出。',
    floodGroup_other: '这是广播帧，{{bridge}} 向 {{count}} 个端口各发一份。',
    floodGroupUp_one: '这是广播帧，{{bridge}} 从一个端口发出一份，再上送一份给 {{netns}} 自己。',
    floodGroupUp_other: '这是广播帧，{{bridge}} 向 {{count}} 个端口各发一份，再上送一份给 {{netns}} 自己。',
    upLocal: '{{mac}} 是 {{bridge}} 自己的地址，所以帧上送 {{netns}} 的协议栈。',
    upGroup: '这是广播帧，但 {{bridge}} 没有别的端口，只上送给 {{netns}} 自己。',
    samePort: '{{bridge}} 知道 {{mac}} 在 {{port}} 后面，而帧正是从那里来的。网桥不会把帧原路发回。',
    portRefused: '{{bridge}} 本该从 {{port}} 把帧发给 {{mac}}，但这个端口不能发送它。',
    nowhere: '{{bridge}} 没有 {{mac}} 的表项，也没有别的端口可试，帧到此为止。',
  },
  ipvlanForward: {
    sibling:
      '{{addr}} 属于 {{childNetns}} 的 {{child}}，它也建在 {{lowerNetns}} 的 {{lower}} 上：包直接交给它，不上任何线路。',
    refused:
      '{{addr}} 属于同一网卡上 {{childNetns}} 的 {{child}}，但 {{lower}} 上的设备是 private：彼此之间不发送。',
    flood_one:
      '这是广播帧：同一网卡上的 {{child}}（{{childNetns}}）得到一份，再由 {{lowerNetns}} 的 {{lower}} 发出。{{lowerNetns}} 自己收不到。',
    flood_other:
      '这是广播帧：同一网卡上的其他 {{count}} 个设备各得到一份，再由 {{lowerNetns}} 的 {{lower}} 发出。{{lowerNetns}} 自己收不到。',
    card: '帧的目的地是它们共用的 MAC 地址，而网卡上没有设备拥有 {{addr}}：交给 {{lowerNetns}} 的协议栈。',
    wire: '目的地不在这块网卡上，于是由 {{lowerNetns}} 的 {{lower}} 把帧发出。',
    route:
      '网卡上没有设备拥有 {{addr}}。在 l3 模式下由网卡所在的命名空间找路：{{lowerNetns}} 像对待自己的包一样为它选路，并经过自己的 OUTPUT 和 POSTROUTING。',
    group: '{{dev}} 处于 l3 模式：不发送组播和广播。',
    child:
      '{{addr}} 属于建在 {{dev}} 上的 {{child}}（{{childNetns}}），包交给它，不进入 {{netns}} 的协议栈。',
    copies_one: '这是广播帧：建在 {{dev}} 上的 {{child}}（{{childNetns}}）得到一份，{{netns}} 自己也收下。',
    copies_other: '这是广播帧：建在 {{dev}} 上的 {{count}} 个设备各得到一份，{{netns}} 自己也收下。',
    stack: '目的地不是建在 {{dev}} 上的设备，帧留给 {{netns}}。',
  },
  bridgeVlan: {
    pvid: '帧没有标签。从 {{port}} 进来的无标签帧属于 VLAN {{vid}}（PVID）：在 {{bridge}} 里它就是这个 VLAN 的帧。',
    member: '帧带着 VLAN {{vid}} 的标签，{{port}} 承载这个 VLAN：{{bridge}} 放它进来。',
    notMember:
      '帧带着 VLAN {{vid}} 的标签，而 {{port}} 只承载 {{members}}：{{bridge}} 不放它进来，发送方也不会得到任何通知。',
    noVlans:
      '帧带着 VLAN {{vid}} 的标签，而 {{port}} 不承载任何 VLAN：{{bridge}} 不放它进来，发送方也不会得到任何通知。',
    noPvid:
      '帧没有标签，而 {{port}} 没有给无标签帧规定 VLAN（没有 PVID）：{{bridge}} 不放它进来，发送方也不会得到任何通知。',
    untagged: 'VLAN {{vid}} 从 {{port}} 出去时不带标签：去掉这 4 个字节，端口后面的主机不必知道 VLAN。',
    tagged: 'VLAN {{vid}} 从 {{port}} 出去时保留标签，对端才能在同一根线上区分不同的 VLAN。',
  },
  vlanForward: {
    tagged: '{{dev}} 在两个 MAC 地址之后插入 VLAN {{vid}} 的标签（4 字节），再由 {{lower}} 发出。',
    device:
      '{{dev}} 收到的帧带着 VLAN {{vid}} 的标签，{{netns}} 有这个 VLAN 的设备：去掉标签，交给 {{device}}。',
    nobody: '{{dev}} 收到的帧带着 VLAN {{vid}} 的标签，{{netns}} 没有这个 VLAN 的设备：这个帧是给别人的。',
  },
  macvlanForward: {
    sibling:
      '{{mac}} 是 {{childNetns}} 的 {{child}}，它也建在 {{lowerNetns}} 的 {{lower}} 上：帧不会上线路，{{lower}} 像从线路收到一样收下它。',
    flood_one:
      '这是广播帧：先直接复制一份给同一网卡上的 {{child}}（{{childNetns}}），再由 {{lowerNetns}} 的 {{lower}} 发出。{{lowerNetns}} 自己收不到。',
    flood_other:
      '这是广播帧：先直接复制给同一网卡上的其他 {{count}} 个设备，再由 {{lowerNetns}} 的 {{lower}} 发出。{{lowerNetns}} 自己收不到。',
    wire: '同一网卡上没有可以直接交付的设备，于是由 {{lowerNetns}} 的 {{lower}} 发出。如果 {{mac}} 恰好是 {{lower}} 自己的地址，外面不会有人应答。',
    child:
      '帧属于建在 {{dev}} 上的 {{child}}（{{childNetns}}）：{{netns}} 的协议栈和它的规则都看不到这个帧。',
    copies_one: '这是广播帧：建在 {{dev}} 上的 {{child}}（{{childNetns}}）得到一份，{{netns}} 自己也收下。',
    copies_other: '这是广播帧：建在 {{dev}} 上的 {{count}} 个设备各得一份，{{netns}} 自己也收下。',
    stack: '{{dev}} 上没有设备的地址是 {{mac}}，帧留给 {{netns}} 自己。',
  },
  fdbExpire: '{{seconds}} 秒没有收到来自 {{mac}} 的帧，{{dev}} 删除它的表项。',

  neighLookup: {
    resolved: '{{netns}} 知道 {{dev}} 上 {{addr}} 的 MAC 是 {{mac}}（{{state}}），帧就发往这个地址。',
    queued: '{{netns}} 还不知道 {{addr}} 的 MAC。包在 {{dev}} 排队等待，先用 ARP 去问。',
    unresolvable: '{{netns}} 在 {{dev}} 上查不到 {{addr}} 的 MAC，包发不出去。',
  },
  neighUpdate: {
    firstUse: '{{netns}} 第一次在 {{dev}} 上用到 {{addr}}：新建邻居表项，收到应答之前是 INCOMPLETE。',
    reply_one: '{{addr}} 应答了：它的 MAC 是 {{mac}}。表项变为 REACHABLE，排队的包可以离开 {{netns}} 了。',
    reply_other:
      '{{addr}} 应答了：它的 MAC 是 {{mac}}。表项变为 REACHABLE，排队的 {{count}} 个包可以离开 {{netns}} 了。',
    replyNoWait: '{{addr}} 应答了：它的 MAC 是 {{mac}}。{{netns}} 把表项记为 REACHABLE。',
    requestHeard: '{{addr}} 来询问，请求里带着它自己的 MAC。{{netns}} 记下 {{mac}}，之后就不必反过来问了。',
    confirmed: '来自 {{addr}} 的流量说明它还在：{{netns}} 继续使用 {{mac}}。',
    timeout: '{{netns}} 有一阵子没有 {{addr}} 的消息，表项从 {{before}} 变为 {{after}}，但仍可使用。',
    usedWhileStale: '{{addr}} 的表项已经旧了，{{netns}} 照样使用 {{mac}}，过几秒再去确认。',
    noAnswer: '{{dev}} 上没有人应答 {{addr}}：{{netns}} 放弃，排队的包都被丢弃。',
    probe: '{{netns}} 向 {{mac}} 发单播请求，确认 {{addr}} 是否还在那里。',
    askAgain: '还没有应答：{{netns}} 在 {{dev}} 上再问一次 {{addr}}。',
    queued_one: '对 {{addr}} 的询问已经发出，这个包也在 {{netns}} 排队。',
    queued_other: '对 {{addr}} 的询问已经发出，现在有 {{count}} 个包在 {{netns}} 排队。',
    sent: '等待 {{addr}} 的包离开 {{netns}}，发往 {{mac}}。',
    setByHand: '有人手工把 {{netns}} 上 {{addr}} 的 MAC 设为 {{mac}}。',
    unused: '{{netns}} 很久没有用到 {{addr}} 的表项，将其删除。',
    linkDown: '{{dev}} 已关闭，{{netns}} 清除 {{addr}} 的表项。',
  },
  arpRequest: {
    broadcast:
      '{{netns}} 在 {{dev}} 上问所有人：谁有 {{target}}？请告诉 {{source}}。（第 {{attempt}} 次，最多 {{attempts}} 次）',
    unicast:
      '{{netns}} 在 {{dev}} 上直接问 {{target}}：你还在吗？请告诉 {{source}}。（第 {{attempt}} 次，最多 {{attempts}} 次）',
    broadcastAgain:
      '{{seconds}} 秒没有应答，发出第 {{attempt}} 次请求（共 {{attempts}} 次）。{{netns}} 在 {{dev}} 上再问所有人：谁有 {{target}}？请告诉 {{source}}。',
    unicastAgain:
      '{{seconds}} 秒没有应答，发出第 {{attempt}} 次请求（共 {{attempts}} 次）。{{netns}} 在 {{dev}} 上再直接问 {{target}}：你还在吗？请告诉 {{source}}。',
  },
  arpReceive: {
    ownAddress: '{{sender}} 在问 {{target}}。这正是 {{netns}} 的地址，于是用 {{dev}} 的 MAC 应答。',
    notOwnAddress: '{{sender}} 在问 {{target}}。{{netns}} 没有这个地址，不作应答。',
    proxy: '{{sender}} 在问 {{target}}。{{netns}} 有通往那里的路由，代为应答（proxy ARP）。',
    proxyDelayed:
      '{{sender}} 在问 {{target}}。{{netns}} 有通往那里的路由，将代为应答（proxy ARP），先随机等待一会儿：{{target}} 若在本链路上，会先应答。',
    arpFilter:
      '{{sender}} 在问 {{target}}。{{netns}} 有这个地址，但应答不会从 {{dev}} 发出，arp_filter 因此不允许应答。',
    accepted: '{{sender}} 通告自己的 MAC {{mac}}。{{netns}} 没有问过，但按 arp_accept 记下。',
    arpIgnore: '{{sender}} 在问 {{target}}。{{netns}} 有这个地址，但 arp_ignore 不允许在 {{dev}} 上应答。',
    answersRequest: '{{sender}} 应答：它的 MAC 是 {{mac}}。这正是 {{netns}} 在等的。',
    updatesKnown: '包里带着 {{sender}} 的 MAC。{{netns}} 认识这个邻居，把表项更新为 {{mac}}。',
    notWaiting: '{{sender}} 通告了自己的 MAC，但 {{netns}} 从没问过，不作记录。',
    ownRequest:
      '这是 {{netns}} 自己发出的询问，被反射了回来：所接的网桥端口开启了 hairpin 模式，广播也会从原端口发回。{{netns}} 忽略它。',
    notForUs: '{{sender}} 在问 {{target}}，这不是 {{netns}} 的地址：不应答，也不学习。',
    locktime: '不到一秒，{{sender}} 又声称另一个 MAC（{{mac}}）。{{netns}} 保留先前的那个。',
  },

  ...route,
  ipInput: {
    local: '{{dst}} 是 {{netns}} 的地址：包在本机接收。',
    forward: '{{dst}} 不是 {{netns}} 的地址，但转发已开启：{{netns}} 充当路由器，把包继续转发。',
    broadcast: '发往 {{dst}} 的包是给这条链路上所有人的，{{netns}} 收下。',
    notForwarding: '{{dst}} 不是 {{netns}} 的地址，转发也没有开启：{{netns}} 不是路由器，静默丢弃这个包。',
    martian: '带着这样的地址、发往 {{dst}} 的包不该出现在这里：{{netns}} 静默丢弃。',
  },
  ipTtl: {
    decremented:
      '{{netns}} 转发这个包，TTL 从 {{before}} 减为 {{after}}。每个路由器都会减 TTL，网桥和交换机不会。',
    expired: 'TTL 已是 {{before}}：{{netns}} 不能再转发，否则包可能永远兜圈子。',
    relay: '{{netns}} 中的 {{app}} 像路由器一样处理这个包，在用户态把 TTL 从 {{before}} 减为 {{after}}。',
    relayExpired: 'TTL 已是 {{before}}：{{netns}} 中的 {{app}} 不再发送这个包，也不通知任何人。',
  },
  ipOutput: {
    gateway: '{{netns}} 从 {{dev}} 把包发给网关 {{nexthop}}，为此需要网关的 MAC。',
    direct: '{{netns}} 从 {{dev}} 把包直接发给 {{nexthop}}，为此需要它的 MAC。',
    loopback: '包不离开 {{netns}}：走 lo。',
    broadcast: '{{netns}} 从 {{dev}} 把包发给所有人（{{nexthop}}），不需要查 MAC。',
    noAddress:
      '{{netns}} 从 {{dev}} 发出这个包，下一跳 {{nexthop}}。这种设备没有 MAC 地址，所以什么也不用查。',
  },
  ipFragment: {
    cut: '包长 {{len}} 字节，链路 MTU 只有 {{mtu}}：{{netns}} 把它分成 {{pieces}} 片。',
    tooBig: '包长 {{len}} 字节，链路 MTU 只有 {{mtu}}，又不允许分片（DF）：{{netns}} 发不出去。',
  },
  ipReassemble: {
    waiting: '{{netns}} 先留下包 {{id}} 的这一片，等其余分片到齐。',
    complete: '包 {{id}} 的分片已到齐：{{netns}} 把它们重组。',
    timeout: '包 {{id}} 有分片一直没到：{{netns}} 丢弃已收到的分片。',
  },

  ...tunnel,

  icmpSend: {
    netUnreachable: '{{netns}} 无路可走，为 {{to}} 生成差错：ICMP 网络不可达，源地址 {{from}}。',
    hostUnreachable: '{{netns}} 到不了目的主机，为 {{to}} 生成差错：ICMP 主机不可达，源地址 {{from}}。',
    protUnreachable: '{{netns}} 不支持这个协议，为 {{to}} 生成差错：ICMP 协议不可达，源地址 {{from}}。',
    portUnreachable:
      '{{netns}} 上没有进程监听这个端口，为 {{to}} 生成差错：ICMP 端口不可达，源地址 {{from}}。',
    fragNeeded:
      '包对下一条链路来说太长。{{netns}} 生成一个 ICMP 差错消息，说明多长才行：需要分片，源地址 {{from}}，目的地址 {{to}}。',
    prohibited: '{{netns}} 不被允许转发这个包，为 {{to}} 生成差错：ICMP 管理性禁止，源地址 {{from}}。',
    ttlExceeded:
      'TTL 用尽。{{netns}} 为 {{to}} 生成差错：ICMP 超时，源地址 {{from}}。traceroute 靠的就是这个应答。',
    reassembly: '缺少分片。{{netns}} 为 {{to}} 生成差错：ICMP 重组超时，源地址 {{from}}。',
    redirect: '{{netns}} 为 {{to}} 生成一条消息，说明有更近的路：ICMP 重定向，源地址 {{from}}。',
    other: '{{netns}} 从 {{from}} 向 {{to}} 发送 ICMP 消息，type {{type}}，code {{code}}。',
    suppressed: '{{netns}} 不通知 {{to}}：对这样的包不发 ICMP 差错，或者没有回去的路。',
    rateLimited: '{{netns}} 最近发给 {{to}} 的差错太多，这一个不发了（限速）。',
    allLimited: '{{netns}} 最近发给所有主机的差错合起来太多（icmp_msgs_per_sec），这一个不发了。',
  },
  icmpEcho:
    '收到发给 {{from}} 的回显请求：由 {{netns}} 的内核直接应答 {{to}}，不经过任何进程（seq {{seq}}）。',
  icmpEchoIgnored:
    '收到 {{to}} 发给 {{from}} 的回显请求（seq {{seq}}）：{{netns}} 被设置为一概不答（icmp_echo_ignore_all）。',
  sockDeliver: {
    udp: '{{netns}} 的端口 {{port}} 属于 {{app}}：它的套接字收到 {{bytes}} 字节。',
    tcp: '{{netns}} 端口 {{port}} 上的连接属于 {{app}}：它收下 {{bytes}} 字节数据。',
    sctp: 'SCTP 关联上的 {{bytes}} 字节到达 {{netns}} 的 {{app}}，端口 {{port}}。',
    sctpChunks: '一个不含数据的 SCTP 报文到达 {{netns}} 中 {{app}} 的套接字，端口 {{port}}。',
    segment: '这个报文段交给 {{netns}} 端口 {{port}} 上 {{app}} 的套接字。',
    ping: '应答里的标识符属于这个 ping，于是交给 {{netns}} 中 {{app}} 的套接字。',
    vxlan: '{{netns}} 的 UDP 端口 {{port}} 属于内核：到这里的都是 VXLAN 隧道的包。',
    geneve: '{{netns}} 的 UDP 端口 {{port}} 属于内核：到这里的都是 Geneve 隧道的包。',
    wireguard: '{{netns}} 的 UDP 端口 {{port}} 属于内核：到这里的都来自 WireGuard 对端，或自称如此。',
    relay:
      '{{netns}} 的端口 {{port}} 属于 {{app}}：它的套接字收到 {{bytes}} 字节，里面是一个还要继续前行的完整的包。',
    error: '这个 ICMP 差错引用了 {{app}} 发出的包，于是交给它在 {{netns}} 中的套接字。',
    redirected:
      '这个 ICMP 重定向引用了 {{app}} 发出的包。{{netns}} 从中学到了：去往 {{dst}} 的包现在经由 {{gateway}}。',
    notRedirected:
      '这个 ICMP 重定向引用了 {{app}} 发出的包。{{netns}} 没有采纳：去往 {{dst}} 的包仍走原来的路。',
  },
  sockSend: {
    udp: '{{netns}} 向 {{to}} 的端口 {{port}} 发送 {{bytes}} 字节。',
    ping: '{{netns}} 向 {{to}} 发送回显请求，数据 {{bytes}} 字节。',
    tcp: '{{netns}} 向 {{to}} 的端口 {{port}} 发送 {{flags}}。',
    tcpData: '{{netns}} 在连接上向 {{to}} 的端口 {{port}} 发送 {{bytes}} 字节（{{flags}}）。',
    tcpAgain: '{{netns}} 再次向 {{to}} 的端口 {{port}} 发送 {{flags}}。',
    sctp: '{{netns}} 向 {{to}} 的端口 {{port}} 发送 SCTP {{chunks}}。',
    sctpAgain: '{{netns}} 再次向 {{to}} 的端口 {{port}} 发送 SCTP {{chunks}}。',
    refused: '{{netns}} 无法向 {{to}} 发送：内核返回 {{errno}}。',
  },
  ...policy,
  ...tcp,
  process: {
    start: '{{netns}} 中启动进程：{{command}}',
    print: '{{netns}} 中的 {{app}} 输出：{{line}}',
    failed: '{{netns}} 中的 {{command}} 失败，退出码 {{code}}：{{line}}',
    exit: '{{netns}} 中的 {{app}} 结束，退出码 {{code}}。',
  },
  opApply: {
    machine: '添加机器 {{netns}}（{{role}}），它有自己的网络命名空间。',
    cable: '接上一根网线：一端是 {{from}}，另一端是 {{to}}。',
    plugged: '网线重新插上：{{end}} 恢复载波。',
    unplugged: '从 {{end}} 拔出网线：两端都失去载波。',
    noCable: '{{end}} 上没有网线。',
    applied: '{{netns}} 的配置改变：{{command}}',
    refused: '{{netns}} 拒绝执行 {{command}}：{{error}}',
  },
  dropped: {
    told: '包到此为止。{{netns}} 为此生成一个 ICMP 差错消息，目的地址 {{to}}。',
    silent: '包到此为止。{{netns}} 不通知发送方。',
  },
  ...netfilter,
  apiChange: {
    added: 'API Server 保存了一个新对象：{{by}} 创建了 {{object}}，并通知所有监视这类对象的组件。',
    modified: '{{by}} 在 API Server 上修改了 {{object}}（{{fields}}），监视它的组件都会收到通知。',
    deleted: '{{object}} 已不存在：{{by}} 把它从 API Server 中删除，监视它的组件都会收到通知。',
    refused: 'API Server 拒绝了 {{by}} 的请求：{{error}}',
  },
  cniCall: {
    call: '在 {{netns}} 上以 {{command}} 运行插件 {{plugin}}，对象是 {{pod}} 的 {{ifname}}，配置从标准输入传入。',
    withoutEffect:
      '{{plugin}} 在 {{netns}} 上为 {{pod}} 的 {{ifname}} 做好了设置。设置可以在那里查看，但模拟器不会真的限速。',
    done: '{{plugin}} 在 {{netns}} 上完成了对 {{pod}} 的 {{ifname}} 的 {{command}}，没有输出。',
    result: '{{netns}} 上的 {{plugin}} 完成 {{command}} 并返回结果：{{pod}} 的 {{ifname}} 得到 {{answer}}。',
    error:
      '{{netns}} 上的 {{plugin}} 对 {{pod}} 的 {{ifname}} 执行 {{command}} 失败，错误码 {{code}}：{{error}}',
  },
  bookkeeping: '{{netns}} 更新自己的计数器和定时器。',
  input: {
    interrupted: 'Ctrl-C：向 {{netns}} 中的 `{{command}}` 发送 SIGINT。',
    nothingToInterrupt: 'Ctrl-C：该命令已没有任何进程在运行。',
    waited: '等待 {{seconds}} 秒，期间只有定时器触发的动作。',
    accepted: '在 {{netns}} 中输入：{{command}}',
    refused: '在 {{netns}} 中输入：{{command}}。被拒绝：{{error}}',
  },
};

export default narrate;
