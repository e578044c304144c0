/** Set-up of every test file: all parts of the core are there, as if there were no other way. */
import { loadAllParts } from '../base/part';
import '../session';

await loadAllParts();
