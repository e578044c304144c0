import type { CatalogueOf } from '../catalogue';
import type { route as en } from '../en/narrate.route';

/** 路由：查找的结果、ICMP 教会的路径、源地址的选择。 */
export const route: CatalogueOf<typeof en> = {
  routeLookup: {
    via: '去往 {{dst}}，{{netns}} 选中路由 {{prefix}}：下一跳 {{via}}，从 {{dev}} 发出。',
    direct: '去往 {{dst}}，{{netns}} 选中路由 {{prefix}}：目的地就在 {{dev}} 直连的链路上，中间没有路由器。',
    outerVia: '外层包去往 {{dst}}：{{netns}} 选中路由 {{prefix}}，下一跳 {{via}}，从 {{dev}} 发出。',
    outerDirect: '外层包去往 {{dst}}：{{netns}} 选中路由 {{prefix}}，{{dst}} 就在 {{dev}} 直连的链路上。',
    local: '{{dst}} 是 {{netns}} 自己的地址：包到达目的地。',
    broadcast: '{{dst}} 是 {{netns}} 某条链路的广播地址：包是发给那里所有人的。',
    unreachable: '{{netns}} 的路由 {{prefix}} 对 {{dst}} 是 unreachable：包到此为止，并通知发送方。',
    blackhole: '{{netns}} 的路由 {{prefix}} 是黑洞：去往 {{dst}} 的包被静默丢弃。',
    prohibit: '{{netns}} 的路由 {{prefix}} 禁止去往 {{dst}}：包到此为止，并通知发送方。',
    none: '{{netns}} 没有任何路由覆盖 {{dst}}：不知道该往哪里发。',
    choice:
      '去往 {{dst}}，{{netns}} 选中路由 {{prefix}}，它有 {{count}} 个下一跳。按流的哈希选中第 {{number}} 个：{{via}}，从 {{dev}} 发出。',
    ruleUnreachable: '{{netns}} 的策略规则 {{pref}} 对 {{dst}} 是 unreachable：不再查任何表，并通知发送方。',
    ruleBlackhole: '{{netns}} 的策略规则 {{pref}} 是黑洞：去往 {{dst}} 的包被静默丢弃。',
    ruleProhibit: '{{netns}} 的策略规则 {{pref}} 禁止去往 {{dst}}：包到此为止，并通知发送方。',
  },
  routeException: {
    tunnel:
      '{{dev}} 加上外层头之后，去往 {{dst}} 的路上只放得下 {{mtu}} 字节：{{netns}} 记住十分钟，只用于它自己发出的包。',
    tunnelFits: '{{netns}} 对 {{dst}} 本来就按 {{mtu}} 字节计算：隧道没有新的消息。',
    mtu: '{{netns}} 从 {{from}} 得知，去往 {{dst}} 的路径上只能通过 {{mtu}} 字节，并记住十分钟。',
    locked:
      '{{from}} 报告的去往 {{dst}} 的 MTU 小得不可信：{{netns}} 按 {{mtu}} 字节计算，此后发包不再设置 DF。',
    redirect: '{{netns}} 从 {{from}} 得知，去往 {{dst}} 走下一跳 {{gateway}} 更好，并记住它。',
    noRoute: '{{netns}} 用不上 {{from}} 发来的指向 {{gateway}} 的重定向：它没有到 {{dst}} 的路由可供更正。',
    notTheGateway:
      '{{netns}} 忽略 {{from}} 发来的指向 {{gateway}} 的重定向：去往 {{dst}} 的包并不经过 {{from}}。',
    notAccepted: '{{netns}} 不接受 {{from}} 发来的、把 {{dst}} 指向 {{gateway}} 的重定向。',
    unresolved:
      '{{from}} 说去往 {{dst}} 走下一跳 {{gateway}} 更好，但 {{netns}} 还不知道 {{gateway}} 的 MAC：先发 ARP 询问，这次重定向作废。',
    noSmaller: '{{from}} 没有带来新消息：去往 {{dst}} 的路径，{{netns}} 本来就按 {{mtu}} 字节计算。',
  },
  routeSource: {
    prefsrc: '去往 {{dst}} 的路由指定了源地址：{{netns}} 使用 {{addr}}。',
    device: '{{netns}} 使用 {{addr}} 作为源地址，它是出口设备 {{dev}} 的地址。',
    otherDevice: '{{dev}} 自己没有地址，{{netns}} 借用另一个设备的 {{addr}} 作为源地址。',
    none: '{{netns}} 没有可以用来向 {{dst}} 发包的源地址。',
  },
};
