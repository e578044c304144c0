/** A packet's number as it is printed: readers count from 1, as the inputs do. */
export function numberOf(packet: number): number {
  return packet + 1;
}
