/** How many steps of the size *hop* a trace has: the page's own rule, by which a packet goes from device to device. */
import type { World } from '../../core/model/world';
import type { TraceStore } from '../../core/trace/store';
import { hopsOf } from '../../core/views/standing';
import type { ViewSource } from '../../core/views/source';
import { indexOf } from '../../core/views/trace-index';

/** Of all packets in `store` together; `world` is as it is at its end. */
export function deviceHops(store: TraceStore, world: World): number {
  const source: ViewSource = {
    trace: {
      length: store.length,
      record: (seq) => store.record(seq),
      frame: (ref) => store.frameBytes(ref),
    },
    worldAt: () => world,
    explain: (seq) => store.record(seq),
    inputs: [],
  };
  const index = indexOf(source);
  return [...index.packets.keys()].reduce((sum, packet) => sum + hopsOf(source, index, packet).length, 0);
}
