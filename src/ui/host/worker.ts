/** The worker's script. */
import { expose } from 'comlink';
import { door } from './session-door';

expose(door);
