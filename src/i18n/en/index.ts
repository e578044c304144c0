/** English: all texts of the page. */
import { joined } from '../catalogue';
import late from './late';
import near from './near';

export default joined(near, late);
