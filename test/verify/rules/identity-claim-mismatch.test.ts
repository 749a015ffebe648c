import { identityClaimMismatch } from '../../../src/verify/rules/services';
import { manifests } from '../_manifests';
import { dataPlaneService, ENTRA, OKTA, partlyShown, service } from '../_planes';
import { testRule } from '../_rule-harness';

const NOT_APPLICABLE = 'No service of a control plane in the input has trustedIdentityClaims.';
const CLAIMS = { enabled: true, externalIdentityClaim: 'ours', externalIdentityTypeClaim: 'app' };
const claiming = (name: string, claims: object, clientId = 'ours') =>
  service(name, { union: { auth: { enable: true, clientId }, connection: { trustedIdentityClaims: { ...CLAIMS, ...claims } } } });
const three = (claims: object) => manifests(...claiming('executions', claims), ...claiming('cluster', {}), ...claiming('usage', {}));
const at = (key: string, line: string, expected: string, found: string) => [{
  object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: union.connection.trustedIdentityClaims.${key}`, line, expected, found,
}] as const;

/** One service whose client gets its tokens from a provider. */
const at_ = (issuer: string, externalIdentityClaim: string | undefined, claims: object = {}, clientId = 'ours') => manifests(...service('executions', {
  union: { auth: { enable: true, clientId, tokenUrl: `${issuer}/token` }, connection: { trustedIdentityClaims: { ...CLAIMS, ...claims, externalIdentityClaim } } },
}));
const others = [...claiming('cluster', {}), ...claiming('usage', {})];
const without = { union: { auth: { enable: true, clientId: 'ours' } } };
/** Part of its configuration is not in the input. */
const partly = { pod: partlyShown('executions') };
const migrating = { pod: { initContainers: [{ name: 'migrate', command: ['cluster', 'migrate'], volumeMounts: [{ name: 'cluster', mountPath: '/etc/config' }] }] } };
const claims = (more: object) => ({ union: { auth: { enable: true, clientId: 'ours' }, connection: { trustedIdentityClaims: { ...CLAIMS, ...more } } } });
const foreign = (claim: string, expected: string) => at('externalIdentityClaim', `externalIdentityClaim: ${claim}`, expected, claim);

testRule(identityClaimMismatch, {
  fires: [
    { when: 'a claim is empty', input: three({ externalIdentityClaim: '' }), findings: at('externalIdentityClaim', 'externalIdentityClaim: ""', 'the subject of the service application', 'an empty claim') },
    { when: 'a claim is blank', input: three({ externalIdentityClaim: ' ' }), findings: at('externalIdentityClaim', 'externalIdentityClaim: " "', 'the subject of the service application', 'an empty claim') },
    { when: 'a claim is no text', input: three({ externalIdentityClaim: {} }), findings: at('externalIdentityClaim', 'externalIdentityClaim: {}', 'the subject of the service application', 'an empty claim') },
    {
      when: 'a claim is empty and the client leaves its ID out',
      input: manifests(...service('executions', { union: { auth: { enable: true }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: '' } } } })),
      findings: at('externalIdentityClaim', 'externalIdentityClaim: ""', 'the subject of the service application', 'an empty claim'),
    },
    {
      when: 'one leaves out what the others have',
      input: three({ externalIdentityTypeClaim: undefined }),
      findings: [{ ...at('', 'trustedIdentityClaims:', 'union.connection.trustedIdentityClaims.externalIdentityTypeClaim: app, as the other services have it', 'none')[0], field: 'data["config.yaml"]: union.connection.trustedIdentityClaims' }],
    },
    {
      when: 'one has what the others leave out',
      input: manifests(...claiming('executions', {}), ...['cluster', 'usage'].flatMap((name) => claiming(name, { externalIdentityTypeClaim: undefined }))),
      findings: at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: app', 'no union.connection.trustedIdentityClaims.externalIdentityTypeClaim, as the other services have it', 'app'),
    },
    {
      when: 'nothing has a namespace, as helm template leaves it',
      input: manifests(...['executions', 'cluster', 'usage'].flatMap((name, index) => service(name, claims(index === 0 ? { externalIdentityClaim: 'theirs' } : {}), { namespace: null }))),
      findings: [{ ...at('externalIdentityClaim', 'externalIdentityClaim: theirs', 'ours, as the other services have it', 'theirs')[0], object: 'v1/ConfigMap executions' }],
    },
    {
      when: 'a subject that the client does not have is trusted without a switch',
      input: at_(OKTA, 'theirs', { enabled: undefined }),
      findings: foreign('theirs', 'the subject of client ours, as which the service comes'),
    },
    { when: 'one names another subject', input: three({ externalIdentityClaim: 'theirs' }), findings: at('externalIdentityClaim', 'externalIdentityClaim: theirs', 'ours, as the other services have it', 'theirs') },
    { when: 'one claims to be a person', input: three({ externalIdentityTypeClaim: 'user' }), findings: at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: user', 'app, as the other services have it', 'user') },
    {
      when: 'one has lost the whole section',
      input: manifests(...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } }), ...claiming('cluster', {}), ...claiming('usage', {})),
      findings: [{
        object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]: union', line: 'union:', expected: 'union.connection.trustedIdentityClaims, as the other services have it', found: 'none',
      }],
    },
    { when: 'one has them switched off', input: three({ enabled: false }), findings: at('enabled', 'enabled: false', 'true, as the other services have it', 'false') },
    {
      when: 'one names a type, and the others name none',
      input: manifests(...claiming('executions', {}), ...claiming('cluster', { externalIdentityTypeClaim: '' }), ...claiming('usage', { externalIdentityTypeClaim: '' })),
      findings: at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: app', 'no union.connection.trustedIdentityClaims.externalIdentityTypeClaim, as the other services have it', 'app'),
    },
    {
      when: 'one names no type, and the others do',
      input: three({ externalIdentityTypeClaim: '' }),
      findings: at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: ""', 'app, as the other services have it', 'none'),
    },
    {
      when: 'two clients have another subject, at a provider that writes client IDs',
      input: manifests(...service('executions', {
        union: { auth: { enable: true, clientId: 'one', tokenUrl: 'https://acme.okta.com/oauth2/default/token' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'theirs' } } },
      }), ...service('cluster', { union: { auth: { enable: true, clientId: 'two' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'two' } } } })),
      findings: foreign('theirs', 'the subject of client one, two, as which the service comes'),
    },
    {
      when: 'all name a subject that their client does not have, at a provider that writes client IDs',
      input: at_(OKTA, 'theirs'),
      findings: foreign('theirs', 'the subject of client ours, as which the service comes'),
    },
    {
      when: 'all name the client ID, at a provider that writes ids of its own',
      input: at_(ENTRA, 'ours'),
      findings: foreign('ours', 'the sub of the tokens of ours, which at Microsoft Entra ID is an id of its own'),
    },
  ],
  passes: [
    { when: 'the subject is the client ID, at a provider that writes client IDs', input: at_(OKTA, 'ours') },
    { when: 'the subject is an id of the provider\'s own', input: at_(ENTRA, '66666666-7777-8888-9999-000000000000') },
    { when: 'a blank stands around the subject and the client ID', input: at_(OKTA, ' ours', {}, 'ours ') },
    { when: 'no subject is trusted', input: at_(OKTA, undefined, { enabled: undefined }) },
    { when: 'claims are switched off, whatever they name', input: at_(OKTA, 'theirs', { enabled: false }) },
    { when: 'claims are switched off, and empty', input: manifests(...claiming('executions', { enabled: false, externalIdentityClaim: '' })) },
    { when: 'claims are switched on, and there are none', input: manifests(...claiming('executions', { externalIdentityClaim: undefined })) },
    { when: 'one does not authenticate, and claims something else', input: manifests(...service('executions', { union: { ...claims({ externalIdentityClaim: 'theirs' }).union, auth: { enable: false } } }), ...others) },
    { when: 'one has no client', input: manifests(...service('executions', { union: { connection: { insecure: false } } }), ...others) },
    { when: 'part of the configuration is not in the input', input: manifests(...service('executions', without, partly), ...others) },
    { when: 'one of two has an init container that reads the same', input: manifests(...claiming('executions', { externalIdentityClaim: 'theirs' }), ...service('cluster', claims({}), migrating)) },
    { when: 'a service of a data plane claims something else', input: manifests(...dataPlaneService('union-operator', claims({ externalIdentityClaim: 'theirs' }), 'union-cp'), ...others) },
    {
      when: 'another control plane has another subject',
      input: manifests(...claiming('executions', { externalIdentityClaim: 'theirs' }), ...['cluster', 'usage'].flatMap((name) => service(name, claims({}), { namespace: 'other-cp' }))),
    },
    { when: 'nobody knows what the provider writes', input: at_('https://idp.example.com', 'theirs') },
    { when: 'all agree', input: three({}) },
    { when: 'two differ, and nobody can tell which is right', input: manifests(...claiming('executions', { externalIdentityClaim: 'theirs' }), ...claiming('cluster', {})) },
    {
      when: 'one of two has lost the whole section, and nobody can tell whether it needs it',
      input: manifests(...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } }), ...claiming('cluster', {})),
    },
    { when: 'the others do not agree', input: manifests(...claiming('executions', {}), ...claiming('cluster', { externalIdentityTypeClaim: 'user' }), ...claiming('usage', {}), ...claiming('leasor', { externalIdentityTypeClaim: 'user' })) },
    {
      when: 'a service that names no client comes as another subject',
      input: manifests(...service('executions', { union: { auth: { tokenUrl: 'https://acme.okta.com/oauth2/default/token' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'theirs' } } } })),
    },
    { when: 'the client has no ID either, which is another fault', input: manifests(...claiming('executions', { externalIdentityClaim: '' }, '')) },
  ],
  notApplicable: [
    { when: 'services authenticate and claim nothing', input: manifests(...service('executions', without)), reason: NOT_APPLICABLE },
    { when: 'nobody claims anything', input: manifests(...service('executions', { union: { connection: { insecure: false } } })), reason: NOT_APPLICABLE },
  ],
});
