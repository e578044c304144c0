/** 可以制造的故障：名称，以及真实集群中的现象。随对话框加载。 */
import type { CatalogueOf } from '../catalogue';
import type en from '../en/faults';

const texts: CatalogueOf<typeof en> = {
  title: '制造故障',
  intro: '这些故障在真实集群中都会发生。制造故障和其他操作一样：记入日志和地址，可以逐步查看，也可以撤销。',
  where: '位置',
  break: '制造',
  mend: '修复',
  broken: '已制造',
  at: '{{name}}，{{at}}',
  none: '这里没有可能发生这些故障的地方。',
  done: '已执行：{{command}}',
  failed: '执行失败：{{command}}，输出“{{said}}”',
  faults: {
    'vxlan-blocked': {
      name: 'UDP 8472 被拦截',
      symptom:
        '同一节点上的 Pod 互通，跨节点不通；节点之间可以 ping 通。tcpdump 看到外层报文发出，却没有到达。',
    },
    'flannel-udp-blocked': {
      name: 'UDP 8285 被拦截',
      symptom: 'Flannel 的 udp 后端也是如此：报文从 flannel0 发出，另一端的 flannel0 却收不到。',
    },
    'calico-vxlan-blocked': {
      name: 'UDP 4789 被拦截',
      symptom: 'Calico 的规则和路由都正确，Pod 却访问不了其他节点上的 Pod。',
    },
    'wireguard-blocked': {
      name: 'UDP 51820 被拦截',
      symptom: 'wg 不显示 latest handshake；第一条握手消息反复重发，报文一直等待。',
    },
    'bgp-blocked': {
      name: 'TCP 179 被拦截',
      symptom: 'BGP 会话停在 Connect 或 Active；hold time 到期后，对方的路由被撤销。',
    },
    'ipip-blocked': {
      name: '协议 4 被丢弃',
      symptom: '路由正确，BGP 可能也正常，但节点之间什么也过不去：过滤规则丢弃了 IP in IP。',
    },
    'source-dest-check': {
      name: '源/目的地址检查已开启',
      symptom: '不经隧道直接路由的报文在云网络中丢失；在实例自身地址之间封装的报文可以通过。',
    },
    'cable-out': {
      name: '网线被拔出',
      symptom: '两端都显示 NO-CARRIER，发往那里的报文全部丢失；40 秒后节点会变成 NotReady。',
    },
    'lossy-link': {
      name: '三分之一的报文丢失',
      symptom: 'ping 有丢包，TCP 重传分段、变慢，却没有任何提示说明原因。',
    },
    'small-mtu': {
      name: '端口的 MTU 过小',
      symptom: '小报文能通过，大报文消失，也没有 ICMP 错误：交换机不会发送。TCP 能建立连接，随后卡住。',
    },
    'vlan-missing': {
      name: 'trunk 上少了一个 VLAN',
      symptom:
        '各 VLAN 内部一切正常；凡是要经这条 trunk 使用所缺 VLAN 的，连 ARP 都得不到应答，也没有任何错误消息。',
    },
    'address-twice': {
      name: '地址重复',
      symptom: '最后应答的一方被采信：连接到了错误的机器，而且会变来变去。',
    },
    'forwarding-off': {
      name: 'ip_forward 为 0',
      symptom: '节点本身能访问所有人；它上面的 Pod 出不去，别人也访问不了它们。',
    },
    'kubelet-stopped': {
      name: 'kubelet 停止',
      symptom: '运行中的 Pod 照常运行，网络也正常。40 秒后节点变成 NotReady，新的 Pod 一直 Pending。',
    },
    'agent-stopped': {
      name: '网络代理停止',
      symptom:
        '已经正常的继续正常，但之后加入的节点和新的策略无人得知。calico-node 停止时它的 BGP 守护进程也随之停止：优雅重启的 120 秒过后，其他节点会撤掉它的路由。',
    },
    'route-missing': {
      name: '缺少一条路由',
      symptom: '发往另一节点 Pod 的报文走了默认路由，在那里丢失，或返回不可达。',
    },
    'route-wrong': {
      name: '路由指向错误',
      symptom: '路由表看起来完整，报文却发给了不认识这些 Pod 的机器。',
    },
    'default-route-missing': {
      name: '缺少默认路由',
      symptom: '使用 Calico 时 169.254.1.1 不再应答 ARP，Pod 谁也访问不了。flanneld 重启后找不到网卡。',
    },
    'asymmetric-path': {
      name: '严格 rp_filter，回程却走另一个设备',
      symptom: '报文到达后，在任何程序看到之前就被丢弃，只有 nstat 中的 TcpExtIPReversePathFilter 增长。',
    },
    'fdb-stale': {
      name: 'FDB 条目过期',
      symptom: '外层报文发往另一节点以前的地址。',
    },
    'neighbour-stale': {
      name: '邻居条目过期',
      symptom: '帧的目的 MAC 在 FDB 中已经找不到，还没封装就被丢弃。',
    },
    'ranges-overlap': {
      name: 'Pod 网段内另有网络',
      symptom: '有的 Pod 能访问，有的不能：更长的前缀把报文引向一根网线，那里没有人拥有这些地址。',
    },
    'pod-range-changed': {
      name: '使用了另一节点的 Pod 网段',
      symptom: '新的 Pod 停在 ContainerCreating：网桥已有其他网段的地址；或者两个 Pod 分到同一个地址。',
    },
    'masquerade-missing': {
      name: '没有 MASQUERADE',
      symptom: 'Pod 之间互通，却访问不了外部：在外面，没有谁接受或应答私有的源地址。',
    },
    'cni-leftover': {
      name: '上一个网络留下的文件',
      symptom: '该节点上新建的 Pod 得到无人路由的地址：kubelet 使用 /etc/cni/net.d 中的第一个文件。',
    },
  },
};

export default texts;
