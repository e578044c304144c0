/** What the page says from the beginning. A group stands in one file only, but for what is said of it before it is there. */
import choices from './choices';
import doors from './doors';
import map from './map';
import objects from './objects';
import policies from './policies';
import start from './start';
import time from './time';
import trace from './trace.near';
import ui from './ui';

export default {
  ...choices,
  ...doors,
  ...map,
  ...objects,
  ...policies,
  ...start,
  ...time,
  ...trace,
  ...ui,
};
