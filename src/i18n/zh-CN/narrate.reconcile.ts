import type { CatalogueOf } from '../catalogue';
import type { reconcile as en } from '../en/narrate.reconcile';

/** What control loops say they decided. One entry for each decision (core/trace/decisions). */
export const reconcile: CatalogueOf<typeof en> = {
  registerNode: '{{node}} 的 kubelet 启动，向 API Server 把本机注册为 Node。',
  nodeReady: '{{node}} 的 kubelet 在 /etc/cni/net.d 中找到了网络配置：Node 变为 Ready。',
  nodeNotReady: '{{node}} 的 kubelet 还不能为 Pod 提供网络，所以 Node 不是 Ready：{{message}}',
  setUpPod: '{{node}} 的 kubelet 要运行 {{pod}}：先为它创建网络命名空间，再调用网络插件。',
  startContainer:
    'kubelet 在 {{pod}} 的网络命名空间中启动容器 {{container}}（{{image}}）。同一个 Pod 的所有容器共用这个命名空间。',
  podRunning: '{{pod}} 的所有容器都已运行，kubelet 把它的地址 {{ip}} 报告给 API Server。',
  podFailed: 'kubelet 无法建立 {{pod}}，先清理现场，稍后重试：{{message}}',
  stopPod: '{{node}} 的 kubelet 要停止 {{pod}}：先结束其中的进程，再由插件撤销各自做过的事。',
  kubeletBack_one: '{{node}} 的 kubelet 恢复运行，在容器运行时中找到一个 Pod，继续管理它。',
  kubeletBack_other: '{{node}} 的 kubelet 恢复运行，在容器运行时中找到 {{count}} 个 Pod，继续管理它们。',
  podWaits: 'kubelet 暂时还不能处理 {{pod}}：{{message}}',
  podGone: '{{pod}} 在节点上已不留痕迹，kubelet 让 API Server 删除这个对象。',
  bindPod: '调度器为 {{pod}} 选择了 Pod 最少（{{count}} 个）的节点 {{node}}，并把节点名写进这个 Pod。',
  noNode: '调度器找不到可以运行 {{pod}} 的节点：{{message}}',
  assignCidr: '控制器管理器给 {{node}} 分配 Pod 地址段 {{cidr}}，即下一个空闲的地址段。',
  taintNode: '{{node}} 不是 Ready：控制器管理器给它加上污点 {{taint}}，不再有 Pod 调度到那里。',
  untaintNode: '{{node}} 已经 Ready：控制器管理器去掉污点 {{taint}}，可以调度 Pod 了。',
  nodeLost: '{{node}} 的 kubelet 已有 40 秒没有消息：控制器管理器把它的 Ready 状态设为 Unknown。',
  routeUnchecked: '路由控制器关闭 {{node}} 所在实例的源/目的地址检查。',
  routeCreate: '路由控制器把 {{cidr}} via {{address}} 写入路由表，通往 {{node}} 上的 Pod。',
  routeRefused: '路由控制器无法为 {{node}} 创建到 {{cidr}} 的路由：{{message}}',
  routeDelete: '路由控制器从路由表中删除 {{node}} 的 {{cidr}}。',
  noCidr: '集群地址段 {{range}} 已用完：{{node}} 分不到 Pod 地址。',
  scaleUp: 'Deployment {{deployment}} 需要 {{want}} 个 Pod，现有 {{have}} 个：控制器创建缺少的部分。',
  scaleDown: 'Deployment {{deployment}} 需要 {{want}} 个 Pod，现有 {{have}} 个：控制器删除多余的部分。',
  emptyNamespace_one: '命名空间 {{namespace}} 将被删除：先删除其中的一个对象。',
  emptyNamespace_other: '命名空间 {{namespace}} 将被删除：先删除其中的 {{count}} 个对象。',
  removePods_one: '{{owner}} 已不存在，属于它的一个 Pod 也一并删除。',
  removePods_other: '{{owner}} 已不存在，属于它的 {{count}} 个 Pod 也一并删除。',
  flannelWaits: '{{node}} 的 flannel Pod 还不能启动：{{message}}',
  flannelInstall:
    'flannel Pod 的 init 容器在 {{node}} 上运行：把 flannel 插件放进 /opt/cni/bin，并写好 {{file}}。',
  flannelStart: 'flanneld 在 {{node}} 上启动，从 ConfigMap 中读取 net-conf.json。',
  flannelReady:
    '{{node}} 的 flanneld 取得 {{subnet}} 的租约，backend {{backend}} 开始工作。此后它监视其他 Node。',
  flannelEnds: '{{node}} 的 flanneld 退出，稍后由它的 Pod 重新启动：{{message}}',
  flannelNoBackend: '这里没有模拟 backend {{backend}}，{{node}} 的 flanneld 无法运行；真实环境中可以。',
  flannelPeer: 'flanneld 得知 {{node}} 的存在：{{subnet}} 的 Pod 经 {{address}} 到达。它据此配置本机内核。',
  flannelPeerGone: '{{node}} 已离开：flanneld 清除经 {{address}} 通往 {{subnet}} 的配置。',
  flannelRoutes: '{{node}} 的 flanneld 每 10 秒检查一次路由，发现有缺失，把它补回。',
  flannelRules: '{{node}} 的 flanneld 每 5 秒检查一次 iptables 规则，发现有缺失，全部重新写入。',
  flannelDevice: '{{node}} 的设备 {{device}} 被删除：flanneld 重新创建它。',
  flannelStops: 'Node {{node}} 已不存在，上面的 flannel Pod 随之停止，但它在内核中的配置仍然保留。',
  flannelLog: '{{node}} 的 flanneld 写入日志：{{message}}',
  calicoWaits: '{{node}} 的 calico-node 还不能启动：{{message}}',
  calicoStart:
    'calico-node 在 {{node}} 上启动。节点地址是 {{device}} 上的 {{address}}：它把地址写进 Node 的 annotation，其他节点从那里得知。',
  calicoTunnel:
    '有 IP 池需要封装：felix 在 {{node}} 上备好 {{device}}，它的地址 {{address}} 和 Pod 地址一样取自 IP 池。',
  calicoWireguard:
    'FelixConfiguration 要求加密节点之间的流量：felix 在 {{node}} 上建立 {{device}}，生成密钥，并把公钥写进 Node 的 annotation 告诉其他节点。',
  calicoApply:
    '{{node}} 的 felix 把内核与 API server 中的对象对照：本节点 Pod 数：{{pods}}，集群网络策略数：{{policies}}。不一致之处由它改正。',
  calicoConfd:
    '{{node}} 的 confd 根据 IP 池、地址块、节点和 BGP 对象生成 BIRD 要读的配置。内容有变的文件：{{files}}。',
  calicoInstall: 'calico-node 在 {{node}} 上写入 {{file}}：从此 kubelet 能为 Pod 找到网络。',
  calicoLog: '{{node}} 的 calico-node 写入日志：{{message}}',
  calicoRepairRules:
    '{{node}} 的 felix 会定期读取 iptables 规则，而不是相信一切仍如它写下的那样。这次发现自己的规则被改动或删除，于是恢复。',
  calicoRepairSets:
    '{{node}} 的 felix 会定期读取 IP set，而不是相信一切仍如它写下的那样。这次发现自己的集合被改动，于是恢复。',
  calicoRepairWays:
    '{{node}} 的 felix 会定期读取路由及其相关表项，而不是相信一切仍如它写下的那样。这次发现自己写的内容已被改动，于是恢复。',
  calicoNodeGone:
    'Node {{node}} 已删除，它的 Pod 也都没有了：kube-controllers 收回它的地址块（{{blocks}} 个）和它占用的地址（{{addresses}} 个）。',
};
