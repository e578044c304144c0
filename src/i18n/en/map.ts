/** The map: what is written in the drawing, and what is said of it. */
export default {
  map: {
    overlay: 'Overlay',
    underlay: 'Underlay',
    planes: 'Networks shown',
    zoom: 'Zoom',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show the whole map',
    rootNetns: 'root netns',
    routing: 'routing',
    routes_one: '{{count}} route',
    routes_other: '{{count}} routes',
    tunnel: 'Overlay tunnel',
    down: 'down',
    role: {
      node: 'node',
      host: 'host',
      router: 'router',
      switch: 'switch',
    },
    kind: {
      bridge: 'bridge',
      physical: 'network card',
    },
    header: {
      inner: 'inner',
      outer: 'outer',
    },
    packet: {
      wrap: 'encapsulate',
      unwrap: 'decapsulate',
      flood: 'flood',
      drop: 'dropped',
    },
    tree: {
      label: 'Map of the lab',
      keys: 'Arrow keys walk along the wires, Enter selects, plus, minus and 0 zoom.',
      joined: 'joined to {{names}}',
      deviceIn: '{{dev}} in {{netns}}',
      here: 'the packet is here',
    },
  },
} as const;
