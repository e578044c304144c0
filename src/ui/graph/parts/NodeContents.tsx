import { memo } from 'react';
import type { MachineElement } from '../../../core/index';
import { agentChips } from '../agent-chips';
import type { Scene } from '../scene';
import { boxOf } from '../scene';
import styles from '../pods.module.css';

/** What Kubernetes says of a node, below its name: its range of pod addresses, whether it is ready, who runs on it. */
export const NodeContents = memo(function NodeContents({
  scene,
  machine,
}: {
  readonly scene: Scene;
  readonly machine: MachineElement;
}) {
  const box = boxOf(scene, machine.id);
  if (!box) return null;
  const { form } = scene.layout;
  const flipped = scene.flipped.has(machine.name);
  const pad = { wide: 16, compact: 12, narrow: 8 }[form];
  const x = flipped ? box.x + box.width - pad : box.x + pad;
  const y = box.y + { wide: 44, compact: 35, narrow: 32 }[form];
  const { node } = machine;
  return (
    <g>
      {node && (
        <text x={x} y={y} textAnchor={flipped ? 'end' : 'start'}>
          <tspan className={styles.range}>{node.podCIDR ?? ''}</tspan>
          {form !== 'narrow' && (
            <tspan className={styles.nodeState} data-ready={node.ready} dx={8}>
              {node.status}
            </tspan>
          )}
        </text>
      )}
      {node && form === 'narrow' && (
        <text
          className={styles.nodeState}
          data-ready={node.ready}
          x={flipped ? box.x + pad : box.x + box.width - pad}
          y={box.y + 18}
          textAnchor={flipped ? 'start' : 'end'}
        >
          {node.status.replace('SchedulingDisabled', '…')}
        </text>
      )}
      {agentChips(scene, machine).map((chip) => (
        <g key={chip.name} data-stopped={chip.stopped}>
          <rect className={styles.agent} {...chip.box} rx={7.5} />
          <text
            className={styles.agentName}
            x={chip.box.x + chip.box.width / 2}
            y={chip.box.y + 11.5}
            textAnchor="middle"
          >
            {chip.name}
          </text>
        </g>
      ))}
    </g>
  );
});
