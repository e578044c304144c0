/** What is said on panels that are opened, in trouble, and by what rarely happens. */
import capture from './capture';
import choose from './choose';
import compare from './compare';
import editor from './editor';
import kernel from './kernel';
import lesson from './lesson';
import problems from './problems';
import terminal from './terminal';
import trace from './trace.late';

export default {
  ...capture,
  ...choose,
  ...compare,
  ...editor,
  ...kernel,
  ...lesson,
  ...problems,
  ...terminal,
  ...trace,
};
