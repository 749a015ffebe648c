import { scopeMissing } from '../../../src/verify/rules/tokens';
import { manifests } from '../_manifests';
import { dataPlaneService, ENTRA, externalAuth, flyteadmin, ISSUER, OKTA, service, TOKEN_URL } from '../_planes';
import { testRule } from '../_rule-harness';

const union = (settings = {}) => ({ union: { auth: { enable: true, clientId: 'service', ...settings } } });
const admin = (settings = {}) => ({ admin: { clientId: 'service', ...settings } });
const controlPlane = (issuer: string, config: Record<string, unknown>, flyteClient?: Record<string, unknown>) =>
  manifests(...flyteadmin(externalAuth(issuer, { flyteClient })), ...service('executions', config));
const executions = 'v1/ConfigMap union-cp/executions';
const KEYCLOAK = 'https://sso.example.com/realms/union';
const noOfflineAccess = 'no offline_access, which the provider refuses to client credentials';
const demanded = 'only scopes that end with /.default, as Microsoft Entra ID demands of client credentials';
const reason = 'The input does not show a client together with its token endpoint or the issuer that its flyteadmin trusts.';

testRule(scopeMissing, {
  fires: [
    {
      when: 'a data plane\'s service requests none, as the chart has it',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', union())),
      findings: [{ object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: union.auth', line: 'auth:', expected: 'scopes, such as all', found: 'no scopes' }],
    },
    {
      when: 'a data plane alone names its token endpoint and no scopes',
      input: manifests(...dataPlaneService('union-operator', union({ tokenUrl: TOKEN_URL, scopes: [] }))),
      findings: [{
        object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: union.auth.scopes', line: 'scopes: []', expected: 'scopes, such as all', found: 'no scopes',
      }],
    },
    {
      when: 'an admin client is offered none',
      input: controlPlane(ISSUER, admin(), { clientId: 'native', scopes: [] }),
      findings: [{
        object: executions, field: 'data["config.yaml"]: admin', line: 'admin:', expected: 'scopes, such as all', found: 'no scopes, and flyteadmin offers none either',
      }],
    },
    {
      when: 'Entra ID is asked for the scope all',
      input: controlPlane(ENTRA, union({ scopes: ['all'] })),
      findings: [{ object: executions, field: 'data["config.yaml"]: union.auth.scopes', line: 'scopes:', expected: demanded, found: 'all' }],
    },
    {
      when: 'an admin client borrows the scopes of people at Entra ID',
      input: controlPlane(ENTRA, admin(), { clientId: 'native', scopes: ['api://union/.default', 'offline_access'] }),
      findings: [{
        object: executions,
        field: 'data["config.yaml"]: admin',
        line: 'admin:',
        expected: demanded,
        found: 'no scopes, so the client requests those of SDK and CLI: api://union/.default, offline_access',
      }],
    },
    {
      when: 'an admin client borrows offline_access at Keycloak, which its paths give away',
      input: controlPlane(KEYCLOAK, admin(), { clientId: 'native', scopes: ['all', 'offline_access'] }),
      findings: [{
        object: executions,
        field: 'data["config.yaml"]: admin',
        line: 'admin:',
        expected: noOfflineAccess,
        found: 'no scopes, so the client requests those of SDK and CLI: all, offline_access',
      }],
    },
    {
      when: 'a service asks Okta for offline_access',
      input: controlPlane(OKTA, union({ scopes: ['all', 'offline_access'] })),
      findings: [{ object: executions, field: 'data["config.yaml"]: union.auth.scopes', line: 'scopes:', expected: noOfflineAccess, found: 'all, offline_access' }],
    },
    {
      when: 'none is requested of Entra ID',
      input: controlPlane(ENTRA, union()),
      findings: [{ object: executions, field: 'data["config.yaml"]: union.auth', line: 'auth:', expected: 'scopes, such as api://<application>/.default', found: 'no scopes' }],
    },
    {
      when: 'the only scope is an empty text',
      input: controlPlane(ISSUER, union({ scopes: [''] })),
      findings: [{ object: executions, field: 'data["config.yaml"]: union.auth.scopes', line: 'scopes:', expected: 'scopes, such as all', found: 'no scopes' }],
    },
    {
      when: 'an admin client is offered an empty text',
      input: controlPlane(ISSUER, admin(), { clientId: 'native', scopes: [''] }),
      findings: [{ object: executions, field: 'data["config.yaml"]: admin', line: 'admin:', expected: 'scopes, such as all', found: 'no scopes, and flyteadmin offers none either' }],
    },
    {
      when: 'an admin client asks Entra ID for the scope all by itself',
      input: controlPlane(ENTRA, admin({ scopes: ['all'] })),
      findings: [{ object: executions, field: 'data["config.yaml"]: admin.scopes', line: 'scopes:', expected: demanded, found: 'all' }],
    },
    {
      when: 'one of two control planes is at Keycloak',
      input: manifests(...flyteadmin(externalAuth('https://idp.example.com')), ...flyteadmin(externalAuth(KEYCLOAK), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', union({ scopes: ['offline_access'] }))),
      findings: [{ object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: union.auth.scopes', line: 'scopes:', expected: noOfflineAccess, found: 'offline_access' }],
    },
  ],
  passes: [
    { when: 'the scope is all', input: controlPlane(ISSUER, union({ scopes: ['all'] })) },
    { when: 'the scope is a single text', input: controlPlane(ISSUER, union({ scopes: 'all' })) },
    { when: 'the provider calls it otherwise', input: controlPlane('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI', union({ scopes: ['union/all'] })) },
    { when: 'the provider grants offline_access to services, as Hydra does', input: controlPlane('https://hydra.example.com', union({ scopes: ['all', 'offline_access'] })) },
    { when: 'Okta grants its default scopes', input: controlPlane(OKTA, union()) },
    { when: 'Entra ID is asked for the default scopes of the application', input: controlPlane(ENTRA, union({ scopes: ['api://union/.default'] })) },
    { when: 'an admin client borrows the scopes of SDK and CLI', input: controlPlane(ISSUER, admin(), { clientId: 'native', scopes: ['all'] }) },
    { when: 'an admin client borrows flyteadmin\'s defaults', input: controlPlane(ISSUER, admin()) },
  ],
  notApplicable: [
    { when: 'flyteadmin is its own authorization server', input: manifests(...flyteadmin({ ...externalAuth(OKTA), appAuth: { authServerType: 'Self' } }), ...service('executions', union())), reason },
    { when: 'flyteadmin names no issuer', input: manifests(...flyteadmin({ appAuth: { authServerType: 'External' } }), ...service('executions', union())), reason },
    { when: 'nobody knows what an admin client is offered', input: manifests(...dataPlaneService('union-operator', admin({ tokenUrl: TOKEN_URL }))), reason },
    {
      when: 'an admin client may be offered the scopes of either control plane',
      input: manifests(...flyteadmin(externalAuth(OKTA)), ...flyteadmin(externalAuth(OKTA), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', admin())),
      reason,
    },
    { when: 'a data plane of a hosted control plane, whose provider nobody sees', input: manifests(...dataPlaneService('union-operator', union())), reason },
    { when: 'the service does not authenticate', input: controlPlane(ISSUER, union({ enable: false })), reason },
    { when: 'two control planes have different providers', input: manifests(...flyteadmin(externalAuth(OKTA)), ...flyteadmin(externalAuth(ENTRA), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', union())), reason },
  ],
});
