/** Simplified Chinese: configuration in short. The actor stands above these lines, so they begin with the verb. */
import type { CatalogueOf } from '../catalogue';
import type en from '../en/doing';

const doing: CatalogueOf<typeof en> = {
  woken: {
    start: '启动',
    added: '发现新增了 {{object}}',
    modified: '发现 {{object}} 有变化',
    deleted: '发现 {{object}} 已删除',
    timer: '定时器 {{timer}} 到期',
    file: '发现文件 {{path}}',
    link: '发现设备 {{dev}} 已消失',
    kernel: '得知有人改动了它所在机器的配置（{{op}}）',
  },
  api: {
    added: '创建 {{object}}',
    modified: '修改 {{object}}：{{fields}}',
    deleted: '删除 {{object}}',
    refused: '对 {{object}} 的请求被拒绝：{{error}}',
  },
  cni: {
    call: '调用 {{plugin}}：为 {{pod}} 的 {{ifname}} 执行 {{command}}',
    result: '{{plugin}} 返回：{{answer}}',
    done: '{{plugin}} 返回：完成',
    error: '{{plugin}} 失败，错误码 {{code}}：{{error}}',
  },
  op: {
    applied: '{{command}}',
    refused: '{{command}} 被拒绝：{{error}}',
  },
  machine: '添加机器 {{name}}',
  cable: '接上网线：{{from}} 到 {{to}}',
  plugged: '重新插上 {{end}} 的网线',
  unplugged: '拔出 {{end}} 的网线',
};

export default doing;
