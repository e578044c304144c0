/** Simplified Chinese: time on the page. Timeline, playing, what is walked. */
import type { CatalogueOf } from '../catalogue';
import type en from '../en/time';

const time: CatalogueOf<typeof en> = {
  time: {
    marks: '标记',
    config: '配置',
    packets: '数据包',
    zoomIn: '以光标为中心放大',
    zoomOut: '缩小',
    setUp: '搭建过程',
    setUpTitle_one: '第一个输入之前，这个实验是怎样搭建起来的：共 {{count}} 步',
    setUpTitle_other: '第一个输入之前，这个实验是怎样搭建起来的：共 {{count}} 步',
    playing: '正在以 {{speed}} 倍速播放',
    paused: '已暂停',
    speed: '速度 {{speed}} 倍',
    speeds: '速度与停顿',
    perSpeed: '{{speed}} 倍',
    stopAtDrop: '遇到下一次丢包时暂停',
    on: '开',
    off: '关',
    scope: '步进范围：{{scope}}',
    scopes: {
      all: { name: '全部', title: '数据包和配置' },
      packets: { name: '数据包', title: '只走数据包，跳过配置' },
      config: { name: '配置', title: '只走配置，跳过数据包' },
    },
  },
};

export default time;
