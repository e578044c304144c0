/** A long value by its ends, for where two of them must stand side by side: `0a:58:0a:f4:01:01` → `0a:58…:01:01`. */
export function elide(value: string, most: number): string {
  if (value.length <= most) return value;
  const tail = Math.ceil((most - 1) / 2);
  return `${value.slice(0, most - 1 - tail)}…${value.slice(-tail)}`;
}
