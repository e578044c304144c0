import type { CatalogueOf } from '../catalogue';
import type { netfilter as en } from '../en/narrate.netfilter';

/** 符合的规则、被跟踪的连接、被转换的地址。 */
export const netfilter: CatalogueOf<typeof en> = {
  nfRule: {
    accept: '命中 {{chain}}（{{table}}）的第 {{number}} 条规则：{{netns}} 在 {{hook}} 放行。',
    drop: '命中 {{chain}}（{{table}}）的第 {{number}} 条规则，目标是 DROP：{{netns}} 在 {{hook}} 静默丢弃这个包。',
    reject:
      '命中 {{chain}}（{{table}}）的第 {{number}} 条规则，目标是 REJECT：{{netns}} 在 {{hook}} 丢弃这个包，并为发送方生成应答（{{with}}）。',
    return: '命中 {{chain}}（{{table}}）的第 {{number}} 条规则：{{netns}} 离开这条链，回到调用处继续。',
    continue: '命中 {{chain}}（{{table}}）的第 {{number}} 条规则：{{netns}} 执行它的动作，再看下一条。',
    translate: '命中 {{chain}}（{{table}}）的第 {{number}} 条规则：从现在起 {{netns}} 为这条流转换地址。',
    policyAccept: '{{chain}}（{{table}}）没有规则作出裁决，默认策略是 ACCEPT：{{netns}} 放行。',
    policyDrop: '{{chain}}（{{table}}）没有规则放行，默认策略是 DROP：{{netns}} 静默丢弃这个包。',
    jump: '命中 {{chain}}（{{table}}）的第 {{number}} 条规则：{{netns}} 转到链 {{next}} 继续。',
  },
  ctLookup: {
    new: '{{netns}} 的 conntrack 还没见过从 {{src}} 到 {{dst}} 的流：新建一条记录。',
    original: '{{netns}} 的 conntrack 认识这条流：又一个从 {{src}} 到 {{dst}} 的包。',
    reply: '{{netns}} 的 conntrack 认识这条流：这是给 {{src}} 的应答，它先前访问了 {{dst}}。',
    related: '{{netns}} 的 conntrack 查看这条 ICMP 差错消息：它说的是从 {{src}} 到 {{dst}} 的流（RELATED）。',
    invalid: '{{netns}} 的 conntrack 找不到这个包所属的流，它也不能开启新的流（INVALID）。',
  },
  natApply: {
    source: '{{netns}} 把源 {{from}} 换成 {{to}}，这样应答才会回到它这里。',
    destination: '{{netns}} 把目的 {{from}} 换成 {{to}}。',
    undo: '这是应答：{{netns}} 撤销地址转换，把 {{from}} 换回 {{to}}。',
  },
};
