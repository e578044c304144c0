/** What stands in a header field while a packet is at a place. */
import * as v from 'valibot';
import { ownHeaders, type Frame } from '../../views/frame-layers';
import { frameAt } from '../../views/journeys';
import { atHand } from '../../wire';
import { others } from '../../wire/others';
import { pathTo } from '../../views/trace-index';
import { isAt, nameOf, packetFields, packetsIn, place, waysOf, type Scope, type Stood } from '../packets';
import { why } from '../why';
import { checkKind } from './check';

/** `ipv4.ttl` and all the others, as the wire codecs name them. */
const FIELDS = [...atHand, ...others].flatMap(({ kind, fields }) =>
  fields.map(({ name }) => `${kind}.${name}`),
);

export const headerFieldAt = checkKind({
  kind: 'header-field-at',
  schema: v.pipe(
    v.strictObject({
      ...packetFields,
      at: v.pipe(place, v.description('The device it stands at.')),
      edge: v.optional(
        v.pipe(
          v.picklist(['arrive', 'leave']),
          v.description('As it comes there, or as it goes on from there (the default).'),
        ),
        'leave',
      ),
      field: v.pipe(
        v.picklist(FIELDS),
        v.description('HEADER.FIELD as the inspector names them: `ipv4.ttl`, `ethernet.dst`, `vxlan.vni`.'),
      ),
      layer: v.optional(
        v.pipe(
          v.picklist(['inner', 'outer']),
          v.description(
            'Which of two headers of a kind: the innermost (the default) or the outermost. `outer` is fulfilled only by a wrapped packet.',
          ),
        ),
        'inner',
      ),
      is: v.pipe(v.union([v.string(), v.number()]), v.description('The value, as the inspector shows it.')),
    }),
    v.description('A header field has a value at a place.'),
  ),
  run(scope, args) {
    const { field, at, layer, is } = args;
    const packets = packetsIn(scope, args);
    const packet = nameOf(args);
    if (packets.length === 0) return why('noPacket', { packet });
    const stops = packets.flatMap((one) =>
      waysOf(scope, one).flatMap((way) => way.filter((stood) => isAt(stood, at))),
    );
    if (stops.length === 0) return why('notAtPlace', { packet, place: at });
    const found = stops
      .map((stood) => valueIn(frameOf(scope, stood, args.edge), field, layer))
      .filter((value) => value !== null);
    const [first] = found;
    if (first === undefined) return why('noField', { field, place: at });
    if (found.includes(String(is))) return null;
    return why('otherValue', { field, place: at, found: first, wanted: String(is) });
  },
});

function frameOf({ index }: Scope, { firstSeq, lastSeq }: Stood, edge: 'arrive' | 'leave'): Frame | null {
  const seq = edge === 'arrive' ? firstSeq : lastSeq;
  return frameAt(index, pathTo(index, seq), seq);
}

function valueIn(frame: Frame | null, field: string, layer: 'inner' | 'outer'): string | null {
  const [header, name] = field.split('.');
  const headers = (frame ? ownHeaders(frame) : []).filter((one) => one.header === header);
  const wrapped = frame !== null && ownHeaders(frame).some(({ depth }) => depth > 0);
  const chosen = layer === 'inner' ? headers.at(-1) : wrapped ? headers[0] : undefined;
  return chosen?.fields.find((one) => one.name === name)?.text ?? null;
}
