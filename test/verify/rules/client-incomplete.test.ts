import { clientIncomplete } from '../../../src/verify/rules/client-incomplete';
import { manifests } from '../_manifests';
import { service, TOKEN_URL } from '../_planes';
import { testRule } from '../_rule-harness';

const NOT_APPLICABLE = 'No service in the input authenticates as a client with its whole configuration shown.';
const AUTH = { enable: true, clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', tokenUrl: TOKEN_URL, scopes: ['all'] };
const others = [...service('cluster', { union: { connection: {}, auth: AUTH } }), ...service('usage', { union: { connection: {}, auth: AUTH } })];
const executions = (auth: object) => manifests(...service('executions', { union: { connection: { insecure: false }, auth } }), ...others);
const at = (field: string, line: string, expected: string, found = 'none') => [{ object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: ${field}`, line, expected, found }] as const;

const { tokenUrl: _, ...withoutTokenUrl } = AUTH;
const { clientId: __, ...withoutId } = AUTH;

testRule(clientIncomplete, {
  fires: [
    { when: 'a client has no ID', input: manifests(...service('executions', { union: { auth: withoutId } })), findings: at('union.auth', 'auth:', 'clientId in union.auth') },
    { when: 'it lacks what the others have', input: executions(withoutTokenUrl), findings: at('union.auth', 'auth:', 'tokenUrl in union.auth') },
    { when: 'it requests less than the others', input: executions({ ...AUTH, scopes: ['openid'] }), findings: at('union.auth.scopes', 'scopes:', 'the scope all, as the other clients request', 'openid') },
  ],
  passes: [
    { when: 'all are complete', input: executions(AUTH) },
    { when: 'two differ, and nobody can tell which is right', input: manifests(...service('executions', { union: { auth: withoutTokenUrl } }), ...service('cluster', { union: { auth: AUTH } })) },
  ],
  notApplicable: [
    { when: 'no service is a client', input: manifests(...service('executions', { logger: {} })), reason: NOT_APPLICABLE },
  ],
});
