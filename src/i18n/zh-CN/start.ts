import type { CatalogueOf } from '../catalogue';
import type en from '../en/start';

const start: CatalogueOf<typeof en> = {
  start: {
    title: '一次 ping，三种网络',
    lead: '同一个报文穿越 Kubernetes 集群：走隧道、走普通路由，以及走 BGP 通告的路由并经过 Calico 的规则。这不是录像：三个由模拟 Linux 机器组成的集群正在你的浏览器里运行，每个数字都是逐一数出来的。',
    lanes: '三种网络传送同一次 ping',
    lane: {
      vxlan: { name: 'Flannel VXLAN', about: '节点之间把每个报文封装进 UDP' },
      hostGw: { name: 'Flannel host-gw', about: '节点之间走普通路由，不做封装' },
      calico: { name: 'Calico BGP', about: '路由由 BGP 通告，还有网络策略的规则' },
    },
    count: { bytes: '线缆字节数', lookups: '查表次数', rules: '比较过的规则' },
    building: '正在搭建机器……',
    trouble: '这个集群未能建立。',
    answered: '已收到应答',
    play: '播放',
    pause: '暂停',
    again: '再播放一次',
    compare: '在拓扑图上逐步查看',
    ways: '从哪里开始',
    lessons: '课程',
    begun: '已开始',
    labs: '实验',
    own: '自己动手',
    choose: {
      title: '哪种网络适合你？',
      about: '说说你的机器和线路，每种可行的网络都会在上面实际运行一遍；哪里行不通，就带你看哪里。',
    },
    editor: {
      title: '编写一个实验',
      about: '用 YAML 和真实的 manifest 编写，输入时有补全和检查，结果保存在地址里。',
    },
    first: {
      title: '先看一个报文',
      about: 'Flannel VXLAN，两个 Pod：按空格键，逐个决定地跟随一次 ping。',
    },
  },
};

export default start;
