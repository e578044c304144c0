import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { HookPart, KernelStation, KernelView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import type { IconName } from '../kit/Icon';
import { numberOf } from '../kit/packet-number';
import { useCompact } from '../kit/useMedia';
import { useTypeScale } from '../kit/useTypeScale';
import { edgeStates, layoutMap } from './map-layout';
import type { Box, Edge, EdgeState } from './map-layout';
import { partName, partSpoken, stationName, stationSpoken } from './names';
import type { Looked } from './selection';
import styles from './StationMap.module.css';
import { spotAfter } from './tree-keys';
import type { Spot } from './tree-keys';

/** The stations of a netns as a picture that is a tree as well: arrows go through it, Enter goes to the record. */
export function StationMap({
  view,
  looked,
  width,
  onChoose,
}: {
  readonly view: KernelView;
  readonly looked: Looked;
  readonly width: number;
  readonly onChoose: (looked: Looked, seq: number | null) => void;
}) {
  const texts = useTexts();
  const { t } = texts;
  const compact = useCompact();
  const k = useTypeScale();
  const id = useId();
  const [spot, setSpot] = useState<Spot | null>(null);
  const [focused, setFocused] = useState(false);
  const stations = view.stations.filter(({ id: name }) => view.hasBridge || !name.startsWith('bridge'));
  const shown = new Map(stations.map((station) => [station.id, shownParts(station, compact)]));
  const layout = layoutMap({
    width,
    compact,
    k,
    hasBridge: view.hasBridge,
    bridgeMeetsIptables: view.bridgeMeetsIptables,
    lines: new Map(
      stations.map((station) => [station.id, linesOf(station, shown.get(station.id) ?? [], compact)]),
    ),
  });
  const here: Spot = spot ?? { station: looked.station, part: null };
  const idOf = ({ station, part }: Spot): string => `${id}${station}${part === null ? '' : `-${part}`}`;

  const open = ({ station, part }: Spot): void => {
    const at = stations.find((one) => one.id === station);
    if (!at) return;
    const chosen = at.parts.find(({ name }) => name === part);
    onChoose({ station, part }, chosen ? chosen.seq : at.firstSeq);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.shiftKey) return;
    if (event.key === 'Enter') open(here);
    else {
      const visible = stations.map((one) => ({ ...one, parts: shown.get(one.id) ?? [] }));
      const next = spotAfter(event.key, here, visible);
      if (next === null) return;
      setSpot(next);
    }
    event.preventDefault();
  };
  const boxes = new Map(layout.boxes.map((box) => [box.id, box]));
  return (
    <div className={styles.map} style={{ height: layout.height }} data-testid="kernel-map">
      <Edges
        edges={layout.edges}
        states={edgeStates(layout.edges, view.way, view.stations)}
        width={width}
        height={layout.height}
      />
      <ul
        className={styles.tree}
        role="tree"
        tabIndex={0}
        aria-label={t('kernel.tree.name', { netns: view.netns })}
        aria-description={t('kernel.tree.keys')}
        aria-activedescendant={focused ? idOf(here) : undefined}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          setSpot(null);
        }}
      >
        {stations.map((station) => {
          const box = boxes.get(station.id);
          if (!box) return null;
          const parts = shown.get(station.id) ?? [];
          const active = focused && here.station === station.id;
          return (
            <li
              key={station.id}
              id={idOf({ station: station.id, part: null })}
              role="treeitem"
              aria-level={1}
              aria-selected={looked.station === station.id}
              aria-expanded={parts.length > 0 ? true : undefined}
              aria-label={stationSpoken(station, view, texts)}
              className={styles.station}
              data-station={station.id}
              data-state={station.state}
              data-hook={station.hook !== null}
              data-active={active && here.part === null}
              data-looked={looked.station === station.id}
              style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
              onClick={() => open({ station: station.id, part: null })}
            >
              <span className={styles.name}>{stationName(station, view, texts)}</span>
              {station.text !== '' && (
                <span className={styles.text} title={station.text}>
                  {station.text}
                </span>
              )}
              {parts.length > 0 && (
                <ul role="group" className={styles.parts}>
                  {parts.map((part) => (
                    <li
                      key={part.name}
                      id={idOf({ station: station.id, part: part.name })}
                      role="treeitem"
                      aria-level={2}
                      aria-selected={looked.station === station.id && looked.part === part.name}
                      aria-label={partSpoken(part, texts)}
                      className={styles.part}
                      data-part={part.name}
                      data-state={part.state}
                      data-active={active && here.part === part.name}
                      onClick={(event) => {
                        event.stopPropagation();
                        open({ station: station.id, part: part.name });
                      }}
                    >
                      <span className={styles.partName}>{partName(part, compact, texts)}</span>
                      <PartSays part={part} />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
      <Marker view={view} box={view.here === null ? undefined : boxes.get(view.here)} />
    </div>
  );
}

/** Lines of protocol text in a station that is no hook. */
const TEXT_LINES = 2;

/** In the compact form a hook off the way is but its name, and a table that is not there is left out. */
function shownParts({ parts, state }: KernelStation, compact: boolean): readonly HookPart[] {
  const present = parts.filter(({ state: of }) => of !== 'absent');
  if (!compact) return present;
  return state === 'off' ? [] : present;
}

function linesOf(station: KernelStation, parts: readonly HookPart[], compact: boolean): number {
  if (station.hook === null) return compact && station.state === 'off' ? 0 : TEXT_LINES;
  return parts.length + (station.text === '' ? 0 : 1);
}

/** What a part has to say at the right end of its line: its outcome, or how many rules wait there. */
function PartSays({ part }: { readonly part: HookPart }) {
  const icon = PART_ICONS[part.state];
  if (part.outcome !== '') return <span className={styles.outcome}>{part.outcome}</span>;
  if (icon !== undefined) return <Icon name={icon} size={11} weight={2} />;
  if (part.state === 'skipped') return <span className={styles.quiet}>–</span>;
  return <span className={styles.quiet}>{part.rules === 0 ? '' : part.rules}</span>;
}

const PART_ICONS: Readonly<Partial<Record<HookPart['state'], IconName>>> = {
  passed: 'check',
  ended: 'cross',
};

function Edges({
  edges,
  states,
  width,
  height,
}: {
  readonly edges: readonly Edge[];
  readonly states: readonly EdgeState[];
  readonly width: number;
  readonly height: number;
}) {
  const drawn = edges.map((edge, i) => ({ edge, state: states[i] ?? 'off' }));
  // What is travelled lies over what is not.
  const order: readonly EdgeState[] = ['off', 'ahead', 'passed'];
  drawn.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <svg className={styles.edges} width={width} height={height} aria-hidden="true">
      {drawn.map(({ edge, state }) => (
        <polyline
          key={`${edge.from} ${edge.to}`}
          className={styles.edge}
          data-edge={`${edge.from} ${edge.to}`}
          data-state={state}
          points={edge.points.map(([x, y]) => `${x},${y}`).join(' ')}
        />
      ))}
    </svg>
  );
}

/** The packet, over the station it is at. It moves there from where it was. */
function Marker({ view, box }: { readonly view: KernelView; readonly box: Box | undefined }) {
  if (view.packet === null || !box) return null;
  const ended = view.stations.find(({ id }) => id === view.here)?.state === 'ended';
  return (
    <span
      // In another netns, or on another pass, it does not come from where the last one was.
      key={`${view.netns} ${view.packet.packet} ${String(view.pass)}`}
      className={styles.marker}
      data-testid="kernel-marker"
      data-ended={ended}
      style={{ transform: `translate(${box.x + box.w - 10}px, ${box.y - 9}px) translateX(-100%)` }}
      aria-hidden="true"
    >
      {ended && <Icon name="cross" size={10} weight={2.4} />}
      {numberOf(view.packet.packet)}
    </span>
  );
}
