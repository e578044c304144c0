/** What is said of panels before they are opened: on their buttons, and in lists. */
export default {
  editor: {
    edit: 'Edit this lab',
    edited: 'edited',
  },
  compare: {
    open: 'Compare labs side by side',
    title: 'Compare',
    again: 'Start again',
    least: 'the least',
  },
  terminal: {
    open: 'Terminal',
    here: 'Open a terminal here',
    hereIn: 'Terminal in {{netns}}',
  },
  kernel: {
    show: 'Show in the kernel view',
  },
  capture: {
    open: 'Save as a capture',
  },
  choose: {
    title: 'Which network fits yours?',
  },
  lesson: {
    ui: {
      list: 'Lessons',
      minutes_one: '{{count}} minute',
      minutes_other: '{{count}} minutes',
    },
  },
} as const;
