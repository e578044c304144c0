/** The benchmarks of the core, bundled by bench.ts as the page's worker is: what is measured is what visitors run. */
import { loadAllParts } from '../../core/base/part';
import { benchBgp } from './bgp';
import { benchCalico } from './calico';
import { benchChain } from './chain';
import { benchClusters } from './clusters';
import { benchEditor } from './editor';
import { benchFullEngine } from './full-engine';
import { benchLookups } from './lookups';
import type { Group } from './report';
import { benchTimeTravel } from './time-travel';

/** One part of it, in its large form; all parts without. */
export type CorePart = 'clusters' | 'calico' | 'bgp';

/** `report` is called after each. */
export async function benchCore(report: (group: Group) => void, only: CorePart | null): Promise<void> {
  await loadAllParts();
  switch (only) {
    case 'clusters':
      report(benchClusters());
      return;
    case 'calico':
      report(benchCalico(true));
      return;
    case 'bgp':
      report(benchBgp(true));
      return;
    case null:
      report(benchChain());
      report(benchFullEngine());
      report(await benchLookups());
      report(benchTimeTravel());
      report(benchEditor());
      report(benchBgp(false));
      report(benchClusters());
      report(benchCalico(false));
  }
}
