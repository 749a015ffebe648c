import { container } from './_views';

test('a variable has a value, or a key of a Secret, which may be optional', () => {
  const fromSecret = (ref: object) => ({ name: 'PASSWORD', valueFrom: { secretKeyRef: ref } });
  const { env } = container({
    env: [
      { name: 'A', value: 'a' }, { name: 'N', value: 1 }, {}, fromSecret({ name: 'auth', key: 'k' }), fromSecret({ name: 'auth', key: 'k', optional: true }),
      fromSecret({ name: 'auth', key: 'k', optional: 'true' }), fromSecret({ key: 'k' }), fromSecret({ name: 'auth' }),
    ],
  });
  expect(env.map(({ name, value, secretKey, field }) => [name, value, secretKey, `${field}`])).toEqual([
    ['A', 'a', undefined, 'spec.template.spec.containers[0].env[0]'],
    ['N', '1', undefined, 'spec.template.spec.containers[0].env[1]'],
    ['', undefined, undefined, 'spec.template.spec.containers[0].env[2]'],
    ['PASSWORD', undefined, { name: 'auth', key: 'k', optional: false }, 'spec.template.spec.containers[0].env[3]'],
    ['PASSWORD', undefined, { name: 'auth', key: 'k', optional: true }, 'spec.template.spec.containers[0].env[4]'],
    ['PASSWORD', undefined, { name: 'auth', key: 'k', optional: false }, 'spec.template.spec.containers[0].env[5]'],
    ['PASSWORD', undefined, undefined, 'spec.template.spec.containers[0].env[6]'],
    ['PASSWORD', undefined, undefined, 'spec.template.spec.containers[0].env[7]'],
  ]);
});

test('whole Secrets and ConfigMaps are taken in, under a prefix or none', () => {
  const { envFrom } = container({
    envFrom: [{ secretRef: { name: 'auth' } }, { prefix: 'P_', configMapRef: { name: 'config', optional: true } }, { secretRef: {} }, { prefix: 'P_' }],
  });
  expect(envFrom.map(({ field, ...rest }) => ({ ...rest, at: `${field}` }))).toEqual([
    { source: 'Secret', name: 'auth', prefix: '', optional: false, at: 'spec.template.spec.containers[0].envFrom[0]' },
    { source: 'ConfigMap', name: 'config', prefix: 'P_', optional: true, at: 'spec.template.spec.containers[0].envFrom[1]' },
  ]);
});

test('a container without any has none', () => {
  expect(container({}).env).toEqual([]);
  expect(container({}).envFrom).toEqual([]);
});
