/**
 * Plain data as text and back, with everything JSON lacks: Maps, Sets, bytes, `undefined`, and values that stand in several
 * places, which stay one value. Objects with fields of the same names share their shape, so that thousands of them name their fields once.
 */
import { AssertionError, need } from './assert';
import { fromHex, toHex } from './bytes';

/** What a row begins with when it is no object: objects begin with the number of their shape. */
const ARRAY = -1;
const MAP = -2;
const BYTES = -3;
/** An object without a prototype: its shape follows. */
const BARE = -4;
const SET = -5;
/** Stands for `undefined`; others are numbers of values. */
const NOTHING = -1;

type Primitive = string | number | boolean | null;
type Row = readonly [number, ...(number | string)[]];

interface Packed {
  readonly shapes: readonly (readonly string[])[];
  /** The root is the first. */
  readonly values: readonly (Primitive | Row)[];
}

/** Throws where something is no plain data. */
export function pack(root: unknown): string {
  const packer = new Packer();
  packer.put(root);
  return JSON.stringify({ shapes: packer.shapes, values: packer.values } satisfies Packed);
}

class Packer {
  readonly shapes: string[][] = [];
  readonly values: (Primitive | Row)[] = [];
  private readonly known = new Map<unknown, number>();
  private readonly shapeIds = new Map<string, number>();

  put(value: unknown): number {
    if (value === undefined) return NOTHING;
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const at = this.values.length;
    this.known.set(value, at);
    this.values.push(null);
    this.values[at] = this.write(value);
    return at;
  }

  private write(value: unknown): Primitive | Row {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        // JSON writes -0 as 0.
        if (!Number.isFinite(value) || Object.is(value, -0))
          throw new AssertionError(`${Object.is(value, -0) ? '-0' : String(value)} cannot be packed`);
        return value;
      case 'object':
        return value === null ? null : this.writeObject(value);
      default:
        throw new AssertionError(`a ${typeof value} cannot be packed`);
    }
  }

  private writeObject(value: object): Row {
    // `from` and not `map`, which passes over holes.
    if (Array.isArray(value)) return [ARRAY, ...Array.from(value, (item: unknown) => this.put(item))];
    if (value instanceof Uint8Array) return [BYTES, toHex(value)];
    if (value instanceof Map) {
      return [MAP, ...[...value].flatMap(([key, item]) => [this.put(key), this.put(item)])];
    }
    if (value instanceof Set) return [SET, ...Array.from(value, (item) => this.put(item))];
    const proto: unknown = Object.getPrototypeOf(value);
    if (proto !== Object.prototype && proto !== null) {
      throw new AssertionError(`an instance of ${value.constructor.name} cannot be packed`);
    }
    if (Object.hasOwn(value, '__proto__')) throw new AssertionError('a field __proto__ cannot be packed');
    const shape = this.shapeOf(Object.keys(value));
    const items = Object.values(value).map((item) => this.put(item));
    return proto === null ? [BARE, shape, ...items] : [shape, ...items];
  }

  private shapeOf(names: readonly string[]): number {
    const key = JSON.stringify(names);
    const known = this.shapeIds.get(key);
    if (known !== undefined) return known;
    this.shapes.push([...names]);
    this.shapeIds.set(key, this.shapes.length - 1);
    return this.shapes.length - 1;
  }
}

/** What {@link pack} was given. Throws where `text` was not made by it. */
export function unpack(text: string): unknown {
  const { shapes, values } = JSON.parse(text) as Packed;
  const made = values.map(empty);
  const at = (ref: number | string | undefined): unknown => (ref === NOTHING ? undefined : made[Number(ref)]);
  values.forEach((row, index) => {
    if (typeof row !== 'object' || row === null) return;
    const value = made[index];
    if (Array.isArray(value)) for (let i = 1; i < row.length; i += 1) value.push(at(row[i]));
    else if (value instanceof Map) {
      for (let i = 1; i < row.length; i += 2) value.set(at(row[i]), at(row[i + 1]));
    } else if (value instanceof Set) for (let i = 1; i < row.length; i += 1) value.add(at(row[i]));
    else if (!(value instanceof Uint8Array)) {
      const fields = value as Record<string, unknown>;
      const first = row[0] === BARE ? 2 : 1;
      need(shapes[Number(row[first - 1])], 'shape').forEach((name, i) => {
        fields[name] = at(row[first + i]);
      });
    }
  });
  return made[0];
}

/** A value before what it consists of is put into it: that may come later in the list. */
function empty(row: Primitive | Row): unknown {
  if (typeof row !== 'object' || row === null) return row;
  switch (row[0]) {
    case ARRAY:
      return [];
    case MAP:
      return new Map<unknown, unknown>();
    case SET:
      return new Set<unknown>();
    case BYTES:
      return fromHex(String(row[1]));
    case BARE:
      return Object.create(null);
    default:
      return {};
  }
}
