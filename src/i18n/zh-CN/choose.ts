import type { CatalogueOf } from '../catalogue';
import type en from '../en/choose';

const choose: CatalogueOf<typeof en> = {
  choose: {
    lead: '说说你的机器，以及机器之间是什么。每种网络都会在这样的机器上搭建并运行：Pod 互相 ping，下面写的就是实际的结果。',
    questions: '你的网络',
    network: {
      name: '节点之间是什么',
      segment: { name: '同一个网段', about: '所有节点在二层互通。' },
      'two-segments': { name: '路由器', about: '两个网段；路由器认识节点；Pod 的地址要有人告诉它才知道。' },
      firewall: { name: '防火墙', about: '两个网段；只放行 Kubernetes 及其网络常用的端口。' },
      vpc: {
        name: '云上的 VPC',
        about: '源/目的地址检查：报文的源和目的只能是机器自己的地址，除非路由控制器关闭检查。',
      },
      wan: { name: '两个数据中心', about: '网关之间的线路 MTU 为 {{mtu}}。' },
    },
    routers: '路由器归我们管：可以给它加路由，也可以让它讲 BGP',
    cloud: {
      name: '云的路由控制器',
      none: '没有',
      room: '路由表还有空位',
      full: '路由表差一条的位置',
    },
    portsOnly: '安全组只列出端口：4 号协议（IPIP）被丢弃',
    nodes: '节点数',
    needs: '必须满足',
    policies: '网络策略得到执行',
    encryption: '线缆上的人读不到报文',
    results: '结果',
    running: '正在运行第 {{done}} 个，共 {{all}} 个……',
    done: '{{all}} 个中有 {{fit}} 个适合',
    candidate: '网络',
    trial: {
      near: { name: '相邻节点', about: 'ping 相邻节点上的 Pod。' },
      far: { name: '最后的节点', about: 'ping 最后一个节点上的 Pod。' },
      large: {
        name: '{{bytes}} 字节',
        about: '向最后一个节点发送 {{bytes}} 字节、不允许分片的报文；它不影响是否适合的结论。',
      },
      stranger: { name: '策略', about: '没有任何策略放行的 Pod 被挡在外面。' },
      sealed: { name: '加密', about: '在节点之外，没有报文能被读取。' },
    },
    cost: { bytes: '线缆字节', lookups: '查表', rules: '规则' },
    costsAbout: '计数范围：所有地址都已知之后，向最后一个节点的一次 ping 及其应答。',
    fits: '适合',
    small: '适合，但仅限小报文',
    fails: '不适合',
    waiting: '等待运行',
    broken: '未能建立',
    well: '符合要求',
    badly: '不符合要求',
    failed: {
      near: '到不了相邻节点。',
      far: '到不了最后的节点。',
      large: '大报文丢失。',
      stranger: '陌生 Pod 能进来。',
      sealed: '谁都能读到内容。',
    },
    lost: '没有收到应答。',
    see: '看它怎样发生',
    open: '打开这个实验',
  },
};

export default choose;
