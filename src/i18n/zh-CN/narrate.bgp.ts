import type { CatalogueOf } from '../catalogue';
import type { bgp as en, told as enTold } from '../en/narrate.bgp';

/** 报文所用的路由由谁通告。 */
export const told: CatalogueOf<typeof enTold> = {
  inside: '由 {{from}} 通过 BGP UPDATE 通告，时间为启动后 {{seconds}} 秒。',
  path: '由 {{from}} 通过 BGP UPDATE 通告，时间为启动后 {{seconds}} 秒；AS path 为 {{path}}。',
  reflected:
    '由路由反射器 {{from}} 通过 BGP UPDATE 通告，时间为启动后 {{seconds}} 秒；这条路由来自 {{originator}}。',
};

/** 路由守护进程：BGP 会话、会话中通告的内容、选中哪条路由。 */
export const bgp: CatalogueOf<typeof en> = {
  bgpSession: {
    started: '{{netns}} 将在 {{seconds}} 秒内呼叫 {{peer}}（AS {{peerAs}}）：会话 {{protocol}} 处于 Active。',
    passive: '{{netns}} 的会话 {{protocol}} 是被动的：等待 {{peer}}（AS {{peerAs}}）来呼叫。',
    'no-neighbour': '{{peer}} 不在 {{netns}} 的任何链路上：会话 {{protocol}} 等待某个设备有了该网段。',
    'no-link': '通往 {{peer}} 的链路没有 carrier：{{netns}} 的会话 {{protocol}} 等它恢复。',
    'error-wait': '出错之后，{{netns}} 最多等待 {{seconds}} 秒，会话 {{protocol}} 才会重新呼叫 {{peer}}。',
    timer: '{{netns}} 呼叫 {{peer}} 的 TCP 端口 179（会话 {{protocol}}：Connect）。',
    called: '{{peer}} 呼叫进来。{{netns}} 发出 OPEN，等待对方的 OPEN（会话 {{protocol}}：OpenSent）。',
    connected: '{{peer}} 已应答。{{netns}} 发出 OPEN，等待对方的 OPEN（会话 {{protocol}}：OpenSent）。',
    'open-received':
      '{{peer}}（AS {{peerAs}}）的 OPEN 被接受：hold time 为 {{seconds}} 秒。{{netns}} 用 KEEPALIVE 确认（会话 {{protocol}}：OpenConfirm）。',
    'keepalive-received':
      '{{peer}}（AS {{peerAs}}）已确认：{{netns}} 的会话 {{protocol}} 进入 Established，开始交换路由。若 {{seconds}} 秒内什么也没听到，会话即告结束。',
    collision: '{{netns}} 与 {{peer}} 之间不需要两条连接：放弃这一条。',
    'socket-error': '{{netns}} 与 {{peer}} 的连接失败（{{errno}}）：会话 {{protocol}} 回到 Idle。',
    'closed-by-peer': '{{peer}} 关闭了连接：{{netns}} 的会话 {{protocol}} 回到 Idle。',
    'notification-received':
      '{{peer}} 用 NOTIFICATION（代码 {{code}}/{{subcode}}）结束了 {{netns}} 的会话 {{protocol}}。',
    'error-found':
      '{{netns}} 向 {{peer}} 发出 NOTIFICATION（代码 {{code}}/{{subcode}}），结束会话 {{protocol}}。',
    'hold-timer':
      '整个 hold time 内都没有听到 {{peer}} 的消息：{{netns}} 认为它已失效，发出 NOTIFICATION 4/0，结束会话 {{protocol}}。',
    'neighbour-lost': '{{netns}} 已没有通往 {{peer}} 的链路：会话 {{protocol}} 结束。',
    'peer-restarts':
      '{{netns}} 的会话 {{protocol}} 还在，{{peer}} 却重新呼叫：它重启过了，期间保留它的路由。',
    'restart-time-over': '{{peer}} 没有按时回来：{{netns}} 忘掉会话 {{protocol}} 的路由。',
    stopped: '{{netns}} 结束与 {{peer}} 的连接（会话 {{protocol}}）。',
  },
  bgpUpdate: {
    received: '{{peer}} 向 {{netns}} 通告 {{announced}}（会话 {{protocol}}）。',
    withdraws: '{{peer}} 撤销 {{withdrawn}}：{{netns}} 不能再经它到达那里（会话 {{protocol}}）。',
    receivedEnd: '{{peer}} 已把所有路由告诉 {{netns}}（End-of-RIB）。',
    sent: '{{netns}} 告诉 {{peer}}：新通告 {{announced}}；撤销 {{withdrawn}}；不通告 {{refused}}（会话 {{protocol}}）。',
    sentEnd: '{{netns}} 没有可以告诉 {{peer}} 的路由，并说明已经说完（End-of-RIB）；不通告：{{refused}}。',
    held: '{{netns}} 不把 {{refused}} 告诉 {{peer}}（会话 {{protocol}}）。',
  },
  birdRoute: {
    only: '{{netns}} 得知到 {{prefix}} 的路由：{{way}}，来自 {{protocol}}。没有别的路由。',
    best: {
      preference: '{{netns}} 从此用 {{way}} 到达 {{prefix}}：{{protocol}} 的优先级高于 {{rival}}。',
      unreachable:
        '{{netns}} 从此用 {{way}} 到达 {{prefix}}：{{rival}} 给出的下一跳不可达，{{protocol}} 的可达。',
      'local-pref':
        '{{netns}} 从此用 {{way}} 到达 {{prefix}}：{{protocol}} 的路由 local preference 高于 {{rival}}。',
      'path-length':
        '{{netns}} 从此用 {{way}} 到达 {{prefix}}：{{protocol}} 给出的 AS path 比 {{rival}} 的短。',
      origin: '{{netns}} 从此用 {{way}} 到达 {{prefix}}：{{protocol}} 的 origin 优于 {{rival}}。',
      med: '{{netns}} 从此用 {{way}} 到达 {{prefix}}：{{protocol}} 的 MED 低于 {{rival}}。',
      external:
        '{{netns}} 从此用 {{way}} 到达 {{prefix}}：{{protocol}} 是与另一个 AS 的会话，{{rival}} 不是。',
      'igp-metric': '{{netns}} 从此用 {{way}} 到达 {{prefix}}：它的下一跳比 {{rival}} 的更近。',
      'router-id':
        '{{netns}} 从此用 {{way}} 到达 {{prefix}}：其余都相同，{{protocol}} 一方的 router id 小于 {{rival}}。',
      'cluster-length':
        '{{netns}} 从此用 {{way}} 到达 {{prefix}}：{{protocol}} 的路由经过的反射器比 {{rival}} 的少。',
      'peer-address':
        '{{netns}} 从此用 {{way}} 到达 {{prefix}}：其余都相同，{{protocol}} 的地址小于 {{rival}}。',
      older: '{{netns}} 从此用 {{way}} 到达 {{prefix}}，来自 {{protocol}}；{{rival}} 没有胜过它的理由。',
    },
    kept: {
      preference: '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：{{rival}} 的优先级高于 {{protocol}}。',
      unreachable: '{{netns}} 记下 {{protocol}} 给出的到 {{prefix}} 的路由，但无法使用：下一跳不可达。',
      'local-pref':
        '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：{{rival}} 的路由 local preference 更高。',
      'path-length': '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：{{rival}} 给出的 AS path 更短。',
      origin: '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：{{rival}} 的 origin 更优。',
      med: '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：{{rival}} 的 MED 更低。',
      external:
        '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：{{rival}} 是与另一个 AS 的会话，{{protocol}} 不是。',
      'igp-metric': '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：{{rival}} 的下一跳更近。',
      'router-id':
        '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：其余都相同，{{rival}} 一方的 router id 更小。',
      'cluster-length': '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：{{rival}} 的路由经过的反射器更少。',
      'peer-address': '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：其余都相同，{{rival}} 的地址更小。',
      older: '{{netns}} 记下到 {{prefix}} 的 {{way}} 但不使用：它没有胜过 {{rival}} 的理由。',
    },
    unchanged: '{{netns}} 再次从 {{protocol}} 听到 {{prefix}}：没有变化。',
    rejected: {
      filter: '{{netns}} 不接受 {{protocol}} 给出的 {{prefix}}：import 过滤器 {{filter}} 拒绝了它。',
      'as-loop': '{{netns}} 不接受 {{protocol}} 给出的 {{prefix}}：AS path 中已有它自己的 AS，路由会成环。',
      'originator-loop': '{{netns}} 不接受 {{protocol}} 给出的 {{prefix}}：发起者就是它自己。',
      'cluster-loop': '{{netns}} 不接受 {{protocol}} 给出的 {{prefix}}：该路由已经过它自己的 cluster。',
      'next-hop': '{{netns}} 不接受 {{protocol}} 给出的 {{prefix}}：下一跳就是本机。',
    },
    withdrawn: '{{netns}} 已没有到 {{prefix}} 的路由：最后一条来自 {{protocol}}。',
    replaced:
      '{{netns}} 失去 {{protocol}} 给出的到 {{prefix}} 的路由；剩下的 {{routes}} 条中 {{rival}} 的最优。',
  },
  birdKernel: {
    written: '到 {{prefix}} 的最优路由写入 {{netns}} 的内核：{{way}}，来自 {{protocol}}。',
    removed: '已没有到 {{prefix}} 的路由：从 {{netns}} 的内核中删除。',
    failed: '{{netns}} 的内核不接受到 {{prefix}} 的路由（{{errno}}）；下次扫描时再试。',
    refused: {
      own: '到 {{prefix}} 的路由来自 {{netns}} 的内核，不会再写回去。',
      device: '{{prefix}} 就在 {{netns}} 的链路上：内核本来就知道。',
      filter: '到 {{prefix}} 的路由不写入 {{netns}} 的内核：过滤器 {{filter}} 拒绝了它。',
    },
  },
};
