import { expect, it } from 'vitest';
import { fieldText } from './fields';
import { annotationErrors, labelErrors, metaErrors } from './meta';
import { subdomainFaults } from './names';

const META = { name: 'a', namespace: 'default', uid: '', resourceVersion: '', creationTimestamp: '' };

it('wants a name, and a namespace where there is one', () => {
  expect(metaErrors({ ...META, name: '' }, true, subdomainFaults).map(fieldText)).toEqual([
    'metadata.name: Required value: name or generateName is required',
  ]);
  const { namespace: _namespace, ...without } = META;
  expect(metaErrors(without, true, subdomainFaults).map(fieldText)).toEqual([
    'metadata.namespace: Required value',
  ]);
  expect(metaErrors(without, false, subdomainFaults)).toEqual([]);
});

it('judges what is both by the rules of each', () => {
  const both = { a: 'no label has blanks' };
  expect(annotationErrors(both, 'metadata.annotations')).toEqual([]);
  expect(labelErrors(both, 'metadata.labels')).toHaveLength(1);
});

it('judges labels and annotations', () => {
  expect(labelErrors({ 'a b': 'c', d: 'e f' }, 'metadata.labels')).toHaveLength(2);
  expect(annotationErrors({ 'Example.com/Key': 'any text at all' }, 'metadata.annotations')).toEqual([]);
  expect(annotationErrors({ a: 'x'.repeat(300_000) }, 'metadata.annotations').map(fieldText)).toEqual([
    'metadata.annotations: Too long: may not be more than 262144 bytes',
  ]);
});
