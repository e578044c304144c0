/** The options a lab may be built with. */
export default {
  choices: {
    unbuilt: 'Chosen, not built yet: the lab still runs as before.',
    // The name and the text of a lab are those of its usual options.
    differs: '{{title}}: {{now}} (usually {{usual}})',
    rebuild: 'Build again',
    rebuilt: 'The lab was built again.',
    left_one: '{{count}} input was left out.',
    left_other: '{{count}} inputs were left out.',
    undo: 'Back to the lab before',
    inputs_one: '{{count}} input so far:',
    inputs_other: '{{count}} inputs so far:',
    keep: {
      sends: 'send again the prepared sends, not what was typed',
      all: 'do all of it again, also what was typed',
      none: 'start afresh',
    },
  },
} as const;
