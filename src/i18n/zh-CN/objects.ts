import type { CatalogueOf } from '../catalogue';
import type en from '../en/objects';

const objects: CatalogueOf<typeof en> = {
  objects: {
    name: 'Kubernetes 对象',
    close: '关闭',
    namespace: '命名空间',
    allNamespaces: '全部',
    create: '创建 Pod',
    createPolicy: '编写策略',
    writtenBy: '最后写入者',
    goTo: '跳到这一步',
    yaml: '对象的 YAML',
    action: {
      deletePod: '删除 Pod',
      cordon: '停止调度（cordon）',
      uncordon: '恢复调度（uncordon）',
      drain: '驱逐 Pod（drain）',
      leave: '停止该节点的 kubelet',
      join: '{{name}} 加入集群',
      scaleUp: '增加一个副本',
      scaleDown: '减少一个副本',
      deleteDeployment: '删除 Deployment',
    },
    policy: {
      pods: '针对哪些 Pod（按标签）',
      direction: '针对哪个方向',
      peers: { Ingress: '允许谁进来', Egress: '允许去往谁' },
      nobody: '谁都不允许',
      everybody: '所有人',
      labelled: '带有 {{label}} 的 Pod',
      ports: 'TCP 端口，用空格分隔（不填则不限端口和协议）',
      wrongPorts: '只能是 1 到 65535 的数字。',
    },
    form: {
      name: '名称',
      node: '节点',
      anyNode: '由调度器选择',
      containers: '容器（名称，用空格分隔）',
      manifest: '将要输入的命令',
      apply: '应用',
      wrongName: '只能使用小写字母、数字和连字符，最多 63 个字符。',
      wrongContainers: '至少一个名称且不能重复：小写字母、数字和连字符。',
    },
  },
};

export default objects;
