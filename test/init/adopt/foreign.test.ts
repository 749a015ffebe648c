import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UnreadableValuesError } from '../../../src/common/values/values-file';
import { UnreadableInputError } from '../../../src/common/yaml/input';
import { examine } from '../../../src/init';
import { drawn, oneIn } from '../../_tools/drawn';
import '../../_tools/quiet-warnings';
import { LEAST } from '../_answers';
import { adopted, application, operatorInCluster, textsOf } from './_adopted';

/** Each makes what many answers would make. */
const deep = oneIn(8);

const CORPUS = join(__dirname, '..', '..', 'fuzz', 'corpus');
const FILES = readdirSync(CORPUS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => relative(CORPUS, join(entry.parentPath ?? entry.path, entry.name)));

/** What it finds; nothing where it is told why a text cannot be read. */
function foundIn(text: string): unknown {
  try {
    return adopted({ 'own.values.yaml': text }).answers;
  } catch (error) {
    if (error instanceof UnreadableInputError || error instanceof UnreadableValuesError) {
      return {};
    }
    throw error;
  }
}

deep('there are files that broke other readers', () => expect(FILES.length).toBeGreaterThan(3));

deep.each(drawn(FILES, 5))('%s, which broke another reader, breaks nothing here', (file) => {
  expect(foundIn(readFileSync(join(CORPUS, file), 'utf8'))).toEqual(expect.any(Object));
});

deep.each([
  ['lists in the place of maps', 'global: []\nflyte: [{ configmap: 1 }]\ningress: x\n'],
  ['a map in the place of a text', 'global: { UNION_HOST: { a: 1 }, INTERNAL_CLIENT_ID: [1] }\n'],
  ['numbers and flags', 'global: { UNION_HOST: 7, INTERNAL_CLIENT_ID: true, AUTH_TOKEN_URL: 1.5 }\n'],
  ['an issuer that is not a URL', 'flyte: { configmap: { adminServer: { auth: { userAuth: { openId: { baseUrl: "not a url", clientId: "a b" } } } } } }\n'],
  ['names of prototypes', 'global: { constructor: x, __proto__: { UNION_HOST: a } }\nflyte: { toString: 1 }\n'],
  ['a client ID with signs of regular expressions', 'global: { INTERNAL_CLIENT_ID: "a(b[c" }\n'],
])('%s breaks nothing', (_, text) => expect(foundIn(text)).toEqual(expect.any(Object)));

deep('a setting that unknown values may change is not an answer', () => {
  const byFiles = application('cp', '{ valueFiles: [cp.yaml], valuesObject: { global: { UNION_HOST: union.example.com } } }');
  const { answers, unseen } = adopted({ 'application.yaml': byFiles });
  expect(unseen).toContain('Application argocd/cp reads values from cp.yaml, which is not in the input');
  expect(JSON.stringify(answers)).not.toContain('${');
  expect(answers).toMatchObject({ domain: 'union.example.com' });
});

deep('a data plane of a dump keeps its name where it shares the service client, whatever else is not shown', () => {
  const plane = operatorInCluster('acme-east', '0oa-service-3333');
  const made = textsOf(examine(LEAST).files);
  const { answers } = adopted({ 'controlplane.values.yaml': made['controlplane.values.yaml'], 'dump.yaml': plane });
  expect(answers.dataPlanes).toEqual({ 'acme-east': expect.objectContaining({ namespace: 'union' }) });
});

deep('values in files that a kustomization names go with those beside them', () => {
  const values = textsOf(examine(LEAST).files);
  const release = (chart: string, namespace: string, more = '') => `- name: ${chart}
  repo: https://unionai.github.io/helm-charts
  releaseName: ${chart}
  namespace: ${namespace}
  version: 2026.8.3
  valuesFile: values/${chart}.yaml
${more}`;
  const { answers } = adopted({
    'values/controlplane.yaml': values['controlplane.values.yaml'],
    'values/dataplane.yaml': values['dataplane.values.yaml'],
    'kustomization.yaml': `helmCharts:\n${release('controlplane', 'acme-cp', '  valuesInline: { flyte: { flyteadmin: { replicaCount: 2 } } }\n')}${release('dataplane', 'acme-dp')}`,
  });
  expect(answers).toMatchObject({
    applications: { web: { clientId: '0oa-web-1111' }, native: { clientId: '0oa-native-2222' }, service: { clientId: '0oa-service-3333' } },
    controlPlane: { namespace: 'acme-cp', releaseName: 'controlplane', extraValues: { flyte: { flyteadmin: { replicaCount: 2 } } } },
    dataPlane: { namespace: 'acme-dp', releaseName: 'dataplane' },
  });
});
