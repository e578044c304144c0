import type { CatalogueOf } from '../catalogue';
import type en from '../en/doors';

const doors: CatalogueOf<typeof en> = {
  editor: {
    edit: '编辑实验',
    edited: '已修改',
  },
  compare: {
    open: '并排对比实验',
    title: '对比',
    again: '重新开始',
    least: '最少',
  },
  terminal: {
    open: '终端',
    here: '在此打开终端',
    hereIn: '{{netns}} 的终端',
  },
  kernel: {
    show: '在内核视图中查看',
  },
  capture: {
    open: '保存为抓包文件',
  },
  choose: {
    title: '哪种网络适合你？',
  },
  lesson: {
    ui: {
      list: '课程',
      minutes_one: '{{count}} 分钟',
      minutes_other: '{{count}} 分钟',
    },
  },
};

export default doors;
