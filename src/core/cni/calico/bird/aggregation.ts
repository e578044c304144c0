/**
 * A node tells others of its blocks, not of the pods in them. Source: calico v3.32
 * confd/etc/calico/confd/templates/bird_aggr.cfg.template.
 */

/** Routes that are preferred to the usual ones, as while a virtual machine moves, are told one by one. */
const NORMAL_ROUTE_PRIORITY = 1024;

/** Blocks of one address need no guard: the address itself is routed. */
export function staticBlackholes(blocks: readonly string[]): readonly string[] {
  return blocks.filter((block) => !block.endsWith('/32'));
}

/** The lines of the filter for one block; `priorities`: routes have them, as from v3.32 on. */
export function aggregationLines(block: string, priorities: boolean): readonly string[] {
  const preferred = `if ( net ~ ${block} && krt_metric < ${String(NORMAL_ROUTE_PRIORITY)} ) then { accept; }`;
  return [
    `if ( net = ${block} ) then { accept; }`,
    ...(priorities ? [preferred] : []),
    `if ( net ~ ${block} ) then { reject; }`,
  ];
}
