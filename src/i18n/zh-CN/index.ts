/** Simplified Chinese: all texts of the page. Each file brings its own groups; a group stands in one file only. */
import capture from './capture';
import choices from './choices';
import choose from './choose';
import compare from './compare';
import editor from './editor';
import kernel from './kernel';
import lesson from './lesson';
import map from './map';
import objects from './objects';
import policies from './policies';
import problems from './problems';
import start from './start';
import terminal from './terminal';
import time from './time';
import trace from './trace';
import ui from './ui';

export default {
  ...ui,
  ...capture,
  ...choices,
  ...choose,
  ...compare,
  ...editor,
  ...kernel,
  ...lesson,
  ...map,
  ...objects,
  ...policies,
  ...problems,
  ...start,
  ...terminal,
  ...time,
  ...trace,
};
