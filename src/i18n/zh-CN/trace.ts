import { joined } from '../catalogue';
import late from './trace.late';
import near from './trace.near';

export default joined(near, late);
