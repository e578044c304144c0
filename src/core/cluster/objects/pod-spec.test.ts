import { expect, it } from 'vitest';
import { fieldText } from './fields';
import { podSpecDefaults, podSpecErrors } from './pod-spec';

it('names the place it was given', () => {
  expect(podSpecErrors({}, 'spec.template.spec').map(fieldText)).toEqual([
    'spec.template.spec.containers: Required value',
  ]);
});

it('keeps what was said, and fills in the rest', () => {
  expect(podSpecDefaults({ restartPolicy: 'Never' })).toMatchObject({
    restartPolicy: 'Never',
    dnsPolicy: 'ClusterFirst',
  });
});
