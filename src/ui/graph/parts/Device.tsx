import { memo } from 'react';
import type { Box, DeviceElement } from '../../../core/index';
import { tabText, TUNNEL_KINDS } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import { fitted, withoutLength } from '../fit-text';
import { MapIcon, deviceIcon } from '../icons';
import type { Scene } from '../scene';
import { boxOf, isTab } from '../scene';
import { Label } from './Label';
import { SwitchBridge } from './SwitchBridge';
import styles from '../map.module.css';

interface Props {
  readonly scene: Scene;
  readonly device: DeviceElement;
  /** The packet is here. */
  readonly here: boolean;
}

/** A device: a tab where it leads out of something, else a box with icon, name and addresses. */
export const Device = memo(function Device({ scene, device, here }: Props) {
  const box = boxOf(scene, device.id);
  if (!box) return null;
  if (isTab(scene, device)) return <Tab device={device} box={box} here={here} />;
  if (scene.machines.get(device.id)?.role === 'switch' && device.device === 'bridge') {
    return <SwitchBridge scene={scene} device={device} box={box} here={here} />;
  }
  return <DeviceBox scene={scene} device={device} box={box} here={here} />;
});

function frameClass(device: DeviceElement, here: boolean): string {
  return [styles.device, here && styles.here, !device.up && styles.down].filter(Boolean).join(' ');
}

function Tab({
  device,
  box,
  here,
}: {
  readonly device: DeviceElement;
  readonly box: Box;
  readonly here: boolean;
}) {
  return (
    <g>
      <rect className={frameClass(device, here)} {...box} rx={4} />
      <text
        className={styles.tab}
        x={box.x + box.width / 2}
        y={box.y + box.height / 2 + 4}
        textAnchor="middle"
      >
        {fitted(tabText(device), box.width - 6, 6.7)}
      </text>
    </g>
  );
}

function DeviceBox({ scene, device, box, here }: Props & { readonly box: Box }) {
  const { t } = useTexts();
  const wide = scene.layout.form === 'wide';
  const machine = scene.machines.get(device.id);
  const flipped = machine !== undefined && scene.flipped.has(machine.name);
  const bar = TUNNEL_KINDS.has(device.device);
  const narrow = scene.layout.form === 'narrow';
  // Where room is dear a tunnel device has its bar to be known by.
  const terse = narrow && TUNNEL_KINDS.has(device.device);
  const icon = terse ? 0 : narrow ? 17 : 20;
  const pad = (wide ? 12 : narrow ? 5 : 9) + (bar ? 3 : 0);
  const x = flipped ? box.x + box.width - pad : box.x + pad;
  const first = device.addresses[0] ?? '';
  const address = terse ? withoutLength(first) : first;
  const facts = factsOf(device);
  // Where the box is as narrow as the name, the word that it is down takes the line of the address.
  const below = !wide && !device.up && !address;
  const lines = 1 + (address || below ? 1 : 0) + (wide && facts ? 1 : 0);
  const step = wide ? 17 : 14;
  const y = box.y + (box.height - (lines - 1) * step) / 2 + 4.5;
  const caption = device.up ? (wide ? captionOf(device, t('map.kind.bridge')) : '') : t('map.down');
  return (
    <g>
      <rect className={frameClass(device, here)} {...box} rx={6} />
      {bar && (
        <rect
          className={styles.tunnelBar}
          x={flipped ? box.x + box.width - 5 : box.x + 1}
          y={box.y + 1}
          width={4}
          height={box.height - 2}
          rx={2}
        />
      )}
      {!terse && (
        <g className={styles.inked}>
          <MapIcon name={deviceIcon(device.device)} x={flipped ? x - 14 : x} y={y - 11.5} />
        </g>
      )}
      <Label
        x={flipped ? x - icon : x + icon}
        y={y}
        end={flipped}
        parts={[{ text: device.name, look: 'name' }]}
      />
      <Label
        x={flipped === below ? box.x + box.width - pad : box.x + pad}
        y={below ? y + step : y}
        end={flipped === below}
        parts={[{ text: caption, look: device.up ? 'caption' : 'strong' }]}
      />
      {address && <Label x={x} y={y + step} end={flipped} parts={[{ text: address, look: 'mono' }]} />}
      {wide && facts && (
        <Label
          x={x}
          y={y + step * (address ? 2 : 1)}
          end={flipped}
          parts={[{ text: facts, look: 'caption' }]}
        />
      )}
    </g>
  );
}

function captionOf(device: DeviceElement, bridge: string): string {
  if (device.device === 'bridge') return bridge;
  return device.device === 'physical' ? `MTU ${device.mtu}` : device.device;
}

function factsOf(device: DeviceElement): string {
  return device.vni === null ? '' : `VNI ${device.vni} · MTU ${device.mtu}`;
}
