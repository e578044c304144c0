import type { CatalogueOf } from '../catalogue';
import type { policy as en } from '../en/narrate.policy';

/** 被网络策略丢弃的报文。 */
export const policy: CatalogueOf<typeof en> = {
  policyVerdict: {
    ingress_one:
      '被 {{chain}} 丢弃：{{policies}} 选中了 {{pod}}，而它没有一条规则允许这个报文进入。{{netns}} 在 {{hook}} 静默丢弃它。',
    ingress_other:
      '被 {{chain}} 丢弃：{{policies}} 选中了 {{pod}}，而它们没有一条规则允许这个报文进入。{{netns}} 在 {{hook}} 静默丢弃它。',
    egress_one:
      '被 {{chain}} 丢弃：{{policies}} 选中了 {{pod}}，而它没有一条规则允许这个报文离开。{{netns}} 在 {{hook}} 静默丢弃它。',
    egress_other:
      '被 {{chain}} 丢弃：{{policies}} 选中了 {{pod}}，而它们没有一条规则允许这个报文离开。{{netns}} 在 {{hook}} 静默丢弃它。',
    denied:
      '被 {{chain}} 的第 {{number}} 条规则丢弃：{{policies}} 明确拒绝这样的报文。{{netns}} 在 {{hook}} 静默丢弃它。',
    noProfile:
      '被 {{chain}} 丢弃：没有策略作出决定，{{pod}} 的 profile 也不允许这个报文。{{netns}} 在 {{hook}} 静默丢弃它。',
  },
};
