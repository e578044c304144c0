/** What a candidate's lab says of itself: the network it was asked about, so that it can be read without the question. */
import type { Localized } from '../../core/index';
import type { Answers, CloudRouting, Network } from './answers';

const NETWORK: Readonly<Record<Network, Localized>> = {
  segment: { en: 'all on one segment', 'zh-CN': '都在同一网段' },
  'two-segments': { en: 'on two segments with a router between', 'zh-CN': '分布在两个网段，中间是路由器' },
  firewall: { en: 'on two segments with a firewall between', 'zh-CN': '分布在两个网段，中间是防火墙' },
  vpc: { en: "in a cloud's VPC", 'zh-CN': '位于云的 VPC 中' },
  wan: {
    en: 'in two data centres with a narrow line between',
    'zh-CN': '分布在两个数据中心，中间线路 MTU 较小',
  },
};

const CLOUD: Readonly<Record<CloudRouting, Localized>> = {
  none: { en: 'nobody writes routes for pods into its table', 'zh-CN': '没有人把 Pod 的路由写入路由表' },
  room: {
    en: "a route controller writes pods' routes into its table",
    'zh-CN': '路由控制器把 Pod 的路由写入路由表',
  },
  full: { en: 'its table of routes lacks one entry', 'zh-CN': '路由表还差一条表项的空间' },
};

const PORTS_ONLY: Localized = {
  en: 'its security group names ports only, so protocol 4 is dropped',
  'zh-CN': '安全组只列出端口，因此 4 号协议被丢弃',
};
const ROUTERS: Localized = { en: 'the router may be told of pods', 'zh-CN': '可以把 Pod 的路由告诉路由器' };
const POLICIES: Localized = { en: 'policies are to be enforced', 'zh-CN': '要求执行网络策略' };
const ENCRYPTION: Localized = {
  en: 'nobody on a cable is to read packets',
  'zh-CN': '要求线缆上无法读取报文',
};

/** One sentence in both languages. */
export function aboutLab(answers: Answers): Localized {
  const { network, nodes, routers, cloud, portsOnly, policies, encryption } = answers;
  const said = [
    NETWORK[network],
    ...(network === 'vpc' ? [CLOUD[cloud]] : []),
    ...(network === 'vpc' && portsOnly ? [PORTS_ONLY] : []),
    ...(network === 'two-segments' && routers ? [ROUTERS] : []),
    ...(policies ? [POLICIES] : []),
    ...(encryption ? [ENCRYPTION] : []),
  ];
  return {
    en: `An answer to "Which network fits yours?": ${nodes} nodes, ${said.map(({ en }) => en).join('; ')}. What was sent is below.`,
    'zh-CN': `“哪种网络适合你？”的一个答案：${nodes} 个节点，${said.map((one) => one['zh-CN']).join('；')}。发送的内容见下方。`,
  };
}
