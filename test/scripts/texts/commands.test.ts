import { spawnSync } from 'node:child_process';
import { COMMANDS } from '../../../scripts/texts/commands';
import { Look, VARIABLES, variablesOf } from '../../../src/verify/running/look';

const PROGRAMS = ['kubectl', 'helm', 'curl', 'openssl', 'grep', 'base64'];
// They only tell what the shell calls them with.
const STUBS = PROGRAMS.map((name) => `${name}() { printf '%s\\n' "$(printf '%s\\037' ${name} "$@")" >&3; }`).join('\n');

/** What each program of a command is called with, on a deployment like the examples. */
function calls(run: string): Record<string, string[]> {
  const env = Object.fromEntries(Object.entries(VARIABLES).map(([name, { example }]) => [name, example]));
  const { output, status } = spawnSync('sh', ['-c', `${STUBS}\n${run}`], { encoding: 'utf8', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  expect({ stderr: output[2], status }).toEqual({ stderr: '', status: 0 });
  const called = output[3]!.trimEnd().split('\n').map((line) => line.split('\x1f').slice(0, -1));
  // Two of one program in a pipe report in any order.
  const isAlone = (name: string) => called.filter(([other]) => other === name).length === 1;
  return Object.fromEntries(called.map(([name, ...args]) => [isAlone(name) ? name : `${name} ${args[0]}`, args]));
}

const CP = ['-n', 'union-cp'];
const YAML = ['-o', 'yaml'];
const value = (of: string) => [...CP, 'get', 'secret', of, '-o', 'jsonpath={.data.client_secret}'];
const logs = (namespace: string, deployment: string) => ['-n', namespace, 'logs', `deploy/${deployment}`, '--all-containers', '--tail=500'];

test.each<[string, () => string, Record<string, string[]>]>([
  ['lines of config files', () => COMMANDS.settings('$DP', 'a|b'), { kubectl: ['-n', 'union', 'get', 'configmap', ...YAML], grep: ['-n', '-E', 'a|b'] }],
  ['lines of flyteadmin\'s config', () => COMMANDS.flyteadminSettings('a b'), { kubectl: [...CP, 'get', 'configmap', 'flyte-admin-base-config', ...YAML], grep: ['-n', '-E', 'a b'] }],
  ['the keys of a Secret', () => COMMANDS.secretKeys('$NS', 'auth'), { kubectl: [...CP, 'describe', 'secret', 'auth'] }],
  ['the keys of every Secret', () => COMMANDS.allSecretKeys('$CP'), { kubectl: [...CP, 'describe', 'secret'] }],
  ['whether the value of a Secret matches', () => COMMANDS.secretMatches('$CP', 'auth', '^x$'), { kubectl: value('auth'), base64: ['-d'], grep: ['-c', '-E', '^x$'] }],
  ['whether the provider takes a client secret', () => COMMANDS.secretAtProvider('$CP', 'auth'), {
    kubectl: value('auth'),
    base64: ['-d'],
    curl: [
      '-s', 'https://acme.okta.example.com/oauth2/default/v1/token', '-d', 'grant_type=client_credentials', '-d', 'client_id=0oa-service-3333', '-d', 'scope=all',
      '--data-urlencode', 'client_secret@-',
    ],
    grep: ['-o', '"error.*'],
  }],
  ['whether ExternalSecrets delivered', () => COMMANDS.externalSecretStatus(), {
    kubectl: ['get', 'externalsecret', '-A', '-o', 'custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,POLICY:.spec.target.creationPolicy,'
      + 'REASON:.status.conditions[?(@.type=="Ready")].reason,MESSAGE:.status.conditions[?(@.type=="Ready")].message'],
  }],
  ['why pods do not start', () => COMMANDS.warnings('$CP'), { kubectl: [...CP, 'get', 'events', '--field-selector', 'type=Warning', '--sort-by', '.lastTimestamp'] }],
  ['lines of a log', () => COMMANDS.logs('$DP', 'proxy', 'a|b'), { kubectl: logs('union', 'proxy'), grep: ['-i', '-E', 'a|b'] }],
  ['lines of flyteadmin\'s log', () => COMMANDS.flyteadminLogs('x'), { kubectl: logs('union-cp', 'flyteadmin'), grep: ['-i', '-E', 'x'] }],
  ['lines of the scheduler\'s log', () => COMMANDS.schedulerLogs('x'), { kubectl: logs('union-cp', 'flytescheduler'), grep: ['-i', '-E', 'x'] }],
  ['lines of the operator\'s log', () => COMMANDS.operatorLogs('x'), { kubectl: logs('union', 'union-operator'), grep: ['-i', '-E', 'x'] }],
  ['what Deployments mount', () => COMMANDS.mounts('$CP'), {
    kubectl: [...CP, 'get', 'deploy', '-o', 'custom-columns=NAME:.metadata.name,SECRETS:.spec.template.spec.volumes[*].secret.secretName,'
      + 'MOUNTS:.spec.template.spec.containers[*].volumeMounts[*].mountPath'],
  }],
  ['an annotation of ingress-nginx', () => COMMANDS.ingressAnnotation('auth-url'), {
    kubectl: [...CP, 'get', 'ingress', '-o', 'custom-columns=NAME:.metadata.name,CLASS:.spec.ingressClassName,HOSTS:.spec.rules[*].host,'
      + 'VALUE:.metadata.annotations.nginx\\.ingress\\.kubernetes\\.io/auth-url'],
  }],
  ['the paths of each Ingress', () => COMMANDS.ingressPaths(), { kubectl: [...CP, 'describe', 'ingress'] }],
  ['the settings of the authorizer', () => COMMANDS.authorizerSettings('3', 'x'), {
    kubectl: [...CP, 'get', 'configmap', 'authorizer', ...YAML], grep: ['-n', '-A3', 'x'],
  }],
  ['the values of a release', () => COMMANDS.helmValues('a:'), { helm: [...CP, 'get', 'values', 'unionai-controlplane', ...YAML], grep: ['-n', '-E', 'a:'] }],
  ['who wrote each Secret', () => COMMANDS.secretWriters(), {
    kubectl: [...CP, 'get', 'secret', '-o', 'custom-columns=NAME:.metadata.name,WRITERS:.metadata.managedFields[*].manager'],
  }],
  ['the suppressions', () => COMMANDS.suppressions(), { kubectl: ['get', 'deploy,configmap,ingress,externalsecret', '-A', ...YAML], grep: ['-n', 'union-auth.cdk8s.io/ignore.'] }],
])('%s is asked of the cluster', (_, look, expected) => expect(calls(look())).toEqual(expected));

const STATUS = ['-s', '-o', '/dev/null', '-w', '%{http_code} %{redirect_url}\\n'];

test.each<[string, () => string, Record<string, string[]>]>([
  ['the status of a URL', () => COMMANDS.anonymousAt('$ISSUER/x'), { curl: [...STATUS, 'https://acme.okta.example.com/oauth2/default/x'] }],
  ['the status of a path', () => COMMANDS.anonymous('/api/v1'), { curl: [...STATUS, 'https://union.example.com/api/v1'] }],
  ['what guards ask', () => COMMANDS.me(), { curl: [...STATUS, 'https://union.example.com/me'] }],
  ['a gRPC method', () => COMMANDS.anonymousGrpc('flyteidl.service.AdminService/ListProjects'), {
    curl: [
      '--http2', '-X', 'POST', ...STATUS, '-H', 'content-type: application/grpc', '-H', 'te: trailers', 'https://union.example.com/flyteidl.service.AdminService/ListProjects',
    ],
  }],
  ['where the login leads', () => COMMANDS.loginRedirect(), { curl: ['-s', '-o', '/dev/null', '-w', '%{redirect_url}\\n', 'https://union.example.com/login'] }],
  ['what SDK and CLI are told', () => COMMANDS.publicClient(), { curl: ['-s', 'https://union.example.com/config/v1/flyte_client'] }],
  ['what the provider says of itself', () => COMMANDS.providerMetadata(), { curl: ['-s', 'https://acme.okta.example.com/oauth2/default/.well-known/openid-configuration'] }],
  ['how long the certificate is valid', () => COMMANDS.certificateDates(), {
    'openssl s_client': ['s_client', '-connect', 'union.example.com:443', '-servername', 'union.example.com'], 'openssl x509': ['x509', '-noout', '-dates'],
  }],
  ['the certificate', () => COMMANDS.certificate(), {
    openssl: ['s_client', '-connect', 'union.example.com:443', '-servername', 'union.example.com', '-alpn', 'h2'], grep: ['-E', 'subject=|issuer=|Verif|ALPN'],
  }],
])('%s is asked of the edge', (_, look, expected) => expect(calls(look())).toEqual(expected));

test('the variables of commands are listed in one order, in any notation', () => {
  const look = (run: string): Look => ({ run, shows: '' });
  expect(variablesOf([look('a "$TOKEN_URL" "${DOMAIN}"'), look('b $CP $CP'), look('c $NSX DP \\$')])).toEqual(['DOMAIN', 'CP', 'TOKEN_URL']);
  expect(variablesOf([])).toEqual([]);
});
