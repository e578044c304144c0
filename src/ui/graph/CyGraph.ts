/**
 * The door to the graph library. It owns the viewport (wheel, drag, pinch), the hit testing and the nesting; what is
 * seen is drawn by MapDrawing below the same viewport, so everything here is transparent.
 */
import cytoscape from 'cytoscape';
import type { Core, ElementDefinition, EventObject, NodeSingular } from 'cytoscape';
import type { CyElements, CyNode } from './cy-elements';
import { patchOf } from './cy-elements';
import type { Viewport } from './viewport';
import { ZOOM_MAX, ZOOM_MIN } from './viewport';

export interface CyCallbacks {
  /** The viewport changed, by the reader or by a call. */
  readonly onViewport: (viewport: Viewport) => void;
  /** The reader moved the viewport. */
  readonly onTaken: () => void;
  /** An element was chosen; null: the ground was. */
  readonly onTap: (id: string | null) => void;
  readonly onHover: (id: string | null) => void;
}

export interface CyGraph {
  update(elements: CyElements, selected: string | null): void;
  /** Shows a viewport, after so many milliseconds of moving there. */
  setViewport(viewport: Viewport, ms?: number): void;
  viewport(): Viewport;
  /** The container changed its size. */
  resize(): void;
  destroy(): void;
}

const EMPTY: CyElements = { nodes: [], edges: [] };

/** A graph in a container element that has a size. */
export function createCyGraph(container: HTMLElement, callbacks: CyCallbacks): CyGraph {
  const cy = cytoscape({
    container,
    style: [
      {
        selector: 'node',
        style: {
          shape: 'rectangle',
          width: 'data(width)',
          height: 'data(height)',
          'background-opacity': 0,
          'border-width': 0,
          'overlay-opacity': 0,
        },
      },
      {
        selector: 'node:parent',
        style: { padding: '0px', 'min-width': 'data(width)', 'min-height': 'data(height)' },
      },
      { selector: 'edge', style: { width: 1, 'line-opacity': 0, events: 'no', 'overlay-opacity': 0 } },
      { selector: 'core', style: { 'active-bg-opacity': 0, 'selection-box-opacity': 0 } as never },
    ],
    minZoom: ZOOM_MIN,
    maxZoom: ZOOM_MAX,
    boxSelectionEnabled: false,
    autoungrabify: true,
    selectionType: 'single',
  });
  let elements = EMPTY;
  const viewport = (): Viewport => ({ zoom: cy.zoom(), pan: { ...cy.pan() } });

  cy.on('pan zoom resize', () => callbacks.onViewport(viewport()));
  cy.on('scrollzoom dragpan pinchzoom', () => callbacks.onTaken());
  cy.on('tap', (event: EventObject) => callbacks.onTap(idOf(event, cy)));
  cy.on('mouseover', 'node', (event: EventObject) => {
    container.style.cursor = 'pointer';
    callbacks.onHover(idOf(event, cy));
  });
  cy.on('mouseout', 'node', () => {
    container.style.cursor = '';
    callbacks.onHover(null);
  });

  return {
    update(next, selected) {
      const patch = patchOf(elements, next);
      elements = next;
      cy.batch(() => {
        for (const id of patch.remove) cy.getElementById(id).remove();
        cy.add(patch.addNodes.map(nodeDefinition));
        cy.add(patch.addEdges.map(edgeDefinition));
        for (const node of patch.move) {
          const element = cy.getElementById(node.id);
          element.data(sizeOf(node));
          if (!node.compound) (element as NodeSingular).position(centreOf(node));
        }
        cy.$(':selected').unselect();
        if (selected !== null) cy.getElementById(selected).select();
      });
    },
    setViewport(wanted, ms = 0) {
      cy.stop(true);
      const { zoom, pan } = wanted;
      if (ms > 0) cy.animate({ zoom, pan: { ...pan } }, { duration: ms, easing: 'ease-out-cubic' });
      else cy.viewport({ zoom, pan: { ...pan } });
    },
    viewport,
    resize() {
      cy.resize();
    },
    destroy() {
      cy.destroy();
    },
  };
}

function idOf(event: EventObject, cy: Core): string | null {
  const target = event.target as unknown;
  return target === cy ? null : (target as NodeSingular).id();
}

function sizeOf(node: CyNode): { width: number; height: number } {
  return { width: node.box.width, height: node.box.height };
}

function centreOf({ box }: CyNode): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function nodeDefinition(node: CyNode): ElementDefinition {
  const parent = node.parent === null ? {} : { parent: node.parent };
  return { group: 'nodes', data: { id: node.id, ...parent, ...sizeOf(node) }, position: centreOf(node) };
}

function edgeDefinition(edge: { id: string; source: string; target: string }): ElementDefinition {
  return { group: 'edges', data: { ...edge } };
}
