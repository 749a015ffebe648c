import { examine } from '../../../src/init';
import '../../_tools/quiet-warnings';
import { LEAST } from '../_answers';
import { adopted, textsOf } from './_adopted';

const own = (cluster: string) => ({
  namespace: `union-${cluster}`, operator: { clientId: `0oa-${cluster}-4444` }, eager: { clientId: `0oa-${cluster}-5555` },
});

test('the script that delivers secrets is found, and the eager clients in it', () => {
  const { applications: { web, native, service } } = LEAST as { applications: Record<string, { clientId: string }> };
  const { answers } = adopted(textsOf(examine({
    ...LEAST,
    applications: { web: { clientId: web.clientId }, native, service: { clientId: service.clientId } },
    secrets: { kubernetesSecrets: {} },
    dataPlanes: { east: own('east'), west: own('west') },
  }).files));
  expect(answers).toMatchObject({
    secrets: { kubernetesSecrets: {} },
    dataPlanes: { east: { eager: { clientId: '0oa-east-5555' } }, west: { eager: { clientId: '0oa-west-5555' } } },
  });
});
