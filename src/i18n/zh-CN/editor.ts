/** 实验文件编辑器的文字。 */
import type { CatalogueOf } from '../catalogue';
import type en from '../en/editor';

const editor: CatalogueOf<typeof en> = {
  editor: {
    title: '编辑实验',
    field: '实验文件（YAML）',
    leave: '按 Tab 缩进；先按 Esc 再按 Tab 可离开编辑框。',
    required: '必填',
    build: '构建',
    original: '恢复原文',
    undo: '撤销（Ctrl+Z）',
    redo: '重做（Ctrl+Y）',
    upload: '打开文件',
    download: '下载',
    close: '关闭编辑器',
    checking: '正在检查……',
    good: '没有问题，可以构建。',
    unchecked: '未能检查：这个实验构建时间过长。',
    problems_one: '{{count}} 个问题',
    problems_other: '{{count}} 个问题',
    list: '问题列表',
    place: '第 {{line}} 行 {{column}} 列',
    wholeFile: '整个文件',
    phrases: {
      completions: '补全候选',
      control: '控制字符',
      deleted: '已删除选中内容',
    },
    notice: {
      draft: '这是您上次留下的文本，与当前打开的实验不同。',
      'not-kept': '浏览器没有保存这份文本：存储空间已满或被禁用。离开页面之前请先下载文件。',
      refused: '内容没有放入：文本将有 {{size}} 个字符，而实验最多 {{max}} 个。原文没有改动。',
      'too-long': '实验没有构建：耗时过长。请减少机器数量后再试。',
      'file-large': '文件“{{name}}”没有打开：超过了实验允许的 {{max}} 个字符。原文没有改动。',
      'file-binary': '文件“{{name}}”没有打开：不是 UTF-8 文本。请另存为 UTF-8 后再试。原文没有改动。',
      'file-unreadable': '文件“{{name}}”无法读取，可能已被移动或修改，请重新选择。原文没有改动。',
    },
    tooLong:
      '这个实验太长，放不进链接。请在“编辑实验”中下载文件后发送，对方用同样的入口打开即可看到相同的实验。',
  },
};

export default editor;
