import { memo } from 'react';
import type { MachineElement } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import { withoutLength } from '../fit-text';
import { MapIcon, machineIcon } from '../icons';
import type { Scene } from '../scene';
import { boxOf } from '../scene';
import { Label } from './Label';
import { NodeContents } from './NodeContents';
import styles from '../map.module.css';

/**
 * The card of a machine: its frame and the line with its name. A switch is named by the bridge inside it, by itself as
 * long as it has none.
 */
export const Machine = memo(function Machine({
  scene,
  machine,
}: {
  readonly scene: Scene;
  readonly machine: MachineElement;
}) {
  const { t } = useTexts();
  const box = boxOf(scene, machine.id);
  if (!box) return null;
  const wide = scene.layout.form === 'wide';
  const narrow = scene.layout.form === 'narrow';
  const frame = <rect className={styles.card} {...box} rx={machine.role === 'switch' ? 6 : 10} />;
  if (machine.role === 'switch') {
    const bridged = scene.graph.elements.some(
      (element) =>
        element.kind === 'device' &&
        element.device === 'bridge' &&
        scene.machines.get(element.id) === machine,
    );
    if (bridged) return <g>{frame}</g>;
    const name = { text: machine.name, look: 'name' as const };
    const role = { text: t('map.role.switch'), look: 'caption' as const };
    return (
      <g className={styles.machine}>
        {frame}
        <Label x={box.x + 12} y={box.y + box.height / 2 + 4.5} parts={[name, role]} />
      </g>
    );
  }
  const folded = machine.holds.filter((id) => id.startsWith('machine:')).length;
  const flipped = scene.flipped.has(machine.name);
  const pad = wide ? 16 : 12;
  const x = flipped ? box.x + box.width - pad : box.x + pad;
  const y = box.y + (wide ? 23 : 18);
  return (
    <g className={styles.machine}>
      {frame}
      <g className={styles.quiet}>
        <MapIcon name={machineIcon(machine.role)} x={flipped ? x - 14 : x} y={y - 11.5} />
      </g>
      <Label
        x={flipped ? x - 20 : x + 20}
        y={y}
        end={flipped}
        parts={[
          { text: machine.name, look: 'name' },
          ...(machine.role === 'node'
            ? []
            : [{ text: t(`map.role.${machine.role}`), look: 'caption' as const }]),
          { text: folded > 0 ? t('map.nodesOpen', { count: folded }) : '', look: 'caption' },
          // The machine is named here, not its network; where room is dear, or it has several, its cards have the addresses.
          {
            text: narrow || machine.addresses.length > 1 ? '' : withoutLength(machine.addresses[0] ?? ''),
            look: 'mono',
          },
        ]}
      />
      {(machine.node || machine.agents.length > 0) && <NodeContents scene={scene} machine={machine} />}
    </g>
  );
});
