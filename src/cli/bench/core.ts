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

/** Runs all of them, or the clusters only; `report` is called after each. */
export async function benchCore(report: (group: Group) => void, clustersOnly: boolean): Promise<void> {
  await loadAllParts();
  if (clustersOnly) {
    report(benchClusters());
    report(benchCalico());
    return;
  }
  report(benchChain());
  report(benchFullEngine());
  report(await benchLookups());
  report(benchTimeTravel());
  report(benchEditor());
  report(benchBgp());
  report(benchClusters());
  report(benchCalico());
}
