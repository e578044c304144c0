import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { parseLab } from '../scenario';
import { Session } from '../session';
import en from '../../i18n/en/trace';
import type { Message } from './message';

function say(m: Message | null): string {
  if (m === null) return '';
  let t: any = en;
  for (const k of m.key.split('.')) t = t?.[k] ?? t?.[`${k}_other`];
  return String(t).replace(/\{\{(\w+)\}\}/g, (_, n) => String(m.params[n]));
}
test('dump2', () => {
  dump('scenarios/flannel-vxlan/scenario.yaml', '/tmp/pw/dump2.txt', [
    { kind: 'exec', netns: 'pod-a', command: 'ping -c 1 10.244.1.77' },
    { kind: 'exec', netns: 'pod-a', command: 'ping -c 1 -t 1 10.244.2.2' },
    {
      kind: 'exec',
      netns: 'node-1',
      command: 'bridge fdb del 2e:f1:0a:f4:02:00 dev flannel.1 dst 192.168.56.12',
    },
    { kind: 'exec', netns: 'pod-a', command: 'ping -c 1 10.244.2.2' },
    { kind: 'exec', netns: 'node-1', command: 'ip route del 10.244.2.0/24' },
    { kind: 'exec', netns: 'pod-a', command: 'ping -c 1 10.244.2.2' },
    { kind: 'exec', netns: 'pod-a', command: 'ping -c 1 10.244.1.2' },
    { kind: 'exec', netns: 'node-1', command: 'ip addr' },
    { kind: 'exec', netns: 'node-1', command: 'sysctl -w net.ipv4.ip_forward=0' },
    { kind: 'exec', netns: 'pod-a', command: 'ping -c 1 10.244.2.2' },
    { kind: 'exec', netns: 'node-1', command: 'ping -c 1 8.8.8.8' },
  ]);
});
test('dump3', () =>
  dump('scenarios/same-node-bridge/scenario.yaml', '/tmp/pw/dump3.txt', [
    { kind: 'exec', netns: 'pod-a', command: 'ping -c 1 10.244.1.3' },
  ]));
test('dump', () =>
  dump('scenarios/flannel-vxlan/scenario.yaml', '/tmp/pw/dump.txt', [{ kind: 'send', name: 'ping-across' }]));
function dump(file: string, to: string, inputs: any[]) {
  const lab = parseLab('x', readFileSync(file, 'utf8'));
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  const s = Session.open(lab.value);
  if (!s.ok) throw new Error(JSON.stringify(s.error));
  const session = s.value;
  for (const i of inputs) session.input(i);
  const out: string[] = [];
  const tl = session.query('timeline', {});
  out.push(`len ${tl.length} start ${tl.start}`);
  for (let i = tl.start; i < tl.length; i++) {
    const r = session.trace.record(i);
    const w = session.world;
    out.push(
      `${i} c${r.cause} p${r.packet} ${w.netns[r.netns]?.name}/${w.netns[r.netns]?.links[r.dev]?.name} ${r.kind} ${r.verdict} b${r.before} a${r.after} ${r.background ? 'BG' : ''}`,
    );
  }
  for (const l of tl.lanes)
    out.push(
      `lane ${l.packet} ${say(l.title)} ${l.layer} ${l.firstSeq}-${l.lastSeq} ${l.fate} wr ${JSON.stringify(l.wrapped)} in ${l.input} bg ${l.background} drop ${l.dropSeq}`,
    );
  out.push(JSON.stringify(tl.jumps));
  for (const g of ['hop', 'machine', 'packet'] as const) {
    out.push(`== ${g}`);
    for (const seq of tl.steps[g].slice(0, 120)) {
      const t0 = performance.now();
      const v = session.query('instant', { seq, grain: g });
      const ms = performance.now() - t0;
      out.push(
        `${seq} [${ms.toFixed(1)}ms] p${v.packet} ${v.element} | ${say(v.narration)} | cue ${JSON.stringify(v.cue)}`,
      );
      out.push(
        `     layers ${v.packetView?.layers.map((l) => l.tag + (l.status === 'kept' ? '' : '*' + l.status)).join(' ')} removed ${v.packetView?.removed.map((l) => l.tag).join(' ')} len ${v.packetView?.wasLenBytes}->${v.packetView?.lenBytes} changed ${v.packetView?.layers.flatMap((l) => l.fields.filter((f) => f.was !== null).map((f) => `${l.tag}.${f.name}:${f.was}->${f.text}`)).join(' ')}`,
      );
      for (const d of v.decisions) {
        out.push(
          `     D ${d.seq} ${say(d.title)} [${d.key}] => ${d.answer} (${d.kernelFunction}) ${d.table?.name} ${d.table?.size}`,
        );
        if (g === 'hop')
          for (const r of d.rows)
            out.push(`         ${r.verdict} ${r.cells.join(' | ')} -- ${say(r.reason)} -- by ${r.writtenBy}`);
      }
      for (const c of v.changes) out.push(`     C ${c.netns} ${c.table}: ${c.before} => ${c.after}`);
    }
  }
  const j = session.query('instant', { seq: tl.lanes[2]?.lastSeq ?? 0, grain: 'hop' }).journey;
  for (const st of j?.stops ?? [])
    out.push(
      `stop ${st.machine} ${st.netns}/${st.dev} ${st.device} ${st.firstSeq}-${st.lastSeq} ttl ${st.ttl} len ${st.lenBytes} hdr ${st.headerBytes} w ${st.wrapped} ${st.state} ${st.dropped}`,
    );
  out.push(session.query('instant', { seq: tl.length - 1, grain: 'hop' }).output.join('\n'));
  for (const t of session.query('tables', { seq: tl.length - 1, netns: 'node-1', compareSeq: tl.start })
    .tables) {
    out.push(`T ${t.name}`);
    for (const r of t.rows) out.push(`   ${r.status} ${r.cells.join(' | ')} was ${r.was}`);
  }
  const g = session.query('graph', { seq: tl.length - 1 });
  for (const e of g.graph.elements) out.push(`E ${JSON.stringify(e)}`);
  for (const e of g.graph.wires) out.push(`W ${e.id}`);
  require('node:fs').writeFileSync(to, out.join('\n'));
}
