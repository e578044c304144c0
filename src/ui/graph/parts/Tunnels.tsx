import { memo } from 'react';
import type { DeviceElement, Point, Wire } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import type { Scene } from '../scene';
import { pathOf } from '../scene';
import { roundedPath } from '../polyline';
import styles from '../map.module.css';

/** Tunnels as hollow tubes. While a packet is wrapped, the tubes of its tunnel device are filled. */
export const Tunnels = memo(function Tunnels({
  scene,
  wrapped,
  dim,
}: {
  readonly scene: Scene;
  readonly wrapped: boolean;
  readonly dim: boolean;
}) {
  const tunnels = [...scene.wires.values()].filter((wire) => wire.kind === 'tunnel');
  const lanes = lanesOf(scene, tunnels);
  const width = scene.layout.form === 'wide' ? 15 : 12;
  const tubes = tunnels.map((wire) => ({ id: wire.id, d: roundedPath(pathOf(scene, wire.id), 22) }));
  return (
    <g className={dim ? styles.dim : undefined} style={{ '--tube': `${width}px` }} data-wrapped={wrapped || undefined}>
      {/* Layer by layer, so that tubes that share a stretch become one. */}
      {(['tubeRim', 'tubeInside', 'tubeDots'] as const).map((look) => (
        <g key={look}>
          {tubes.map((tube) => (
            <path key={tube.id} className={styles[look]} d={tube.d} />
          ))}
        </g>
      ))}
      {lanes.map((lane) => (
        <TunnelLabel key={`${lane.at.x} ${lane.at.y}`} lane={lane} wide={scene.layout.form === 'wide'} />
      ))}
    </g>
  );
});

interface Lane {
  readonly at: Point;
  readonly device: DeviceElement;
  /** The tube arches between two machines; otherwise it runs above them all. */
  readonly arch: boolean;
}

/** One label for each stretch of tunnel that can be told apart. */
function lanesOf(scene: Scene, tunnels: readonly Wire[]): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const wire of tunnels) {
    const device = scene.elements.get(wire.from);
    const path = pathOf(scene, wire.id);
    if (device?.kind !== 'device' || path.length < 4) continue;
    const top = Math.min(...path.map((point) => point.y));
    const level = path.filter((point) => point.y === top);
    const left = Math.min(...level.map((point) => point.x));
    const right = Math.max(...level.map((point) => point.x));
    const arch = path[0]?.y === path[1]?.y;
    const at = { x: arch ? (left + right) / 2 : left + 26, y: top };
    const key = arch ? wire.id : `${top}`;
    const known = lanes.get(key);
    if (!known || at.x < known.at.x) lanes.set(key, { at, device, arch });
  }
  return [...lanes.values()];
}

function TunnelLabel({ lane, wide }: { readonly lane: Lane; readonly wide: boolean }) {
  const { t } = useTexts();
  const { at, device, arch } = lane;
  const vni = `VNI ${device.vni ?? 0}`;
  const port = device.dstPort === null ? '' : `UDP ${device.dstPort}`;
  if (!arch) {
    return (
      <text className={styles.tunnelName} x={at.x} y={at.y - 12}>
        {t('map.tunnel')} · {vni} · {port}
      </text>
    );
  }
  if (!wide) {
    return (
      <text className={styles.tunnelName} x={at.x} y={at.y - 13} textAnchor="middle">
        {vni}
      </text>
    );
  }
  return (
    <text textAnchor="middle">
      <tspan className={styles.tunnelName} x={at.x} y={at.y - 52}>
        {t('map.tunnel')}
      </tspan>
      <tspan className={styles.mono} x={at.x} y={at.y - 35}>
        {vni}
      </tspan>
      <tspan className={styles.mono} x={at.x} y={at.y - 19}>
        {port}
      </tspan>
    </text>
  );
}
