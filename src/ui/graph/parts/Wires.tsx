import { memo } from 'react';
import type { Point } from '../../../core/index';
import type { Scene } from '../scene';
import { pathOf, planeOfWire } from '../scene';
import { lengthOf, pointAt, roundedPath } from '../polyline';
import type { Leg } from '../leg';
import type { Way } from '../way';
import type { Dimmed } from '../dimmed';
import { isDimmed } from '../dimmed';
import styles from '../map.module.css';

/** How much the corners of wires are rounded. */
export const WIRE_RADIUS = 8;

/** All wires but the tunnels: grey where nothing goes, dotted ahead of the packet, bold behind it. */
export const Wires = memo(function Wires({
  scene,
  way,
  dimmed,
}: {
  readonly scene: Scene;
  readonly way: Way;
  readonly dimmed: Dimmed;
}) {
  // Below the bold line of a travelled wire its grey one stays: the bold one is hidden while a packet moves along it.
  const dotted = new Set(way.ahead.map((leg) => leg.wire));
  const plain = [...scene.wires.values()].filter(
    (wire) => wire.kind !== 'tunnel' && (wire.out === true || !dotted.has(wire.id)),
  );
  return (
    <g>
      {plain.map((wire) => (
        <path
          key={wire.id}
          className={`${(wire.out ? styles.cut : styles.wire) ?? ''} ${isDimmed(dimmed, planeOfWire(scene, wire)) ? (styles.dim ?? '') : ''}`}
          d={roundedPath(pathOf(scene, wire.id), WIRE_RADIUS)}
        />
      ))}
      <Legs scene={scene} legs={way.ahead} look={way.dropped ? 'lost' : 'ahead'} dimmed={dimmed} />
      <Legs scene={scene} legs={way.copies} look="copied" dimmed={dimmed} />
      <Legs scene={scene} legs={way.travelled} look="travelled" dimmed={dimmed} />
      {plain.map((wire) => wire.out && <Cut key={wire.id} path={pathOf(scene, wire.id)} />)}
    </g>
  );
});

/** A cable that is out: a cross in its middle. */
function Cut({ path }: { readonly path: readonly Point[] }) {
  const { x, y } = pointAt(path, lengthOf(path) / 2);
  return (
    <g data-cut transform={`translate(${x} ${y})`}>
      <circle className={styles.cutMark} r={8} />
      <path className={styles.cutCross} d="M-3.5 -3.5l7 7M3.5 -3.5l-7 7" />
    </g>
  );
}

const LOOKS = {
  travelled: styles.travelled,
  copied: styles.copyTrail,
  ahead: styles.ahead,
  lost: styles.lost,
};

function Legs({
  scene,
  legs,
  look,
  dimmed,
}: {
  readonly scene: Scene;
  readonly legs: readonly Leg[];
  readonly look: 'travelled' | 'copied' | 'ahead' | 'lost';
  readonly dimmed: Dimmed;
}) {
  const className = LOOKS[look] ?? '';
  return legs.map((leg, index) => {
    const wire = scene.wires.get(leg.wire);
    const dim = wire !== undefined && isDimmed(dimmed, planeOfWire(scene, wire));
    return (
      <path
        key={`${leg.wire} ${index}`}
        data-trail={look === 'travelled' || look === 'copied' ? leg.wire : undefined}
        className={`${className} ${dim ? (styles.dim ?? '') : ''}`}
        d={roundedPath(pathOf(scene, leg.wire), WIRE_RADIUS)}
      />
    );
  });
}
