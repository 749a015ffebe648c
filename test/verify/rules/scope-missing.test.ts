import { scopeMissing } from '../../../src/verify/rules/tokens';
import { manifests } from '../_manifests';
import { dataPlaneService, ENTRA, externalAuth, flyteadmin, ISSUER, OKTA, service, TOKEN_URL } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const union = (settings = {}) => ({ union: { auth: { enable: true, clientId: 'service', ...settings } } });
const admin = (settings = {}) => ({ admin: { clientId: 'service', ...settings } });
const controlPlane = (issuer: string, config: Record<string, unknown>, flyteClient?: Record<string, unknown>) =>
  manifests(...flyteadmin(externalAuth(issuer, { flyteClient })), ...service('executions', config));
const executions = 'v1/ConfigMap union-cp/executions';
const KEYCLOAK = 'https://sso.example.com/realms/union';
const noOfflineAccess = 'no offline_access, which the provider refuses to client credentials';
const demanded = 'only scopes that end with /.default, as Microsoft Entra ID demands of client credentials';

testRule(scopeMissing, {
  fires: [
    ['a data plane\'s service requests none, as the chart has it',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', union())],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth', 'scopes, such as all', 'no scopes']],
    ['a data plane alone names its token endpoint and no scopes', dataPlaneService('union-operator', union({ tokenUrl: TOKEN_URL, scopes: [] })),
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.scopes', 'scopes, such as all', 'no scopes'],
      remedy(['scopes: []', 'scopes: [all]'])],
    ['an admin client is offered none', controlPlane(ISSUER, admin(), { clientId: 'native', scopes: [] }),
      [executions, 'data["config.yaml"]: admin', 'scopes, such as all', 'no scopes, and flyteadmin offers none either']],
    ['Entra ID is asked for the scope all', controlPlane(ENTRA, union({ scopes: ['all'] })),
      [executions, 'data["config.yaml"]: union.auth.scopes', demanded, 'all']],
    ['an admin client borrows the scopes of people at Entra ID',
      controlPlane(ENTRA, admin(), { clientId: 'native', scopes: ['api://union/.default', 'offline_access'] }),
      [executions, 'data["config.yaml"]: admin', demanded, 'no scopes, so the client requests those of SDK and CLI: api://union/.default, offline_access']],
    ['an admin client borrows offline_access at Keycloak, which its paths give away',
      controlPlane(KEYCLOAK, admin(), { clientId: 'native', scopes: ['all', 'offline_access'] }),
      [executions, 'data["config.yaml"]: admin', noOfflineAccess, 'no scopes, so the client requests those of SDK and CLI: all, offline_access']],
    ['a service asks Okta for offline_access', controlPlane(OKTA, union({ scopes: ['all', 'offline_access'] })),
      [executions, 'data["config.yaml"]: union.auth.scopes', noOfflineAccess, 'all, offline_access']],
    ['none is requested of Entra ID', controlPlane(ENTRA, union()),
      [executions, 'data["config.yaml"]: union.auth', 'scopes, such as api://<application>/.default', 'no scopes']],
    ['the only scope is an empty text', controlPlane(ISSUER, union({ scopes: [''] })),
      [executions, 'data["config.yaml"]: union.auth.scopes', 'scopes, such as all', 'no scopes']],
    ['an admin client is offered an empty text', controlPlane(ISSUER, admin(), { clientId: 'native', scopes: [''] }),
      [executions, 'data["config.yaml"]: admin', 'scopes, such as all', 'no scopes, and flyteadmin offers none either']],
    ['an admin client asks Entra ID for the scope all by itself', controlPlane(ENTRA, admin({ scopes: ['all'] })),
      [executions, 'data["config.yaml"]: admin.scopes', demanded, 'all']],
    ['one of two control planes is at Keycloak',
      [...flyteadmin(externalAuth('https://idp.example.com')), ...flyteadmin(externalAuth(KEYCLOAK), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', union({ scopes: ['offline_access'] }))],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.scopes', noOfflineAccess, 'offline_access']],
  ],
  passes: [
    ['the scope is all', controlPlane(ISSUER, union({ scopes: ['all'] }))],
    ['the scope is a single text', controlPlane(ISSUER, union({ scopes: 'all' }))],
    ['the provider calls it otherwise',
      controlPlane('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI', union({ scopes: ['union/all'] }))],
    ['the provider grants offline_access to services, as Hydra does',
      controlPlane('https://hydra.example.com', union({ scopes: ['all', 'offline_access'] }))],
    ['Okta grants its default scopes', controlPlane(OKTA, union())],
    ['Entra ID is asked for the default scopes of the application', controlPlane(ENTRA, union({ scopes: ['api://union/.default'] }))],
    ['an admin client borrows the scopes of SDK and CLI', controlPlane(ISSUER, admin(), { clientId: 'native', scopes: ['all'] })],
    ['an admin client borrows flyteadmin\'s defaults', controlPlane(ISSUER, admin())],
  ],
  notApplicable: [
    ['flyteadmin is its own authorization server',
      [...flyteadmin({ ...externalAuth(OKTA), appAuth: { authServerType: 'Self' } }), ...service('executions', union())]],
    ['flyteadmin names no issuer', [...flyteadmin({ appAuth: { authServerType: 'External' } }), ...service('executions', union())]],
    ['nobody knows what an admin client is offered', dataPlaneService('union-operator', admin({ tokenUrl: TOKEN_URL }))],
    ['an admin client may be offered the scopes of either control plane',
      [...flyteadmin(externalAuth(OKTA)), ...flyteadmin(externalAuth(OKTA), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', admin())]],
    ['a data plane of a hosted control plane, whose provider nobody sees', dataPlaneService('union-operator', union())],
    ['the service does not authenticate', controlPlane(ISSUER, union({ enable: false }))],
    ['two control planes have different providers',
      [...flyteadmin(externalAuth(OKTA)), ...flyteadmin(externalAuth(ENTRA), { namespace: 'cp-2' }), ...dataPlaneService('union-operator', union())]],
  ],
});
