/** 简体中文：命令行除页面文字之外的内容。 */
import type { CatalogueOf } from '../catalogue';
import type en from '../en/cli';

const zhCN: CatalogueOf<typeof en> = {
  cli: {
    help: `在终端里运行实验：与页面是同一个会话，只是没有页面。

  npm run lab -- LAB [选项]

LAB 是内置实验（flannel-vxlan、scenarios/flannel-vxlan），也可以是自己的文件。

要做的事，按给出的顺序执行：
  --send NAME               实验里预置的一次发送
  --input 'NETNS: COMMAND'  在该 netns 中执行一条命令
  --stdin FILE              前一条命令的标准输入（kubectl apply -f -）
  --wait SECONDS            什么都不做，等待若干秒
一个都不给时，与页面一样，执行实验的第一个预置发送。

怎样构建实验：
  --choice NAME=OPTION      实验提供的选择之一，例如 backend=host-gw

输出什么：
  --format text             用文字逐跳讲述（默认）
  --format json             完整 trace，每行一个 JSON 对象；见 docs/trace-json.md
  --format tcpdump          tcpdump -n 在每个接口上打印的内容
  --format pcapng           供 Wireshark 打开的抓包文件，每一跳的原因写在注释里
  --format pcap             较旧格式的抓包文件，不含原因
  --lang en|zh-CN           文字的语言
  --step SIZE               text：每个 decision、hop（默认）、machine 或 packet 输出一段
  --until WHERE             讲到某条记录（84）、某个时刻（1.5s）或第一次丢包（drop）为止
  --setup                   也讲述实验环境是怎样搭建的
  --on NETNS/DEV            tcpdump 和抓包：只看这个接口；抓包也可以用 NETNS 表示整个 netns
  --packet NUMBER           抓包：只要这个 packet，包括它经过的每个接口
  -o, --out FILE            写入文件，而不是标准输出
  -e, -v                    tcpdump：链路层首部；更多 IP 首部字段

  --list                    不带 LAB：列出实验；带 LAB：列出它的选择、预置发送和 netns
  -h, --help                显示本帮助

退出码：0 完成，1 实验有问题，2 命令行有问题。
`,
    seeHelp: 'npm run lab -- --help 列出全部用法。',
    didYouMean: '是否想输入 {{nearest}}？',
    oneOf: '可选值：{{names}}。',
    usage: {
      option: '没有选项 {{option}}。',
      value: '{{option}} 需要一个值。',
      noValue: '{{option}} 不带值。',
      twice: '{{option}} 重复给出。',
      format: '没有 {{value}} 这种格式。',
      lang: '没有语言 {{value}}。',
      step: '没有 {{value}} 这种步长。',
      until: '--until {{value}} 既不是记录号，也不是以秒为单位的时刻，也不是 “drop”。',
      wait: '--wait 的取值是 0 到 {{max}} 秒，不能是 {{value}}。',
      input: '--input 需要“netns: 命令”的形式，而不是 “{{value}}”。',
      stdin: '--stdin {{value}} 前面没有可以读取它的 --input。',
      choice: '--choice 需要“名称=选项”的形式，而不是 “{{value}}”。',
      noChoice: '实验 {{lab}} 没有名为 {{choice}} 的选择。',
      noOption: '选择 {{choice}} 没有选项 {{option}}。',
      labs: '一次只能运行一个实验：这里给了 {{count}} 个（{{labs}}）。',
      noLab: '要运行哪个实验？--list 列出所有实验。',
      lab: '没有实验 {{lab}}。',
      send: '实验 {{lab}} 没有预置发送 {{send}}。',
      netns: '实验 {{lab}} 没有 netns {{netns}}。',
      packet: '--packet 需要 packet 的编号，而不是 {{value}}。',
      binary: '{{format}} 格式不能直接显示在终端里：请用 --out 指定文件，或用管道传给别的程序。',
      unwritable: '无法写入 {{file}}：{{reason}}',
      noPacket: '实验 {{lab}} 在这段范围内没有 packet {{packet}}。',
      scope: '--on 与 --packet 不能同时使用。',
      on: '实验 {{lab}} 没有接口 {{name}}。',
      noSends: '实验 {{lab}} 没有预置发送。请用 --input 说明要做什么。',
      unreadable: '无法读取 {{file}}：{{reason}}',
    },
    labs: '实验',
    sends: '预置发送',
    choices: '选择',
    netns: 'netns',
    noSends: '无',
    at: '{{file}}，第 {{document}} 个文档，第 {{line}} 行第 {{column}} 列',
    atLine: '{{file}}，第 {{line}} 行第 {{column}} 列',
    atDocument: '{{file}}，第 {{document}} 个文档',
    path: '位于 {{path}}',
    setup: '实验环境的搭建过程',
    configuration: '配置',
    journey: '报文的旅程',
    verdicts: '结局',
    input: '输入 {{number}}',
    output: '输出',
    packet: '报文 {{number}}',
    routing: '{{netns}} 路由',
    label: { packet: '报文', decided: '判定', why: '原因', changed: '变化', dropped: '丢弃' },
    bytes: '{{bytes}} 字节',
    nothing: '没有发送任何报文。',
    fate: {
      delivered: '已送达',
      consumed: '已接收处理',
      dropped: '已丢弃',
      'in-flight': '途中',
    },
    droppedAt: '于 {{place}}：{{reason}}',
    bounded: '输入 {{number}} 没有平息，处理 {{events}} 个事件后已停止。',
    circle: '输入 {{number}} 没有平息，处理 {{events}} 个事件后已停止：帧在环路里打转：{{circle}}。',
    cut: '讲到第 {{seq}} 条记录为止，共 {{last}} 条。',
  },
};

export default zhCN;
