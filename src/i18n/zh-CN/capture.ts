/** 简体中文：保存抓包文件。 */
import type { CatalogueOf } from '../catalogue';
import type en from '../en/capture';

const zhCN: CatalogueOf<typeof en> = {
  capture: {
    title: '保存抓包文件',
    text: '供 Wireshark、tcpdump 等工具打开的文件：内容就是经过各个设备的原始字节，时间为模拟时间。',
    scope: '范围',
    packet: '报文 {{number}}，包括它经过的每个设备',
    device: '经过 {{dev}} 的全部数据',
    netns: '经过 {{netns}} 各个设备的全部数据',
    all: '实验搭建完成以来的全部数据',
    format: '格式',
    pcapng: 'pcapng，每一跳的原因写在注释里',
    pcap: 'pcap，较旧的格式：只有字节和时间',
    file: '文件名',
    save: '保存',
    saved_one: '已保存，共 {{count}} 帧。',
    saved_other: '已保存，共 {{count}} 帧。',
    nothing: '这里还没有任何数据经过。',
    failed: '无法生成抓包文件。',
  },
};

export default zhCN;
