import type { Box, DeviceElement } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import { MapIcon } from '../icons';
import type { Scene } from '../scene';
import { networksAt } from '../networks';
import { Label } from './Label';
import styles from '../map.module.css';

/** The inside of a switch: its bridge as a bar below the ports, with the networks that live on it. */
export function SwitchBridge({
  scene,
  device,
  box,
  here,
}: {
  readonly scene: Scene;
  readonly device: DeviceElement;
  readonly box: Box;
  readonly here: boolean;
}) {
  const { t } = useTexts();
  const wide = scene.layout.form === 'wide';
  const y = box.y + box.height / 2 + 4.5;
  const x = box.x + (wide ? 12 : 10);
  return (
    <g>
      <rect className={`${styles.bar ?? ''} ${here ? (styles.here ?? '') : ''}`} {...box} rx={4} />
      <g className={styles.inked}>
        <MapIcon name="switch" x={x} y={y - 11.5} />
      </g>
      <Label
        x={x + 20}
        y={y}
        parts={[
          { text: device.name, look: 'name' },
          { text: t('map.role.switch'), look: 'caption' },
        ]}
      />
      <Label
        x={box.x + box.width - (wide ? 12 : 10)}
        y={y}
        end
        parts={[{ text: networksAt(scene, device.id).join('  '), look: 'mono' }]}
      />
    </g>
  );
}
