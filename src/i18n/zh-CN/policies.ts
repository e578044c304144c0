import type { CatalogueOf } from '../catalogue';
import type en from '../en/policies';

const policies: CatalogueOf<typeof en> = {
  policies: {
    name: '网络策略',
    on: '{{all}} 条中启用 {{on}} 条',
    idle: '{{nodes}} 上没有谁执行这些策略：无论使用哪种网络，API server 都会保存策略，但 {{network}} 在这里不会据此生成规则。报文照常通过，就像策略不存在一样。',
    idleNone:
      '{{nodes}} 上没有谁执行这些策略：没有网络插件时，API server 同样会保存策略，但没有谁据此生成规则。报文照常通过，就像策略不存在一样。',
    stopped:
      '{{nodes}} 上的 calico-node 已停止：它写下的规则原样保留，在它重新运行之前，这里的开关对那里不起作用。',
    about: '{{pods}} · {{directions}}',
    allPods: '所有 Pod',
    and: '、',
    direction: { Ingress: '入站', Egress: '出站' },
    takeAway: '删除：kubectl delete',
    apply: '重新应用：kubectl apply',
    effect: '在这些策略下，实验的预设流量',
    tried: {
      all: '已尝试：全部能够通过。',
      none: '已尝试：全部不能通过。',
      some: '已尝试。能够通过：{{passes}}。不能通过：{{fails}}。',
    },
    send: '发送，并逐步查看它的路径',
    verdict: { trying: '正在尝试……', passes: '能够通过', fails: '不能通过' },
  },
};

export default policies;
