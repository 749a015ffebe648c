import { JsonObject } from '../../src/common/data/json';
import type { Answers } from '../../src/init';
import { nextSteps } from '../../src/init/next-steps';

const MEANS = { anew: ['again', 'and again'], tool: 'tool', guide: (name: string) => `guide ${name}` };
const REGISTERED = { web: { clientId: 'a' }, native: { clientId: 'b' }, service: { clientId: 'c' } };
const DEPLOYMENT = { domain: 'union.example.com', identityProvider: { okta: { orgUrl: 'https://acme.okta.example.com' } }, applications: REGISTERED, secrets: { provisioned: {} } };
const PLAIN = { plain: { images: {}, database: { host: 'x', user: 'u', password: { key: 'k' } }, storage: { s3: {} } } };
const ANY = '\'>=2026.8.0 <2026.9.0\'';

/** The titles, and the commands below them. */
function stepsOf(answers: JsonObject, manifests: readonly string[] = []) {
  const files = manifests.map((path) => ({ path, text: path.startsWith('empty') ? '\n' : 'kind: List\n', executable: false }));
  const text = nextSteps({ answers: { ...DEPLOYMENT, ...answers } as unknown as Answers, files }, MEANS).join('\n');
  return text.split(/^### \d+\. /m).slice(1).map((step) =>
    [step.slice(0, step.indexOf('\n')), ...[...step.matchAll(/^```sh\n([^]*?)\n```$/gm)].flatMap(([, commands]) => commands.split('\n'))]);
}

const pulls = (version: string) =>
  ['controlplane', 'dataplane'].map((chart) => `helm pull unionai/${chart} --version ${version} --untar --untardir charts`);
const helm = (namespace: string, file: string, version: string) => {
  const [chart] = file.split('-');
  return `unionai-${chart} unionai/${chart} --namespace ${namespace} --version ${version} --values charts/${chart}/values.aws.yaml --values dist/${file}.values.yaml`;
};
const LOGIN = ['Log in', 'tool doctor https://union.example.com'];
const REGISTER = 'Register the applications with the identity provider';
const TERRAFORM = [
  'mkdir -p terraform && cp dist/oauth-applications.tf.json terraform/ && terraform -chdir=terraform init && terraform -chdir=terraform apply',
  'terraform -chdir=terraform output',
];
const CREATE = ['Namespaces, each in its cluster', 'kubectl create namespace union-cp', 'kubectl create namespace union'];
const take = (...files: string[]) => ['Only if Union already runs without these values', ...files.map((file) => `sh dist/${file}.take-over.sh`)];
const check = (version: string, planes: readonly (readonly [namespace: string, file: string])[]) => [
  'Check, with what the charts render', ...pulls(version), ...planes.map(([namespace, file]) => `helm template ${helm(namespace, file, version)} > rendered-${file}.yaml`),
  `tool verify dist ${planes.map(([, file]) => `rendered-${file}.yaml`).join(' ')}`,
];

test('the chart\'s own edge, and a script', () => {
  const planes = [['union-cp', 'controlplane'], ['union', 'dataplane']] as const;
  expect(stepsOf({ secrets: { kubernetesSecrets: {} } }, ['union-cp.k8s.yaml', 'empty.k8s.yaml', 'a.values.yaml'])).toEqual([
    CREATE, [REGISTER, ...TERRAFORM], take('controlplane', 'dataplane'),
    ['Deliver the client secrets', 'sh dist/controlplane.secrets.sh', 'sh dist/dataplane.secrets.sh'],
    ['Apply the manifests', 'kubectl apply --filename dist/union-cp.k8s.yaml'],
    check(ANY, planes), ['Install the charts', ...planes.map(([namespace, file]) => `helm upgrade --install ${helm(namespace, file, ANY)} --timeout 15m --wait`)], LOGIN,
  ]);
});

test('Traefik, Flux, and two data planes in one namespace of their clusters', () => {
  const plane = (name: string) => ({ namespace: 'dp', operator: { clientId: name }, destination: { kubeConfig: name } });
  const answers = {
    secrets: { externalSecrets: { store: { kind: 'SecretStore', name: 'vault' } } },
    edge: { controller: { traefik: {} } },
    controlPlane: { namespace: 'cp' },
    dataPlanes: { east: plane('east'), west: plane('west') },
    gitops: { flux: { repository: 'https://x' } },
    planes: { charts: { version: '2026.8.3' } },
  };
  const wait = (namespace: string) => `kubectl wait externalsecret --all --for=condition=Ready --namespace ${namespace} --timeout=2m`;
  const files = ['controlplane', 'dataplane-east', 'dataplane-west'];
  expect(stepsOf(answers, ['cp.k8s.yaml', 'dp-dataplane-east.k8s.yaml', 'flux.k8s.yaml', 'argocd.k8s.yaml'])).toEqual([
    ['Namespaces, each in its cluster', 'kubectl create namespace cp', 'kubectl create namespace dp'], [REGISTER, ...TERRAFORM],
    ['Install the controller of the edge',
      'helm upgrade --install traefik traefik --repo https://traefik.github.io/charts --namespace traefik --create-namespace --values dist/traefik.values.yaml'],
    take(...files),
    ['Deliver the client secrets', 'kubectl apply --filename dist/cp.k8s.yaml', 'kubectl apply --filename dist/dp-dataplane-east.k8s.yaml', wait('cp'), wait('dp'), wait('dp')],
    check('2026.8.3', [['cp', files[0]], ['dp', files[1]], ['dp', files[2]]]),
    ['Let Flux install the charts, in its own cluster', 'kubectl apply --filename dist/flux.k8s.yaml'], LOGIN,
  ]);
});

test('plain YAML with Envoy Gateway', () => {
  const answers = { identityProvider: { hydra: { issuer: 'https://h.example.com' } }, edge: { controller: { envoyGateway: { gatewayClassName: 'own' } } }, planes: PLAIN };
  expect(stepsOf(answers, ['union-cp.k8s.yaml'])).toEqual([
    CREATE, [REGISTER, 'hydra import oauth2-client dist/hydra-clients.json --endpoint <admin URL> --format json'],
    ['Install the controller of the edge', 'helm upgrade --install eg oci://docker.io/envoyproxy/gateway-helm --namespace envoy-gateway-system --create-namespace',
      'kubectl apply --filename - <<END', 'apiVersion: gateway.networking.k8s.io/v1', 'kind: GatewayClass', 'metadata: {name: own}',
      'spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}', 'END'],
    ['Have the client secrets delivered'], ['Apply the manifests', 'kubectl apply --filename dist/union-cp.k8s.yaml'], ['Check', 'tool verify dist'],
    ['Watch the planes start', 'kubectl get pods --namespace union-cp', 'kubectl get pods --namespace union'], LOGIN,
  ]);
});

test('what the provider chooses comes first', () => {
  const entraId = { tenantId: '11111111-2222-3333-4444-555555555555' };
  expect(stepsOf({ applications: undefined, identityProvider: { entraId } })).toEqual([
    [REGISTER, ...TERRAFORM], ['Add the client IDs that the provider chose', 'again', 'and again'],
  ]);
});

const MOVING = 'If the chart\'s ingress-nginx is in use, keep it until DNS has moved: guide moving-off-ingress-nginx.md.';

test.each<[what: string, answers: JsonObject, said: string[], unsaid: string[]]>([
  ['Keycloak', { identityProvider: { keycloak: { serverUrl: 'https://k.example.com', realm: 'union' } } }, ['Keycloak imports it: Create realm, Browse; or `kc.sh start --import-realm`.'], []],
  ['Dex', { identityProvider: { dex: { issuer: 'https://dex.example.com' } } }, ['Put it into Dex\'s configuration'], []],
  ['an existing Gateway', { edge: { controller: { envoyGateway: { gateway: { name: 'g' } } } } }, ['`dist/gateway.client-traffic.yaml` is for the owner of the Gateway', MOVING], []],
  ['the chart\'s Gateway', { edge: { controller: { chartGateway: {} } } }, [MOVING], []],
  ['ingress-nginx in plain YAML', { planes: PLAIN }, ['\nApply the values of `dist/ingress-nginx.values.yaml` to your controller.\n'], [MOVING, 'The database password']],
  ['a store for all', { secrets: { externalSecrets: { store: { kind: 'ClusterSecretStore', name: 'vault' } } } },
    ['A ClusterSecretStore named `vault` must exist in each cluster.', 'The database password, `pass.txt` of `union-controlplane-secrets`, is left to you: guide deploy.md'], []],
  ['a store of each plane', { secrets: { externalSecrets: { store: { kind: 'SecretStore', name: 'vault' } } } }, ['A SecretStore named `vault` must exist in each of them.\n'], []],
  ['a database password from the store', { secrets: { kubernetesSecrets: {} }, controlPlane: { databasePassword: { key: 'x' } } }, [], ['The database password']],
  ['Argo CD', {
    gitops: { argocd: { repository: 'https://x' } },
    dataPlanes: { east: { operator: { clientId: 'd' } }, west: { operator: { clientId: 'x' }, destination: { server: 'https://k' } }, near: { destination: { cluster: 'in-cluster' } } },
  }, ['Argo CD must have the clusters `east` and `https://k`: `argocd cluster list`, `argocd cluster add`.'], []],
  ['Flux', { gitops: { flux: { repository: 'https://x' } }, dataPlane: { destination: { kubeConfig: 'k' } } },
    ['The cluster of Flux must have the Secrets with kubeconfigs: `k` in namespace `union`.'], ['Argo CD']],
])('%s', (_, answers, said, unsaid) => {
  const text = nextSteps({ answers: { ...DEPLOYMENT, ...answers } as unknown as Answers, files: [] }, MEANS).join('\n');
  expect([...said.filter((each) => !text.includes(each)), ...unsaid.filter((each) => text.includes(each))]).toEqual([]);
});
