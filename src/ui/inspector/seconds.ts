/** Nanoseconds as seconds with microseconds, in groups of three: `1.000 169 s`. */
export function secondsText(ns: number): string {
  const micros = Math.floor(ns / 1000);
  const fraction = String(micros % 1_000_000).padStart(6, '0');
  return `${Math.floor(micros / 1_000_000)}.${fraction.slice(0, 3)}\u202f${fraction.slice(3)} s`;
}
