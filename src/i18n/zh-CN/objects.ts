import type { CatalogueOf } from '../catalogue';
import type en from '../en/objects';

const objects: CatalogueOf<typeof en> = {
  objects: {
    name: 'Kubernetes 对象',
    close: '关闭',
    namespace: '命名空间',
    allNamespaces: '全部',
    create: '创建 Pod',
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
