import { memo } from 'react';
import type { NetnsElement } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import { fitted, withoutLength } from '../fit-text';
import { MapIcon } from '../icons';
import type { Scene } from '../scene';
import { boxOf, isBareRoot } from '../scene';
import { rootLabelSpot } from '../spots';
import { Label } from './Label';
import { PodContents } from './PodContents';
import styles from '../map.module.css';

/** Units a character of a name takes on average; the layout makes room for as much. */
const NAME_ADVANCE = 7.5;

/** A network namespace: a pod as a box of its own, the machine's own as the area that holds its devices. */
export const Netns = memo(function Netns({
  scene,
  netns,
}: {
  readonly scene: Scene;
  readonly netns: NetnsElement;
}) {
  const { t } = useTexts();
  const box = boxOf(scene, netns.id);
  const machine = scene.machines.get(netns.id);
  if (!box || !machine || isBareRoot(scene, netns)) return null;
  const wide = scene.layout.form === 'wide';
  if (netns.root) {
    const spot = rootLabelSpot(scene, netns, t('map.rootNetns'));
    return (
      <g>
        <rect className={styles.area} {...box} rx={6} />
        {spot && (
          <Label
            x={spot.x}
            y={spot.y}
            end={spot.end}
            parts={[{ text: t('map.rootNetns'), look: 'caption' }]}
          />
        )}
      </g>
    );
  }
  const flipped = scene.flipped.has(machine.name);
  const narrow = scene.layout.form === 'narrow';
  const pad = wide ? 12 : narrow ? 4 : 10;
  const icon = narrow ? 16 : 19;
  const nameRoom = box.width - 2 * pad - icon - (wide ? 40 : 0);
  const x = flipped ? box.x + box.width - pad : box.x + pad;
  const y = box.y + (wide ? 22 : 16);
  const line = wide ? 18 : 14;
  return (
    <g>
      <rect className={styles.pod} {...box} rx={6} />
      <g className={styles.inked}>
        <MapIcon name="pod" x={flipped ? x - 13 : x} y={y - 11} size={13} />
      </g>
      <Label
        x={flipped ? x - icon : x + icon}
        y={y}
        end={flipped}
        parts={[{ text: fitted(netns.pod?.name ?? netns.name, nameRoom, NAME_ADVANCE), look: 'name' }]}
      />
      {wide && (
        <Label
          x={flipped ? box.x + pad : box.x + box.width - pad}
          y={y}
          end={!flipped}
          parts={[{ text: 'netns', look: 'caption' }]}
        />
      )}
      {netns.addresses.slice(0, wide && !netns.pod ? 2 : 1).map((address, index) => (
        <Label
          key={address}
          x={x}
          y={y + line * (index + 1)}
          end={flipped}
          parts={[{ text: narrow ? withoutLength(address) : address, look: 'mono' }]}
        />
      ))}
      {netns.pod && (
        <PodContents pod={netns.pod} box={box} pad={pad} y={y + 2 * line} wide={wide} flipped={flipped} />
      )}
    </g>
  );
});
