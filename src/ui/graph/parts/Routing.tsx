import { memo } from 'react';
import type { Box, GraphLayout, RoutingElement } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import { MapIcon } from '../icons';
import type { Scene } from '../scene';
import { boxOf, routesBox } from '../scene';
import type { TakenRoute } from '../taken';
import { textRoom } from '../text-room';
import { Label } from './Label';
import styles from '../map.module.css';

interface Props {
  readonly scene: Scene;
  readonly routing: RoutingElement;
  readonly here: boolean;
  /** The routes the packet takes; none while no route was chosen. */
  readonly taken: readonly TakenRoute[];
}

/** The routing core of a namespace, an octagon, and in the wide form its routes. */
export const Routing = memo(function Routing({ scene, routing, here, taken }: Props) {
  const { t } = useTexts();
  const box = boxOf(scene, routing.id);
  if (!box) return null;
  const { form } = scene.layout;
  const wide = form === 'wide';
  const icon = form === 'narrow' ? 0 : 19;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const title = t('map.routing');
  const titleWidth = textRoom(title, 6.6, 13);
  const start = x - (titleWidth + icon) / 2;
  const first = wide ? y - 12 : y - 3.5;
  return (
    <g>
      <path
        className={`${styles.device ?? ''} ${here ? (styles.here ?? '') : ''}`}
        d={octagon(box, OCTAGON_CUT[form])}
      />
      {icon > 0 && (
        <g className={styles.inked}>
          <MapIcon name="routing" x={start} y={first - 11.5} />
        </g>
      )}
      <text className={styles.name} x={start + icon} y={first}>
        {title}
      </text>
      <text className={styles.caption} x={x} y={first + (wide ? 17 : 14)} textAnchor="middle">
        {t('map.routes', { count: routing.routes.length })}
      </text>
      {wide && (
        <text className={styles.mono} x={x} y={first + 32} textAnchor="middle">
          ip_forward={routing.forwarding ? 1 : 0}
        </text>
      )}
      <RouteTable scene={scene} routing={routing} taken={taken} />
    </g>
  );
});

const ROW = 20;

function RouteTable({ scene, routing, taken }: Pick<Props, 'scene' | 'routing' | 'taken'>) {
  const { t } = useTexts();
  const box = routesBox(scene, routing.id);
  const core = boxOf(scene, routing.id);
  if (!box || !core) return null;
  const room = Math.max(1, Math.floor((box.height - 8) / ROW));
  const main = taken.find((mark) => mark.main)?.route ?? null;
  const start = firstRow(routing.routes.length, room, main);
  const flipped = scene.flipped.has(scene.machines.get(routing.id)?.name ?? '');
  // Beside the core there is room for the next hop; below it there is not.
  const withVia = box.y < core.y + core.height;
  return (
    <g>
      <rect className={styles.table} {...box} rx={4} />
      {routing.routes.slice(start, start + room).map((route, index) => {
        const y = box.y + 4 + index * ROW;
        const hit = taken.find((mark) => mark.route === start + index);
        return (
          <g
            key={`${route.dst} ${route.via ?? ''} ${route.dev}`}
            className={hit?.main ? styles.hit : undefined}
          >
            {hit?.main && (
              <rect className={styles.hitRow} x={box.x + 1} y={y} width={box.width - 2} height={ROW} />
            )}
            {hit && <rect className={styles.hitBar} x={box.x} y={y} width={3} height={ROW} />}
            {hit?.header && (
              <Flag
                x={flipped ? box.x : box.x + box.width}
                y={y}
                left={flipped}
                text={t(`map.header.${hit.header}`)}
              />
            )}
            <Label x={box.x + 11} y={y + 14} parts={[{ text: route.dst, look: 'mono' }]} />
            {withVia && route.via !== null && (
              <text className={styles.mono} x={box.x + box.width / 2 + 4} y={y + 14} textAnchor="middle">
                via {route.via}
              </text>
            )}
            <Label x={box.x + box.width - 11} y={y + 14} end parts={[{ text: route.dev, look: 'mono' }]} />
          </g>
        );
      })}
    </g>
  );
}

/** The name of a marked row, beside it on the side where there is room. */
function Flag({
  x,
  y,
  left,
  text,
}: {
  readonly x: number;
  readonly y: number;
  readonly left: boolean;
  readonly text: string;
}) {
  const width = textRoom(text, 6, 11) + 10;
  const start = left ? x - width : x;
  return (
    <g>
      <rect className={styles.hitFlag} x={start} y={y + 2} width={width} height={ROW - 4} rx={3} />
      <text className={styles.hitName} x={start + width / 2} y={y + 14} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

/** Of a table that is too long the part with the route taken is shown. */
function firstRow(count: number, room: number, taken: number | null): number {
  if (taken === null || taken < room) return 0;
  return Math.min(count - room, taken - Math.floor(room / 2));
}

/** How much is cut off the corners. */
export const OCTAGON_CUT: Readonly<Record<GraphLayout['form'], number>> = {
  wide: 21,
  compact: 13,
  narrow: 10,
};

/** Path data of a box with cut corners. */
export function octagon(box: Box, cut: number): string {
  const { x, y, width, height } = box;
  const right = x + width;
  const bottom = y + height;
  return (
    `M${x + cut} ${y}H${right - cut}L${right} ${y + cut}V${bottom - cut}L${right - cut} ${bottom}` +
    `H${x + cut}L${x} ${bottom - cut}V${y + cut}Z`
  );
}
