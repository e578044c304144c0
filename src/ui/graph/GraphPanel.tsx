import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { BgpSessionView, GraphView, Instant, StepMarks } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { useMedia } from '../kit/useMedia';
import type { Camera } from './camera';
import { createCamera } from './camera';
import { agentOf, cyElementsOf } from './cy-elements';
import type { Dimmed } from './dimmed';
import { isPlainBelow, LayersNote } from './LayersNote';
import { liftedLayouts, liftedScene } from './lift';
import { MapControls } from './MapControls';
import { MapDrawing, usePatternPrefix } from './MapDrawing';
import { MapTree } from './MapTree';
import { boxOf, centre, drawnPlace, sceneOf } from './scene';
import { SessionsNote, tallyOf } from './SessionsNote';
import { routeTaken } from './taken';
import { throughFolds } from './through-folds';
import { useInner } from './useInner';
import { useLift } from './useLift';
import { usePlayback } from './usePlayback';
import { useSize } from '../kit/useSize';
import { useTypeScale } from '../kit/useTypeScale';
import { useWalking } from './useWalking';
import { chooseForm } from './viewport';
import type { Size } from './viewport';
import { wayOf } from './way';
import notes from './controls.module.css';
import styles from './map.module.css';

interface Props {
  readonly graph: GraphView;
  readonly instant: Instant | null;
  /** What the present step of configuration changed. */
  readonly marks: StepMarks | null;
  /** Which way the last step went: a step back is played in reverse. */
  readonly direction: 1 | -1;
  /** 1: as fast as designed. */
  readonly speed: number;
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** The label of an agent was pressed, `node-1/flanneld`; null where nothing is told of agents. */
  readonly onAgent: ((agent: string) => void) | null;
  /** Namespace of the cluster whose pods stay in front; null for all. */
  readonly namespace: string | null;
  readonly onNamespace: (namespace: string | null) => void;
  /** Folds that are opened; an empty list folds everything again. */
  readonly open: readonly string[];
  readonly onOpen: (folds: readonly string[]) => void;
  /** The overlay is lifted off the underlay. */
  readonly lifted: boolean;
  /** Null where the layers stay together. */
  readonly onLift: (() => void) | null;
  /** BGP sessions to be drawn; null for none, or while they are not known. */
  readonly sessions: readonly BgpSessionView[] | null;
  /** They are asked for. */
  readonly sessionsShown: boolean;
  /** Null where they are not asked for. */
  readonly onSessions: (() => void) | null;
  /** There is little room: only what moves the map stands above it. */
  readonly small?: boolean;
  /** Where a terminal can be opened: the netns that is selected, null for none. */
  readonly place: string | null;
  readonly onTerminal: () => void;
}

/** Room that one of the toggles above the map takes, px. */
const TOGGLE_WIDTH = 94;

const NO_SESSIONS: readonly BgpSessionView[] = [];

/** The map of a lab, and on it the packet at one instant. */
export function GraphPanel(props: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const size = useSize(panel);
  return (
    <div ref={panel} className={styles.panel}>
      {size && <Stage {...props} size={size} />}
    </div>
  );
}

function Stage({
  graph,
  instant: unfolded,
  marks,
  direction,
  speed,
  small = false,
  place,
  onTerminal,
  selected,
  onSelect: choose,
  onAgent,
  namespace,
  onNamespace,
  open,
  onOpen,
  lifted,
  onLift,
  sessions,
  sessionsShown,
  onSessions,
  size,
}: Props & { readonly size: Size }) {
  const { t } = useTexts();
  const patterns = usePatternPrefix();
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const [dimmed, setDimmed] = useState<Dimmed>({ overlay: false, underlay: false });
  const onSelect = useCallback(
    (id: string | null) => {
      // A fold is not chosen but opened; what an agent did is listed elsewhere.
      const agent = id === null ? null : agentOf(id);
      if (agent !== null) onAgent?.(agent);
      else if (id?.startsWith('fold:')) onOpen([...open, id]);
      else choose(id);
    },
    [choose, onAgent, onOpen, open],
  );
  const [hovered, setHovered] = useState<string | null>(null);
  const layer = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const packetLayer = useRef<SVGGElement>(null);
  const trailLayer = useRef<SVGGElement>(null);
  const innerLayer = useRef<SVGGElement>(null);
  const camera = useRef<Camera | null>(null);
  const latest = useRef({ onSelect, calm });

  const typeScale = useTypeScale();
  const amount = useLift(lifted, calm);
  // The form is that of the layers as they will be: it does not change on their way.
  const layouts = useMemo(
    () => (lifted ? liftedLayouts(graph.graph, graph.layouts) : graph.layouts),
    [graph, lifted],
  );
  const { form } = chooseForm(layouts, size, typeScale);
  const together = useMemo(
    () => sceneOf(graph.graph, graph.layouts[form]),
    [graph.graph, graph.layouts, form],
  );
  const scene = useMemo(() => liftedScene(together, amount), [together, amount]);
  const { layout } = scene;
  const instant = useMemo(() => throughFolds(scene, unfolded), [scene, unfolded]);
  const way = useMemo(() => wayOf(scene, instant), [scene, instant]);
  const taken = useMemo(() => routeTaken(scene, instant), [scene, instant]);
  const words = useMemo(
    () => ({
      wrap: t('map.packet.wrap'),
      unwrap: t('map.packet.unwrap'),
      flood: t('map.packet.flood'),
      drop: t('map.packet.drop'),
    }),
    [t],
  );

  useEffect(() => {
    latest.current = { onSelect, calm };
  }, [onSelect, calm]);
  useLayoutEffect(() => {
    if (!layer.current || !canvas.current) return;
    const made = createCamera(
      layer.current,
      canvas.current,
      { onTap: (id) => latest.current.onSelect(id), onHover: setHovered },
      () => latest.current.calm,
    );
    camera.current = made;
    return () => made.destroy();
  }, []);
  // Where no packet is on its way yet, whoever begins is what one looks for.
  const begins = instant === null ? null : drawnPlace(scene, instant.element);
  const hereBox = boxOf(scene, way.here ?? begins ?? '');
  const around = hereBox ? centre(hereBox) : null;
  const aroundRef = useRef(around);
  useLayoutEffect(() => {
    aroundRef.current = around;
  });
  const toggles = (scene.hasTunnels && !small ? 2 : 0) + (graph.graph.bgp && onSessions ? 1 : 0);
  const controls = toggles * TOGGLE_WIDTH * typeScale;
  useLayoutEffect(() => {
    camera.current?.frame(layout, size, aroundRef.current, { typeScale, controls });
  }, [layout, size, typeScale, controls]);
  useEffect(() => {
    camera.current?.update(cyElementsOf(scene), selected);
  }, [scene, selected]);
  const selectedBox = selected === null ? null : boxOf(scene, selected);
  const selectedRef = useRef(selectedBox);
  useLayoutEffect(() => {
    selectedRef.current = selectedBox;
  });
  useEffect(() => {
    // What a lesson picks out may lie beyond the edge.
    if (selected !== null && selectedRef.current) camera.current?.bringIntoView(selectedRef.current);
  }, [selected]);
  usePlayback({ packet: packetLayer, trail: trailLayer }, camera, {
    scene,
    instant,
    direction,
    speed,
    words,
    patterns,
    calm,
    size,
  });

  useInner(innerLayer, camera, { scene, instant, speed, patterns, calm, size });
  const carried = instant?.carried ?? null;

  const zoom = (factor: number): void => camera.current?.zoomBy(factor);
  const fit = (): void => camera.current?.fit();
  const walking = useWalking(scene, way.here ?? selected, {
    onSelect,
    onZoom: zoom,
    onFit: fit,
    onArrive: (id) => {
      const box = boxOf(scene, id);
      if (box) camera.current?.bringIntoView(box);
    },
  });
  const wrapped = instant?.packetView?.layers.some((ring) => ring.layer === 'tun' && !ring.quoted) ?? false;

  return (
    <>
      <MapControls
        dimmed={dimmed}
        planes={scene.hasTunnels && !small}
        namespace={namespace}
        onNamespace={onNamespace}
        opened={open.length > 0}
        onFold={() => onOpen([])}
        place={place}
        onTerminal={onTerminal}
        lifted={lifted}
        onLift={small ? null : onLift}
        sessions={sessionsShown}
        tally={sessions && tallyOf(sessions)}
        onSessions={graph.graph.bgp ? onSessions : null}
        onDim={(plane) => setDimmed((old) => ({ ...old, [plane]: !old[plane] }))}
        onZoom={zoom}
        onFit={fit}
      />
      <div ref={canvas} className={styles.canvas} aria-hidden="true" />
      <div ref={layer} className={styles.layer}>
        <MapDrawing
          {...{
            scene,
            way,
            taken,
            marks,
            namespace,
            wrapped,
            dimmed,
            hovered,
            selected,
            patterns,
            packetLayer,
            trailLayer,
            innerLayer,
            carried,
          }}
          bytes={instant?.packetView?.lenBytes ?? 0}
          plain={isPlainBelow(scene, instant)}
          sessions={sessions ?? NO_SESSIONS}
          told={instant?.decisions.findLast((decision) => decision.told !== null)?.told ?? null}
          focused={walking.active}
        />
      </div>
      <div className={notes.notes}>
        {sessions !== null && graph.graph.bgp && <SessionsNote sessions={sessions} />}
        {lifted && <LayersNote scene={scene} instant={instant} />}
      </div>
      <MapTree
        scene={scene}
        way={way}
        marks={marks}
        active={walking.active}
        selected={selected}
        idPrefix={patterns}
        {...walking.handlers}
      />
    </>
  );
}
