/** English: the editor of a lab's file. */
export default {
  editor: {
    title: 'Edit this lab',
    field: 'The file of the lab, in YAML',
    leave: 'Tab indents. Escape, then Tab, leaves the text.',
    required: 'required',
    build: 'Build',
    original: 'Back to the original',
    undo: 'Undo (Ctrl+Z)',
    redo: 'Redo (Ctrl+Y)',
    upload: 'Open a file',
    download: 'Download',
    close: 'Close the editor',
    checking: 'Checking…',
    good: 'No problems: the lab can be built.',
    unchecked: 'Not checked: this lab takes too long to build.',
    problems_one: '{{count}} problem',
    problems_other: '{{count}} problems',
    list: 'Problems',
    place: 'line {{line}}:{{column}}',
    wholeFile: 'the file',
    phrases: {
      completions: 'Completions',
      control: 'Control character',
      deleted: 'Selection deleted',
    },
    notice: {
      draft: 'This is the text as you left it, not the lab as it is open.',
      'not-kept':
        'The browser does not keep this text: its storage is full or forbidden. Download the file before you leave the page.',
      refused:
        'That was not put in: the text would have {{size}} characters, and a lab has at most {{max}}. Nothing was changed.',
      'too-long': 'The lab was not built: it takes too long. Try it with fewer machines.',
      'file-large':
        'The file “{{name}}” was not opened: it is longer than the {{max}} characters a lab may have. Nothing was changed.',
      'file-binary':
        'The file “{{name}}” was not opened: it is no text in UTF-8. Save it as UTF-8 and try again. Nothing was changed.',
      'file-unreadable':
        'The file “{{name}}” could not be read. It may have been moved or changed: choose it again. Nothing was changed.',
    },
    tooLong:
      'This lab is too long for a link. Open “Edit this lab”, download the file, and send that: whoever opens it there sees the same lab.',
  },
} as const;
