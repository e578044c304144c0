/** What a view is: a pure function of a source and its arguments. */
import type { ViewArgs, ViewName, ViewResult } from './contract';
import type { ViewSource } from './source';

export type View<V extends ViewName> = (source: ViewSource, args: ViewArgs<V>) => ViewResult<V>;
