import type { Network } from './answers';
import styles from './ChoosePanel.module.css';

/** Nodes at the sides, and what is between them, as lines. */
const BETWEEN: Readonly<Record<Network, string>> = {
  segment: 'M4 27h52M14 19v8M30 19v8M46 19v8',
  'two-segments': 'M4 27h20M36 27h20M14 19v8M46 19v8M24 27h2M34 27h2M26 23h8v8h-8zM28 25l4 4M32 25l-4 4',
  firewall:
    'M4 27h22M34 27h22M14 19v8M46 19v8M26 21h8v11h-8zM26 24.5h8M26 28.5h8M30 21v3.5M28 24.5v4M32 24.5v4M30 28.5v3.5',
  vpc: 'M14 19v4M46 19v4M14 23h32M16 33a5 5 0 0 1 1-9.5 8 8 0 0 1 15-2 6.5 6.5 0 0 1 11.5 3.5 4.2 4.2 0 0 1-.5 8z',
  wan: 'M4 27h14M42 27h14M14 19v8M46 19v8M18 24h5v6h-5zM37 24h5v6h-5zM23 27l3-2.5 3.5 5 3.5-5 4 2.5',
};
const NODES: Readonly<Record<Network, readonly number[]>> = {
  segment: [8, 24, 40],
  'two-segments': [8, 40],
  firewall: [8, 40],
  vpc: [8, 40],
  wan: [8, 40],
};

export function NetworkSketch({ network }: { readonly network: Network }) {
  return (
    <svg className={styles.sketch} viewBox="0 0 60 36" aria-hidden="true" focusable="false">
      {NODES[network].map((x) => (
        <rect key={x} className={styles.node} x={x} y="5" width="12" height="14" rx="2.5" />
      ))}
      <path className={styles.lines} d={BETWEEN[network]} />
    </svg>
  );
}
