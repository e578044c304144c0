/** Ids of boxes in a layout that are no elements of the graph. */

/** The table of routes beside a routing core, given the id of the core. Absent where there is no room for it. */
export function routesId(routing: string): string {
  return `${routing}#routes`;
}
