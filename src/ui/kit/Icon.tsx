/** Line icons on a 16-pixel grid, drawn in the current colour. They never speak alone: the name stands beside them. */
const PATHS = {
  first: 'M4 3v10M12.5 3.5 6.5 8l6 4.5z',
  back: 'M11 3.5 5 8l6 4.5z',
  play: 'M5 3l8 5-8 5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  forward: 'M5 3.5 11 8l-6 4.5z',
  last: 'M12 3v10M3.5 3.5l6 4.5-6 4.5z',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  rewrite: 'M2.5 5.5h10L9.8 2.8M13.5 10.5h-10l2.7 2.7',
  wrap: 'M1.5 4h13v8h-13zM4.5 6.5h7v3h-7z',
  shield: 'M8 1.8 13 3.8v4c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4v-4z',
  gear: 'M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1.7M8 12.8v1.7M1.5 8h1.7M12.8 8h1.7M3.4 3.4l1.2 1.2M11.4 11.4l1.2 1.2M3.4 12.6l1.2-1.2M11.4 4.6l1.2-1.2',
  moon: 'M13 9.6A5.6 5.6 0 1 1 6.4 3a4.6 4.6 0 0 0 6.6 6.6z',
  projector: 'M2 3h12v8H2zM8 11v2.5M5.5 13.5h5',
  share:
    'M4.2 8 11.5 4M4.2 8l7.3 4M4.2 9.7a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM12 5.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM12 14.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4z',
  lab: 'M6 2v4L2.8 12a1.4 1.4 0 0 0 1.2 2h8a1.4 1.4 0 0 0 1.2-2L10 6V2M4.8 2h6.4M4.4 9.5h7.2',
  lesson: 'M2 3.5c2-.8 4-.8 6 .5 2-1.3 4-1.3 6-.5v9c-2-.8-4-.8-6 .5-2-1.3-4-1.3-6-.5zM8 4v9',
  library: 'M2.5 2.5H7V7H2.5zM9 2.5h4.5V7H9zM2.5 9H7v4.5H2.5zM9 9h4.5v4.5H9z',
  objects: 'M8 1.8 13.6 5v6L8 14.2 2.4 11V5zM2.4 5 8 8.2 13.6 5M8 8.2v6',
  tables: 'M2 3h12v10H2zM2 6.5h12M6.5 6.5V13',
  help: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM6.2 6.2a1.9 1.9 0 1 1 2.6 2c-.6.3-.8.6-.8 1.3M8 11.6v.2',
  settings:
    'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM5.5 13a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z',
  send: 'M2.5 8h9M8 4.5 11.5 8 8 11.5M14 3v10',
  undo: 'M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7',
  redo: 'M10 3l3.5 3.5L10 10M13.5 6.5H6a3.5 3.5 0 0 0 0 7h3',
  edit: 'M3 13l.7-3L11 2.7l2.3 2.3L6 12.3zM9.5 4.2l2.3 2.3',
  alert: 'M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.8v.2',
  veth: 'M2 8h4M10 8h4M6 5.5v5M10 5.5v5',
  bridge: 'M1.5 11V7.5a6.5 4.5 0 0 1 13 0V11M1.5 11h13M5 4.2V11M11 4.2V11',
  tunnel: 'M4 4.5a2 3.5 0 0 0 0 7a2 3.5 0 0 0 0-7zM4 4.5h8a2 3.5 0 0 1 0 7H4',
  card: 'M2 4h12v7H2zM5 11v2.5M8 11v2.5M11 11v2.5M5 7h6',
  loop: 'M12.5 5.5A5 5 0 1 0 13 8M13 3v3h-3',
  dummy: 'M3 3h10v10H3zM6 8h4',
  journal: 'M2.5 3.5h2v2h-2zM7 4.5h6.5M4.5 8h2v2h-2zM9 9h4.5M4.5 12h2v2h-2zM9 13h4.5M3.5 5.5V13h1M3.5 9h1',
  flag: 'M4 14V2.5M4 3h8.5l-2 2.8 2 2.7H4',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  save: 'M8 2.5v7M4.8 6.6 8 9.8l3.2-3.2M2.5 10.5v3h11v-3',
  kernel: 'M4 4h8v8H4zM6.5 1.5V4M9.5 1.5V4M6.5 12v2.5M9.5 12v2.5M1.5 6.5H4M1.5 9.5H4M12 6.5h2.5M12 9.5h2.5',
  compare: 'M2 3h5v10H2zM9 3h5v10H9zM4.5 6v4M11.5 6v4',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  terminal: 'M2 3h12v10H2zM4.5 6 7 8l-2.5 2M8.5 10.5h3',
} as const;

export type IconName = keyof typeof PATHS;

/** Icons that say "go on" with their whole body. */
const FILLED: ReadonlySet<IconName> = new Set(['play']);

export function Icon({ name, size = 15, weight = 1.4 }: { name: IconName; size?: number; weight?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={FILLED.has(name) ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={weight}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark of the product: a packet, seen from the side, with its payload. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      aria-hidden="true"
      focusable="false"
    >
      <rect x="1.5" y="4.5" width="21" height="15" rx="7.5" />
      <rect x="6" y="7.5" width="13.5" height="9" rx="4.5" />
      <circle cx="14.5" cy="12" r="1.7" fill="currentColor" stroke="none" />
    </svg>
  );
}
