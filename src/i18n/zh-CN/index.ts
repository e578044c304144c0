/** Simplified Chinese: all texts of the page. Each file brings its own groups; a group stands in one file only. */
import editor from './editor';
import lesson from './lesson';
import map from './map';
import problems from './problems';
import time from './time';
import trace from './trace';
import ui from './ui';

export default { ...ui, ...editor, ...lesson, ...map, ...problems, ...time, ...trace };
