import { identityClaimMismatch } from '../../../src/verify/rules/services';
import { manifests } from '../_manifests';
import { dataPlaneService, ENTRA, OKTA, partlyShown, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

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
    ['a claim is empty', three({ externalIdentityClaim: '' }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: ""', 'the subject of the service application', 'an empty claim')],
    ['a claim is blank', three({ externalIdentityClaim: ' ' }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: " "', 'the subject of the service application', 'an empty claim')],
    ['a claim is no text', three({ externalIdentityClaim: {} }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: {}', 'the subject of the service application', 'an empty claim')],
    ['a claim is empty and the client leaves its ID out',
      service('executions', { union: { auth: { enable: true }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: '' } } } }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: ""', 'the subject of the service application', 'an empty claim'),
      remedy(['externalIdentityClaim: ""', 'externalIdentityClaim: service-id'])],
    ['one leaves out what the others have', three({ externalIdentityTypeClaim: undefined }),
      { ...at('', 'trustedIdentityClaims:', 'union.connection.trustedIdentityClaims.externalIdentityTypeClaim: app, as the other services have it', 'none')[0], field: 'data["config.yaml"]: union.connection.trustedIdentityClaims' }],
    ['one has what the others leave out',
      [...claiming('executions', {}), ...['cluster', 'usage'].flatMap((name) => claiming(name, { externalIdentityTypeClaim: undefined }))],
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: app', 'no union.connection.trustedIdentityClaims.externalIdentityTypeClaim, as the other services have it', 'app')],
    ['nothing has a namespace, as helm template leaves it',
      (['executions', 'cluster', 'usage'].flatMap((name, index) => service(name, claims(index === 0 ? { externalIdentityClaim: 'theirs' } : {}), { namespace: null }))),
      { ...at('externalIdentityClaim', 'externalIdentityClaim: theirs', 'ours, as the other services have it', 'theirs')[0], object: 'v1/ConfigMap executions' }],
    ['a subject that the client does not have is trusted without a switch', at_(OKTA, 'theirs', { enabled: undefined }),
      ...foreign('theirs', 'the subject of client ours, as which the service comes')],
    ['one names another subject', three({ externalIdentityClaim: 'theirs' }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: theirs', 'ours, as the other services have it', 'theirs')],
    ['one claims to be a person', three({ externalIdentityTypeClaim: 'user' }),
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: user', 'app, as the other services have it', 'user')],
    ['one has lost the whole section',
      [...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } }), ...claiming('cluster', {}), ...claiming('usage', {})],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: union', 'union.connection.trustedIdentityClaims, as the other services have it', 'none']],
    ['one has them switched off', three({ enabled: false }), ...at('enabled', 'enabled: false', 'true, as the other services have it', 'false')],
    ['one names a type, and the others name none',
      [...claiming('executions', {}), ...claiming('cluster', { externalIdentityTypeClaim: '' }), ...claiming('usage', { externalIdentityTypeClaim: '' })],
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: app', 'no union.connection.trustedIdentityClaims.externalIdentityTypeClaim, as the other services have it', 'app')],
    ['one names no type, and the others do', three({ externalIdentityTypeClaim: '' }),
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: ""', 'app, as the other services have it', 'none')],
    ['two clients have another subject, at a provider that writes client IDs',
      [...service('executions', {
        union: { auth: { enable: true, clientId: 'one', tokenUrl: 'https://acme.okta.com/oauth2/default/token' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'theirs' } } },
      }), ...service('cluster', { union: { auth: { enable: true, clientId: 'two' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'two' } } } })],
      ...foreign('theirs', 'the subject of client one, two, as which the service comes')],
    ['all name a subject that their client does not have, at a provider that writes client IDs', at_(OKTA, 'theirs'),
      ...foreign('theirs', 'the subject of client ours, as which the service comes')],
    ['all name the client ID, at a provider that writes ids of its own', at_(ENTRA, 'ours'),
      ...foreign('ours', 'the sub of the tokens of ours, which at Microsoft Entra ID is an id of its own')],
  ],
  passes: [
    ['the subject is the client ID, at a provider that writes client IDs', at_(OKTA, 'ours')],
    ['the subject is an id of the provider\'s own', at_(ENTRA, '66666666-7777-8888-9999-000000000000')],
    ['a blank stands around the subject and the client ID', at_(OKTA, ' ours', {}, 'ours ')],
    ['no subject is trusted', at_(OKTA, undefined, { enabled: undefined })],
    ['claims are switched off, whatever they name', at_(OKTA, 'theirs', { enabled: false })],
    ['claims are switched off, and empty', claiming('executions', { enabled: false, externalIdentityClaim: '' })],
    ['claims are switched on, and there are none', claiming('executions', { externalIdentityClaim: undefined })],
    ['one does not authenticate, and claims something else',
      [...service('executions', { union: { ...claims({ externalIdentityClaim: 'theirs' }).union, auth: { enable: false } } }), ...others]],
    ['one has no client', [...service('executions', { union: { connection: { insecure: false } } }), ...others]],
    ['part of the configuration is not in the input', [...service('executions', without, partly), ...others]],
    ['one of two has an init container that reads the same',
      [...claiming('executions', { externalIdentityClaim: 'theirs' }), ...service('cluster', claims({}), migrating)]],
    ['a service of a data plane claims something else',
      [...dataPlaneService('union-operator', claims({ externalIdentityClaim: 'theirs' }), 'union-cp'), ...others]],
    ['another control plane has another subject',
      [...claiming('executions', { externalIdentityClaim: 'theirs' }), ...['cluster', 'usage'].flatMap((name) => service(name, claims({}), { namespace: 'other-cp' }))]],
    ['nobody knows what the provider writes', at_('https://idp.example.com', 'theirs')],
    ['all agree', three({})],
    ['two differ, and nobody can tell which is right', [...claiming('executions', { externalIdentityClaim: 'theirs' }), ...claiming('cluster', {})]],
    ['one of two has lost the whole section, and nobody can tell whether it needs it',
      [...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } }), ...claiming('cluster', {})]],
    ['the others do not agree',
      [...claiming('executions', {}), ...claiming('cluster', { externalIdentityTypeClaim: 'user' }), ...claiming('usage', {}), ...claiming('leasor', { externalIdentityTypeClaim: 'user' })]],
    ['a service that names no client comes as another subject',
      service('executions', { union: { auth: { tokenUrl: 'https://acme.okta.com/oauth2/default/token' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'theirs' } } } })],
    ['the client has no ID either, which is another fault', claiming('executions', { externalIdentityClaim: '' }, '')],
  ],
  notApplicable: [
    ['services authenticate and claim nothing', service('executions', without)],
    ['nobody claims anything', service('executions', { union: { connection: { insecure: false } } })],
  ],
});
