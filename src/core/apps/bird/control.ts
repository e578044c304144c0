/** Timers by which a BIRD is told what to do: to read its configuration again, and what is typed at birdc (`birdc disable r1`). */
export const CONFIGURE = 'configure';
export const CONTROL = 'birdc ';
