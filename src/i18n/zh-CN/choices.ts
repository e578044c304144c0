import type { CatalogueOf } from '../catalogue';
import type en from '../en/choices';

const choices: CatalogueOf<typeof en> = {
  choices: {
    unbuilt: '已选择，但还没有构建：实验仍按原来的设置运行。',
    differs: '{{title}}：{{now}}（默认 {{usual}}）',
    rebuild: '重新构建',
    rebuilt: '实验已重新构建。',
    left_one: '有 {{count}} 个输入未保留。',
    left_other: '有 {{count}} 个输入未保留。',
    undo: '恢复之前的实验',
    inputs_one: '已有 {{count}} 个输入：',
    inputs_other: '已有 {{count}} 个输入：',
    keep: {
      sends: '只重新执行预设的发送',
      all: '全部重新执行',
      none: '从头开始',
    },
  },
};

export default choices;
