import type { CatalogueOf } from '../catalogue';
import type { tunnel as en } from '../en/narrate.tunnel';

/** 隧道：对端在哪里，给报文加上和去掉什么，握手，以及经过进程的路。 */
export const tunnel: CatalogueOf<typeof en> = {
  tunnelLookup: {
    found: '{{dev}} 的 FDB 写着：{{mac}} 在隧道对端 {{remote}} 后面。',
    default: '{{dev}} 的 FDB 没有 {{mac}} 的表项，帧发往默认对端：{{remote}}。',
    none: '{{dev}} 的 FDB 没有 {{mac}} 的表项，也没有默认对端：{{netns}} 不知道该发往哪个节点。',
  },
  tunnelEncap:
    '{{dev}} 把整个帧装进一个 UDP 包：{{local}} → {{remote}}，端口 {{port}}，VNI {{vni}}，增加 {{bytes}} 字节，再加外层以太网首部 {{ethernet}} 字节，一共 {{total}} 字节。',
  tunnelDecap:
    '{{dev}} 解封装 {{remote}} 用 VNI {{vni}} 发来的帧：去掉 {{bytes}} 字节外层首部，其中外层以太网首部占 {{ethernet}} 字节。',
  tunnelLearn: {
    learned: '来自 {{mac}} 的帧经隧道从 {{remote}} 到达，{{dev}} 记下：{{mac}} 在 {{remote}} 后面。',
    moved: '来自 {{mac}} 的帧改从 {{remote}} 到达，{{dev}} 更正记录。',
    refreshed: '{{dev}} 早已知道 {{mac}} 在 {{remote}} 后面，这里只刷新时间。',
    notLearning: '{{dev}} 不从帧中学习：谁在 {{remote}} 后面，是由别人写进 FDB 的。',
  },

  geneveLookup: '{{dev}} 只有一个对端：{{netns}} 从它发出的每个帧都送往 {{remote}}。',
  ipipLookup: {
    fixed: '{{dev}} 只有一个对端：{{netns}} 交给它的包，包括这个去往 {{dst}} 的包，都发往 {{remote}}。',
    byRoute:
      '{{dev}} 没有固定的对端：去往 {{dst}} 的路由的下一跳 {{remote}} 就是 {{netns}} 发送外层包的目的地。',
  },
  wireguardLookup: {
    found:
      '由 {{dev}} 的 allowed IPs 决定：{{dst}} 属于 {{prefix}}，归对端 {{peer}} 所有。路由的下一跳在这里不起作用。',
    none: '{{dev}} 没有哪个对端可以拥有 {{dst}}：{{netns}} 没有可用来加密的密钥（ENOKEY）。',
  },
  relayLookup: {
    found: '{{netns}} 中的 flanneld 查自己的表：{{dst}} 属于 {{subnet}}，这是节点 {{remote}} 的子网。',
    none: '{{netns}} 中的 flanneld 查自己的表：没有哪个节点的子网包含 {{dst}}。',
  },
  ipipEncap:
    '{{dev}} 在前面加一个 IP 首部：{{local}} → {{remote}}，协议号 4（IPv4 in IPv4），增加 {{bytes}} 字节。',
  wireguardEncap:
    '{{dev}} 为对端 {{peer}} 加密这个包，用 UDP 发往 {{remote}} 的端口 {{port}}：连同填充和校验标签增加 {{bytes}} 字节。',
  relayEncap:
    '{{netns}} 中的 {{app}} 把整个包作为 UDP 数据发往 {{remote}} 的端口 {{port}}：增加 {{bytes}} 字节。',
  ipipDecap: '{{dev}} 去掉 {{remote}} 加上的外层 IP 首部：减少 {{bytes}} 字节。',
  wireguardDecap: '{{dev}} 解开对端 {{peer}} 加密的包：去掉 {{bytes}} 字节的外层首部、填充和校验标签。',
  relayDecap: '{{netns}} 中的 {{app}} 从 {{remote}} 发来的数据报里取出包：去掉 {{bytes}} 字节外层首部。',
  wireguardSession: {
    wait: '{{dev}} 和 {{peer}} 还没有协商出密钥。包先排队，等双方握手。',
    initiate: '{{dev}} 向 {{peer}} 发起握手：148 字节的 initiation，只有 {{peer}} 能解开。',
    retry: '{{peer}} 五秒没有应答：{{dev}} 再发一次 initiation（第 {{attempt}} 次）。',
    accept: 'initiation 证明是 {{peer}} 发来的，而 {{peer}} 正是 {{dev}} 的对端：予以应答。',
    respond: '{{dev}} 用 92 字节应答 {{peer}}。新密钥已经有了，但要等 {{peer}} 先用。',
    complete_one: '{{peer}} 的应答到了：双方有了相同的密钥。在 {{dev}} 排队的包可以发出了。',
    complete_other: '{{peer}} 的应答到了：双方有了相同的密钥。在 {{dev}} 排队的 {{count}} 个包可以发出了。',
    completeIdle: '{{peer}} 的应答到了：{{dev}} 和 {{peer}} 有了相同的密钥。',
    confirm: '第一条用新密钥的消息：{{peer}} 已经有了密钥，{{dev}} 从现在起也用它。',
    keepalive: '{{dev}} 向 {{peer}} 表示自己还在：一条空消息，32 字节。',
    heard: '{{peer}} 向 {{dev}} 表示自己还在，消息是空的。',
    giveUp: '{{peer}} 一分半钟没有应答 {{dev}}：放弃等待握手的包。',
  },
  userCross: {
    toProcess: '从内核到用户态：{{app}} 从 {{dev}} 读出这个包。每个包都要复制一次，{{netns}} 为此付出时间。',
    toKernel: '从用户态回到内核：{{netns}} 中的 {{app}} 把包写入 {{dev}}。',
  },
};
