/** The functions of `awk`. Source: POSIX awk; what mawk 1.3.4 answered. */
import type { Regex } from '../../../base/regex';
import { splitter, type Evaluator } from './awk.machine';
import type { Expression } from './awk.types';
import { bounded, fieldValue, formatted, numberFor, plain, Refused, textFor, type Value } from './awk.values';

/** What a part of a text costs besides its characters, as characters: it is found, and kept by a name. */
const PART_COST = 16;

type Builtin = (runner: Evaluator, of: readonly Expression[]) => Value;

const WHOLE: Expression = { kind: 'field', of: { kind: 'number', value: 0 } };

const FUNCTIONS: Readonly<Record<string, Builtin>> = {
  length(runner, [of = WHOLE]) {
    const array = of.kind === 'name' ? runner.machine.arrayOrNull(of.name) : null;
    return array === null ? Array.from(text(runner, of)).length : array.size;
  },
  substr(runner, [of = WHOLE, from = WHOLE, count]) {
    const whole = text(runner, of);
    const start = Math.round(numberFor(runner.value(from)));
    // mawk counts there in a way of its own.
    if (count !== undefined && start < 1) throw new Refused("awk's substr from in front of a text");
    const end = count === undefined ? Infinity : start + Math.round(numberFor(runner.value(count)));
    return plain(whole.slice(Math.max(0, start - 1), Math.max(0, end - 1)));
  },
  index: (runner, [of = WHOLE, part = WHOLE]) => text(runner, of).indexOf(text(runner, part)) + 1,
  split(runner, [of = WHOLE, into, by]) {
    if (into?.kind !== 'name') throw new Refused("awk's split into no array");
    const whole = text(runner, of);
    const separator =
      by === undefined
        ? runner.machine.textOf('FS')
        : by.kind === 'matches' && by.of === null
          ? runner.pattern(by)
          : text(runner, by);
    const parts = splitter(separator)(whole);
    const array = runner.machine.array(into.name);
    array.clear();
    parts.forEach((part, at) => {
      runner.machine.step(part.length + PART_COST);
      runner.machine.put(array, String(at + 1), fieldValue(part));
    });
    return parts.length;
  },
  sub: (runner, of) => replaced(runner, of, false),
  gsub: (runner, of) => replaced(runner, of, true),
  match(runner, [of = WHOLE, pattern = WHOLE]) {
    const span = runner.pattern(pattern).find(text(runner, of));
    runner.machine.set('RSTART', span === null ? 0 : span.start + 1);
    runner.machine.set('RLENGTH', span === null ? -1 : span.end - span.start);
    return span === null ? 0 : span.start + 1;
  },
  sprintf(runner, [format = WHOLE, ...values]) {
    return plain(
      formatted(
        text(runner, format),
        values.map((one) => runner.value(one)),
      ),
    );
  },
  int: (runner, [of = WHOLE]) => Math.trunc(numberFor(runner.value(of))),
  tolower: (runner, [of = WHOLE]) => plain(text(runner, of).toLowerCase()),
  toupper: (runner, [of = WHOLE]) => plain(text(runner, of).toUpperCase()),
};

export function builtin(runner: Evaluator, name: string, of: readonly Expression[]): Value {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found === undefined) throw new Refused(`awk '${name}'`);
  return found(runner, of);
}

function text(runner: Evaluator, of: Expression): string {
  const found = textFor(runner.value(of));
  runner.machine.step(found.length);
  return found;
}

/** `sub(PATTERN, TEXT, TARGET)`: how many were replaced. */
function replaced(
  runner: Evaluator,
  [pattern = WHOLE, by = WHOLE, target = WHOLE]: readonly Expression[],
  every: boolean,
): number {
  if (target.kind !== 'field' && target.kind !== 'name' && target.kind !== 'element')
    throw new Refused("awk's sub in what is no variable");
  const regex: Regex = runner.pattern(pattern);
  const put = text(runner, by);
  const whole = text(runner, target);
  let [result, at, count] = ['', 0, 0];
  for (let from = 0; from <= whole.length;) {
    const span = regex.find(whole, from);
    if (span === null) break;
    runner.machine.step(put.length);
    const empty = span.end === span.start;
    // Nothing right behind what was just replaced is no find.
    if (empty && count > 0 && span.start === at) {
      from = span.end + 1;
      continue;
    }
    count += 1;
    const found = whole.slice(span.start, span.end);
    result = bounded(
      result + whole.slice(at, span.start) + put.replace(/\\(\\|&)|&/g, (_, char?: string) => char ?? found),
    );
    at = span.end;
    from = empty ? span.end + 1 : span.end;
    if (!every) break;
  }
  if (count > 0) runner.assign(target, plain(bounded(result + whole.slice(at))));
  return count;
}
