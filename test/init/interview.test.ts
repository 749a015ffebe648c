import { JsonObject } from '../../src/common/data/json';
import { nextQuestion, Question } from '../../src/init';
import { LEAST } from './_answers';

/** Every question of an interview, each answered by what is given, or as it suggests. */
function asked(answers: JsonObject, given: Readonly<Record<string, string>> = {}): Question[] {
  const questions: Question[] = [];
  const said = new Map<string, string | boolean>();
  let current = answers;
  for (let next = nextQuestion(current, said); next !== undefined; next = nextQuestion(current, said)) {
    const answer = given[next.id] ?? next.initial ?? (next.optional ? '' : next.example ?? next.options[0]?.value ?? '');
    questions.push(next);
    said.set(next.id, next.kind === 'confirm' ? answer === 'yes' : answer);
    current = next.apply(current, said.get(next.id)!);
  }
  return questions;
}

const PLANES = {
  'planes': ['charts', 'plain'],
  'edge.controller': ['ingressNginx', 'traefik', 'envoyGateway', 'chartGateway'],
  'dataPlane.eagerApiKey': ['provisioned', ''],
  'controlPlane.authorization': ['noop', 'union', 'external'],
  'gitops': ['helm', 'argocd', 'flux'],
};
const SECRETS = { 'secrets': ['externalSecrets', 'kubernetesSecrets', 'provisioned'], 'secrets.externalSecrets.store.kind': ['SecretStore', 'ClusterSecretStore'] };

test.each<[string, JsonObject, object]>([
  ['nothing', {}, { identityProvider: ['okta', 'entraId', 'keycloak', 'authentik', 'auth0', 'cognito', 'dex', 'hydra', 'oidc'], ...PLANES, ...SECRETS }],
  ['what must be said', LEAST, PLANES],
])('who has said %s is given all that there is to choose from', (_, answers, choices) => {
  const given = asked(answers).filter(({ kind }) => kind === 'choice');
  expect(Object.fromEntries(given.map(({ id, options }) => [id, options.map(({ value }) => value)]))).toEqual(choices);
  expect(given.flatMap(({ options }) => options.filter(({ label }) => label === ''))).toEqual([]);
});

test('the first questions, and which of them are answered', () => {
  expect(asked({}).map(({ id }) => id).slice(0, 9)).toEqual([
    'domain', 'organization', 'identityProvider', 'identityProvider.okta.orgUrl', 'identityProvider.okta.authorizationServerId',
    'identityProvider.okta.audience', 'registered', 'planes', 'planes.charts.version',
  ]);
  expect(Object.fromEntries(asked({}).flatMap(({ id, initial }) => (initial === undefined ? [] : [[id, initial]])))).toEqual({
    'planes': 'charts', 'planes.charts.version': '', 'edge.controller': 'ingressNginx', 'controlPlane.networkPolicy.enabled': 'yes', 'gitops': 'helm',
  });
});
