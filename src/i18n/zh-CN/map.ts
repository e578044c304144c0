import type { CatalogueOf } from '../catalogue';
import type en from '../en/map';

const map: CatalogueOf<typeof en> = {
  map: {
    overlay: '叠加网络',
    underlay: '底层网络',
    planes: '显示的网络',
    zoom: '缩放',
    zoomIn: '放大',
    zoomOut: '缩小',
    fit: '显示全图',
    rootNetns: '根 netns',
    routing: '路由',
    routes_one: '{{count}} 条路由',
    routes_other: '{{count}} 条路由',
    tunnel: '叠加隧道',
    down: '未启用',
    role: {
      node: '节点',
      host: '主机',
      router: '路由器',
      switch: '交换机',
    },
    kind: {
      bridge: '网桥',
      physical: '网卡',
    },
    header: {
      inner: '内层',
      outer: '外层',
    },
    packet: {
      wrap: '封装',
      unwrap: '解封装',
      flood: '泛洪',
      drop: '丢弃',
    },
    apiserver: 'API server',
    morePods_one: '+ {{count}} 个 Pod',
    morePods_other: '+ {{count}} 个 Pod',
    openFold: '展开',
    foldPods: '收起 Pod',
    container: {
      waiting: '等待中',
      running: '运行中',
      terminated: '已终止',
    },
    mark: {
      netns: '新 netns',
      link: '新设备',
      address: '新地址',
      route: '新路由',
      neigh: '新邻居表项',
      fdb: '新 FDB 表项',
      peer: '新对端',
      rules: '规则',
      object: '对象',
      changed: '已变更',
      gone: '已删除',
    },
    tree: {
      acts: '{{name}} 在操作',
      woken: '唤醒 {{names}}',
      runs: '运行 {{names}}',
      namespace: '命名空间 {{name}}',
      containers: '容器 {{names}}',
      pod: 'Pod {{name}}',
      opens: '按回车键展开',
      label: '实验拓扑图',
      keys: '方向键沿连线移动，回车键选中，加号、减号和 0 用于缩放。',
      joined: '连接到 {{names}}',
      deviceIn: '{{netns}} 的 {{dev}}',
      here: '数据包在此处',
    },
  },
};

export default map;
