import styles from '../map.module.css';

export interface LabelPart {
  readonly text: string;
  readonly look: 'name' | 'mono' | 'caption' | 'strong';
}

/** One line of text in several looks. `end`: it ends at x, and its parts stand in reverse order, for mirrored cards. */
export function Label({
  x,
  y,
  end = false,
  middle = false,
  parts,
}: {
  readonly x: number;
  readonly y: number;
  readonly end?: boolean;
  readonly middle?: boolean;
  readonly parts: readonly LabelPart[];
}) {
  const shown = parts.filter((part) => part.text !== '');
  const ordered = end ? shown.toReversed() : shown;
  return (
    <text x={x} y={y} textAnchor={middle ? 'middle' : end ? 'end' : 'start'}>
      {ordered.map((part, index) => (
        <tspan key={part.look + part.text} className={styles[part.look]} dx={index > 0 ? 8 : undefined}>
          {part.text}
        </tspan>
      ))}
    </text>
  );
}
