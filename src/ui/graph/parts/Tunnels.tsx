import { memo } from 'react';
import { useTexts } from '../../../i18n/setup';
import type { Scene } from '../scene';
import { pathOf } from '../scene';
import { roundedPath } from '../polyline';
import type { TunnelLane } from '../tunnel-lanes';
import { tunnelLanes } from '../tunnel-lanes';
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
  const lanes = tunnelLanes(scene);
  const tubes = tunnels.map((wire) => ({ id: wire.id, d: roundedPath(pathOf(scene, wire.id), 22) }));
  return (
    <g className={dim ? styles.dim : undefined} data-wrapped={wrapped || undefined}>
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

function TunnelLabel({ lane, wide }: { readonly lane: TunnelLane; readonly wide: boolean }) {
  const { t } = useTexts();
  const { at, device, arch } = lane;
  // A tunnel without a number of its own is told by its kind.
  const vni = device.vni === null ? device.device : `VNI ${device.vni}`;
  const port = device.dstPort === null ? '' : `UDP ${device.dstPort}`;
  if (!arch) {
    return (
      <text className={styles.tunnelName} x={at.x} y={at.y - 12}>
        {[t('map.tunnel'), vni, port].filter((word) => word !== '').join(' · ')}
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
