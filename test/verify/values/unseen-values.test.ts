import { App, Chart } from 'cdk8s';
import { ControlPlaneAuth, DataPlaneAuth, IdentityProvider, SecretDelivery, UnionIdentity } from '../../../src';
import { isObject, JsonObject } from '../../../src/common/data/json';
import { verify } from '../../../src/verify/verify';
import { drawn } from '../../_tools/drawn';
import { dataPlaneProps, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';

const credentials = (name: string) => ({ clientId: `${name}-id`, secret: { key: name } });
const identity = new UnionIdentity({
  domain: 'union.example.com',
  organization: 'acme',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET } },
  dataPlanes: { east: { operator: credentials('operator'), eager: credentials('eager') } },
});
const props = { identity, secrets: SecretDelivery.provisioned() };
const app = new App();
const PLANES = {
  controlplane: new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', props).helmValues.toObject() as JsonObject,
  dataplane: new DataPlaneAuth(new Chart(app, 'union'), 'auth', dataPlaneProps({ ...props, clusterName: 'east' })).helmValues.toObject() as JsonObject,
};
type Plane = keyof typeof PLANES;

/** The rules that complain of both planes, each as Argo CD installs it, one of them with a file that the input lacks. */
function complaints(values: Readonly<Record<Plane, JsonObject>>, partial: Plane): string[] {
  const text = Object.entries(values).map(([chart, valuesObject]) => JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: chart,
      namespace: 'argocd',
      annotations: chart === 'controlplane' ? { 'union-auth.cdk8s.io/trusted-clients': 'operator-id, eager-id' } : {},
    },
    spec: {
      destination: { server: 'https://kubernetes.default.svc', namespace: chart === 'controlplane' ? 'union-cp' : 'union' },
      source: {
        repoURL: 'https://unionai.github.io/helm-charts',
        chart,
        targetRevision: '2026.8.3',
        helm: { valuesObject, ...chart === partial ? { valueFiles: [`$values/${chart}.yaml`] } : {} },
      },
    },
  })).join('\n---\n');
  return verify([{ name: 'applications.yaml', text }]).findings.map(({ rule, field }) => `${rule} ${field}`);
}

function sectionsOf(values: JsonObject, depth = 5): string[][] {
  return Object.entries(values).flatMap(([key, value]) =>
    [[key], ...isObject(value) && depth > 1 ? sectionsOf(value, depth - 1).map((path) => [key, ...path]) : []]);
}

function without(values: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  const { [key]: value, ...others } = values;
  return rest.length === 0 ? others : { ...others, [key]: without(value as JsonObject, rest) };
}

test.each(drawn(['controlplane', 'dataplane'], 1))('what a file of %s may say that nobody shows is not missing', (plane) => {
  expect(complaints(PLANES, plane)).toEqual([]);
  const told = drawn(sectionsOf(PLANES[plane]), 20).flatMap((path) =>
    complaints({ ...PLANES, [plane]: without(PLANES[plane], path) }, plane).map((complaint) => `without ${path.join('.')}: ${complaint}`));
  expect(told).toEqual([]);
});
