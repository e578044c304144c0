import { memo, useId } from 'react';
import type { Ref } from 'react';
import type { BgpSessionView, Carried, GraphElement, StepMarks, Told } from '../../core/index';
import type { Dimmed } from './dimmed';
import { isDimmed } from './dimmed';
import { isOutside, podsOf } from './namespace';
import { ApiServer } from './parts/ApiServer';
import { Badges } from './parts/Badges';
import { Device } from './parts/Device';
import { Fold } from './parts/Fold';
import { LayerLine, LowerHalves } from './parts/Lifted';
import { Machine } from './parts/Machine';
import { Marks } from './parts/Marks';
import { Netns } from './parts/Netns';
import { Outline } from './parts/Outline';
import { Patterns } from './parts/Patterns';
import { Routing } from './parts/Routing';
import { Sessions } from './parts/Sessions';
import { Tunnels } from './parts/Tunnels';
import { Wires } from './parts/Wires';
import type { Scene } from './scene';
import { planeOf } from './scene';
import type { Taken, TakenRoute } from './taken';
import type { Way } from './way';
import styles from './map.module.css';

interface Props {
  readonly scene: Scene;
  readonly way: Way;
  readonly taken: Taken | null;
  readonly marks: StepMarks | null;
  readonly wrapped: boolean;
  readonly dimmed: Dimmed;
  /** Namespace of the cluster whose pods stay in front; null for all. */
  readonly namespace: string | null;
  readonly hovered: string | null;
  readonly selected: string | null;
  readonly focused: string | null;
  /** Where the moving packet is drawn, and below the devices the wire behind it. */
  readonly packetLayer: Ref<SVGGElement>;
  readonly trailLayer: Ref<SVGGElement>;
  /** Where the packet inside a tunnel is drawn, while the layers are apart. */
  readonly innerLayer: Ref<SVGGElement>;
  /** What the packet carries, and its own length; for the words between the layers. */
  readonly carried: Carried | null;
  readonly bytes: number;
  /** The packet is in the underlay with nothing around it. */
  readonly plain: boolean;
  /** BGP sessions to be drawn. */
  readonly sessions: readonly BgpSessionView[];
  /** Who told whom the route that was looked up; null for none. */
  readonly told: Told | null;
  readonly patterns: string;
}

/** The whole drawing, in drawing units; the viewport is applied from outside. */
export const MapDrawing = memo(function MapDrawing({
  scene,
  way,
  taken,
  marks,
  wrapped,
  dimmed,
  namespace,
  hovered,
  selected,
  focused,
  packetLayer,
  trailLayer,
  innerLayer,
  carried,
  bytes,
  plain,
  sessions,
  told,
  patterns,
}: Props) {
  const { width, height } = scene.layout;
  const picked = { hovered, selected, focused };
  return (
    <svg
      className={styles.drawing}
      data-form={scene.layout.form}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <Patterns prefix={patterns} />
      <LowerHalves scene={scene} />
      <Areas scene={scene} dimmed={dimmed} namespace={namespace} overarched={sessions.length > 0} />
      <Wires scene={scene} way={way} dimmed={dimmed} />
      <g ref={trailLayer} />
      <Tunnels scene={scene} wrapped={wrapped} dim={dimmed.overlay} />
      {sessions.length > 0 && <Sessions scene={scene} sessions={sessions} told={told} />}
      <Outline scene={scene} id={way.here} look="halo" />
      {podsOf(scene, namespace).map((id) => (
        <Outline key={id} scene={scene} id={id} look="chosen" />
      ))}
      {LOOKS.map((look) => (
        <Outline
          key={look}
          scene={scene}
          id={isArea(scene, picked[look]) ? picked[look] : null}
          look={look}
        />
      ))}
      <Parts scene={scene} here={way.here} taken={taken} dimmed={dimmed} namespace={namespace} />
      <Marks scene={scene} marks={marks} />
      <Badges scene={scene} way={way} />
      {way.dropped && <Outline scene={scene} id={way.here} look="dropped" />}
      {LOOKS.map((look) => (
        <Outline
          key={look}
          scene={scene}
          id={isArea(scene, picked[look]) ? null : picked[look]}
          look={look}
        />
      ))}
      {scene.lift && <LayerLine {...{ scene, lift: scene.lift, carried, bytes, plain }} />}
      <g ref={innerLayer} />
      <g ref={packetLayer} />
    </svg>
  );
});

const LOOKS = ['hovered', 'selected', 'focused'] as const;

/** A machine or a netns: devices stand on its edge, so a line along it is drawn below them. */
function isArea(scene: Scene, id: string | null): boolean {
  const kind = id === null ? undefined : scene.elements.get(id)?.kind;
  return kind === 'machine' || kind === 'netns';
}

/** A prefix for the ids of this map's patterns that can stand in an address. */
export function usePatternPrefix(): string {
  return `map${useId().replaceAll(/[^a-zA-Z0-9]/g, '')}-`;
}

const Areas = memo(function Areas({
  scene,
  dimmed,
  namespace,
  overarched,
}: {
  readonly scene: Scene;
  readonly dimmed: Dimmed;
  readonly namespace: string | null;
  /** BGP sessions pass over the API server, which has no part in them: it stands back. */
  readonly overarched: boolean;
}) {
  return scene.graph.elements.map((element) => {
    if (element.kind === 'apiserver') {
      return (
        <g key={element.id} className={overarched ? styles.dim : undefined}>
          <ApiServer scene={scene} id={element.id} />
        </g>
      );
    }
    if (element.kind !== 'machine' && element.kind !== 'netns') return null;
    return (
      <g key={element.id} className={isBack(scene, element, dimmed, namespace) ? styles.dim : undefined}>
        {element.kind === 'machine' ? (
          <Machine scene={scene} machine={element} />
        ) : (
          <Netns scene={scene} netns={element} />
        )}
      </g>
    );
  });
});

/** Whether an element is in the background: by its network, or by the namespace of its pod. */
function isBack(scene: Scene, element: GraphElement, dimmed: Dimmed, namespace: string | null): boolean {
  return isDimmed(dimmed, planeOf(scene, element)) || isOutside(scene, element, namespace);
}

const NONE: readonly TakenRoute[] = [];

const Parts = memo(function Parts({
  scene,
  here,
  taken,
  dimmed,
  namespace,
}: {
  readonly scene: Scene;
  readonly here: string | null;
  readonly taken: Taken | null;
  readonly dimmed: Dimmed;
  readonly namespace: string | null;
}) {
  return scene.graph.elements.map((element) => {
    if (element.kind === 'machine' || element.kind === 'netns' || element.kind === 'apiserver') return null;
    return (
      <g key={element.id} className={isBack(scene, element, dimmed, namespace) ? styles.dim : undefined}>
        {element.kind === 'fold' ? (
          <Fold scene={scene} fold={element} />
        ) : element.kind === 'device' ? (
          <Device scene={scene} device={element} here={element.id === here} />
        ) : (
          <Routing
            scene={scene}
            routing={element}
            here={element.id === here}
            taken={taken?.routing === element.id ? taken.routes : NONE}
          />
        )}
      </g>
    );
  });
});
