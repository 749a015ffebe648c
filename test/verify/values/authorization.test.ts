import { Testing } from 'cdk8s';
import { Authorization, ControlPlaneAuth, DataPlaneAuth, IdentityProvider, SecretDelivery, UnionIdentity } from '../../../src';
import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { byCluster, dataPlaneOf, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';

/** Each judges planes by all rules. */
const deep = oneIn(8);

/** What people write into the values of two data planes in Union mode: each slip is reported at its place, and nowhere else. */

const identity = new UnionIdentity({
  domain: 'union.example.com',
  organization: 'acme',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' }),
  applications: { web: { clientId: '0oa-web', secret: WEB_SECRET }, native: { clientId: '0oa-native' }, service: { clientId: '0oa-service', secret: SERVICE_SECRET } },
  dataPlanes: byCluster(['east', 'west'].map((clusterName) => ({
    clusterName,
    operator: { clientId: `0oa-operator-${clusterName}`, secret: { key: `union/${clusterName}/operator` } },
    eager: { clientId: `0oa-eager-${clusterName}`, secret: { key: `union/${clusterName}/eager` } },
  }))),
});
const secrets = SecretDelivery.provisioned();
const authorization = Authorization.union({ admins: [{ name: 'Ada', subject: '00u-ada' }], projects: ['flytesnacks'] });

const FILES = {
  'cp.yaml': new ControlPlaneAuth(Testing.chart(), 'auth', { identity, secrets, authorization }).helmValues.toString(),
  ...Object.fromEntries(identity._dataPlanes.map(({ clusterName }) => [
    `${clusterName}.yaml`, new DataPlaneAuth(Testing.chart(), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName }), secrets, namespace: `union-${clusterName}` }).helmValues.toString(),
  ])),
} as Readonly<Record<'cp.yaml' | 'east.yaml' | 'west.yaml', string>>;

/** Each finding as `rule file: line`, the line without its indentation. */
function findings(files: Readonly<Record<string, string>>): string[] {
  const report = verify(Object.entries(files).map(([name, text]) => ({ name, text })));
  expect(report.crashed).toEqual([]);
  return report.findings.map(({ rule, file, line }) => `${rule} ${file}: ${files[file].split('\n')[line - 1].trim()}`);
}

function changed(file: keyof typeof FILES, from: string | RegExp, to: string): Record<string, string> {
  const text = FILES[file].replace(from, to);
  expect(text).not.toBe(FILES[file]);
  return { ...FILES, [file]: text };
}

deep('as they are emitted they agree', () => expect(findings(FILES)).toEqual([]));

deep.each([
  ['another organization', 'east.yaml', /orgName: .*/, 'orgName: other', ['organization-mismatch east.yaml: orgName: other']],
  ['another operator for a cluster', 'cp.yaml', /(operators:\n\s+- )"0oa-operator-east"/, '$1"0oa-operator-west"', ['cluster-operator-missing cp.yaml: operators:']],
  ['no operators', 'cp.yaml', /operators:\n\s+- "0oa-operator-east"\n\s+/, '', ['cluster-operator-missing cp.yaml: - name: "east"']],
  ['another name of a cluster', 'east.yaml', /clusterName: "east"/, 'clusterName: "est"', [
    'cluster-operator-missing cp.yaml: dataplaneClusters:', 'eager-key-unseeded east.yaml: enabled: true',
  ]],
  ['the control plane does not see a cluster', 'cp.yaml', /(viewers:\n\s+- )"0oa-service"/, '$1"0oa-web"', [
    'bootstrap-account-unknown cp.yaml: viewers:', 'cluster-operator-missing cp.yaml: viewers:',
  ]],
  ['an account that is misspelt', 'cp.yaml', /clientId: "0oa-operator-east"/, 'clientId: "0oa-operator-est"', [
    'bootstrap-account-missing cp.yaml: serviceAccounts:', 'bootstrap-account-unknown cp.yaml: - clientId: "0oa-operator-est"',
  ]],
  ['a role that is too small', 'cp.yaml', /role: "Admin"/, 'role: "Viewer"', ['bootstrap-account-missing cp.yaml: role: "Viewer"']],
  ['an administrator without a subject', 'cp.yaml', /subject: "00u-ada"/, 'subject: ""', ['bootstrap-admin-missing cp.yaml: subject: ""']],
  ['a mode that nobody knows', 'cp.yaml', /type: "Union"/, 'type: "union"', ['authorizer-mode-contradicted cp.yaml: type: "union"']],
  ['a service that decides by itself', 'cp.yaml', /(cacheserviceServer:\n\s+authorizer:\n\s+type: )"Authorizer"/, '$1"Noop"', ['authorizer-mode-contradicted cp.yaml: type: "Noop"']],
  ['a header that is not handed on', 'cp.yaml', /(\n {2}authorizer:[^]*?- "authorization"\n\s+- )"flyte-authorization"/, '$1"cookie"', ['authorizer-header-dropped cp.yaml: forwardHeaders:']],
  ['the subject of a data plane for that of the services', 'cp.yaml', /externalIdentityClaim: .*/, 'externalIdentityClaim: "0oa-operator-east"', [
    'identity-claim-mismatch cp.yaml: externalIdentityClaim: "0oa-operator-east"',
  ]],
] as const)('%s', (_, file, from, to, expected) => expect(findings(changed(file, from, to))).toEqual(expected));
