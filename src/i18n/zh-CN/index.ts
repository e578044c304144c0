/** Simplified Chinese: all texts of the page. Each file brings its own groups; a group stands in one file only. */
import lesson from './lesson';
import map from './map';
import problems from './problems';
import trace from './trace';
import ui from './ui';

export default { ...ui, ...trace, ...map, ...problems, ...lesson };
