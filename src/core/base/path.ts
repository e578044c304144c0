/** Where something is inside plain data: keys and list indexes from the outside in. */
export type Path = readonly (string | number)[];

/** `spec.machines[0].setup` */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** The path that {@link pathText} wrote, of keys without dots or brackets. */
export function pathFromText(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((step) =>
    step[1] === undefined ? step[0] : Number(step[1]),
  );
}
