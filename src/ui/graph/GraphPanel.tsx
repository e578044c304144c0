import type { GraphView, Instant } from '../../core/index';

/** Stands in for the map until it is drawn. */
export function GraphPanel(props: {
  readonly graph: GraphView;
  readonly instant: Instant | null;
  readonly direction: 1 | -1;
  readonly speed: number;
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  readonly theme: 'light' | 'dark' | 'projector';
  readonly lang: 'en' | 'zh-CN';
}) {
  const { width, height, boxes } = props.graph.layouts.wide;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height="100%" role="img" aria-label="Map">
      {Object.entries(boxes).map(([id, box]) => (
        <rect key={id} {...box} fill="none" stroke={id === props.instant?.element ? 'var(--ink)' : 'var(--line-2)'} />
      ))}
    </svg>
  );
}
