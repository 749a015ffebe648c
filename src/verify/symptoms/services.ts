import { SECRETS } from '../../contract/union/secrets';
import { externalSecretStatus, flyteadminLogs, flyteadminSettings, kubectl, logs, mounts, secretAtProvider, secretKeys, settings } from '../running/cluster-looks';
import { providerMetadata } from '../running/edge-looks';
import { NO_ACCESS_POLICY, NO_ROLE, NO_SUBJECT, STALE_SECRET } from './shared-causes';
import type { SymptomGroup } from './symptom';

export const SERVICES: SymptomGroup = {
  title: 'The services of the control plane',
  symptoms: [
    {
      id: 'internal-401',
      title: 'Internal services get 401',
      words: ['401', 'unauthenticated', 'unauthorized', 'service to service 401', 'executions 401', 'control plane services unauthenticated', 'admin client 401', 'failed to get token', 'no such file or directory client_secret',
        'Error reading secret from location', 'clientSecretLocation'],
      see: [
        logs('$CP', 'executions', 'auth|token|401|secret', 'Why the service has no token, or who refused it. The same for the other services.'),
        externalSecretStatus('Every reason must be SecretSynced.'),
        secretKeys('$CP', SECRETS.unionServices.name, 'client_secret must be among the keys, with more than 0 bytes.'),
      ],
      causes: [
        { rule: 'service-auth-disabled', cause: 'configMap.union.auth.enable is false: the service sends no token.' },
        { rule: 'client-secret-undelivered', cause: 'Nobody writes the Secret of the services, so the file is not there.' },
        { rule: 'client-secret-key-missing', cause: 'The Secret is there, but not under the key client_secret.' },
        { rule: 'client-secret-unmounted', cause: 'The Secret is not mounted where clientSecretLocation looks.' },
        { rule: 'placeholder-secret', cause: 'The secret is a placeholder: the provider says invalid_client.' },
        { rule: 'audience-missing', cause: 'flyteadmin does not accept the audience of the tokens.' },
        { rule: 'scope-missing', cause: 'The clients ask for no scope, so their tokens lack all, or the provider gives none.' },
        { rule: 'authorization-header-mismatch', cause: 'The services send their token in another header than flyteadmin reads.' },
        { rule: 'token-url-foreign', cause: 'The tokens come from another authorization server than flyteadmin trusts.' },
        { rule: 'value-unreplaced', cause: 'A placeholder of the guide is left in the client ID or the token URL.' },
        STALE_SECRET,
        NO_ACCESS_POLICY,
        { rule: 'client-secret-inconsistent', cause: 'Services that share a client read different entries of the store.' },
        { rule: 'secret-value-padded', cause: 'The secret has a line feed or a space at its end.' },
        { rule: 'live-token-refused', cause: 'The provider refuses the client; its answer says why.' },
        { rule: 'client-section-missing', cause: 'The section of the config that says as whom the service calls others is gone.' },
        { rule: 'client-incomplete', cause: 'The section is there, but lacks what the siblings of the service have.' },
        { rule: 'auth-server-type-contradicted', cause: 'flyteadmin acts as its own authorization server beside an external one.' },
        { rule: 'identity-claim-mismatch', cause: 'The subject that services trust is not that of the service application.' },
      ],
    },
    {
      id: 'invalid-client',
      title: 'The token endpoint answers invalid_client or unauthorized_client',
      words: [
        'cannot fetch token: 401', 'oauth2: cannot fetch token', 'cannot fetch token', 'AADSTS7000222',
        'client secret keys are expired', 'Client not enabled to retrieve service account', 'DPoP',
        'DPoP proof JWT header is missing', 'use_dpop_nonce',
        'invalid_client', 'unauthorized_client', 'client authentication failed', 'AADSTS7000215', 'AADSTS700016', 'invalid client secret', 'bad client credentials',
      ],
      see: [
        secretAtProvider('$CP', SECRETS.unionServices.name, 'Nothing is printed where the provider gives a token.'),
        settings('$NS', 'clientId|tokenUrl', 'The client ID and the endpoint that are asked with it.'),
      ],
      causes: [
        { rule: 'placeholder-secret', cause: 'The secret is a placeholder of the chart.' },
        {
          cause: 'The secret ends in a line feed or carriage return: a file was stored as it was saved.',
          remedy: 'Store it without one (printf %s, not echo), and restart the pods.',
          see: [secretKeys('$CP', SECRETS.unionServices.name, 'One byte, or two, more than the secret has.')],
        },
        STALE_SECRET,
        { rule: 'client-id-mismatch', cause: 'The client ID belongs to another application than the secret.' },
        { rule: 'auth-value-empty', cause: 'The client ID is empty.' },
        { rule: 'value-unreplaced', cause: 'The client ID is a placeholder.' },
        { rule: 'token-url-foreign', cause: 'The endpoint is of another authorization server, realm or tenant, which does not know the client.' },
        NO_ACCESS_POLICY,
        { rule: 'secret-value-padded', cause: 'The secret in the cluster ends in a line feed, a carriage return or a space.' },
        { rule: 'client-secret-inconsistent', cause: 'The entry of the store belongs to another client.' },
        { rule: 'secret-entry-elsewhere', cause: 'The entry of the store is that of another environment or cluster.' },
        { rule: 'live-client-grant', cause: 'The client has not the grant client_credentials.' },
        { rule: 'live-provider-grants', cause: 'The provider does not offer the grants that are used.' },
        { rule: 'client-secret-of-other', cause: 'The service reads the secret of another client.' },
        { rule: 'client-incomplete', cause: 'The client names no ID of its own, so the default is presented.' },
      ],
    },
    {
      id: 'no-audience',
      title: 'The provider misses an audience in the request of a token',
      words: ['No audience parameter was provided', 'no default audience has been configured', 'no audience parameter', 'audience parameter missing',
        'access_denied no audience'],
      see: [
        settings('$CP', 'audience', 'The audience that SDK, CLI and services ask for, and those that flyteadmin accepts.'),
      ],
      causes: [
        { rule: 'native-client-misconfigured', cause: 'SDK and CLI: thirdPartyConfig.flyteClient.audience is not set, which they send on.' },
        {
          cause: 'Services: flyteadmin\'s clients send no audience with client_credentials, so that Auth0 '
            + 'needs one of its own.',
          remedy: 'Set the default audience of the Auth0 tenant to the API of Union, or one for the '
            + 'application by an Action.',
        },
        { rule: 'audience-missing', cause: 'The audience is asked for, and flyteadmin does not accept it.' },
      ],
    },
    {
      id: 'invalid-audience',
      title: 'flyteadmin logs "invalid audience"',
      words: [
        'aud claim', 'aud claim does not match', 'expected audience', 'unexpected audience',
        'audience is not allowed',
        'audience mismatch', 'invalid audience', 'aud', 'wanted [http://flyteadmin', 'allowedAudience', 'token audience',
      ],
      see: [
        flyteadminLogs('audience', 'The audience of the token, and those that flyteadmin wants.'),
        flyteadminSettings('allowedAudience|https?://', 'What flyteadmin accepts.'),
      ],
      causes: [
        { rule: 'audience-missing', cause: 'allowedAudience is missing, or is another text: a slash at the end counts.' },
        {
          cause: 'The provider writes an audience only where it is asked for one (such as Ory Hydra), or each client\'s own ID (Dex).',
          remedy: 'Set audience on the client (useAudienceFromAdmin: true takes flyteadmin\'s), or list every client ID in allowedAudience.',
        },
        { rule: 'live-token-unaccepted', cause: 'The audience of a token that was fetched is none that flyteadmin accepts.' },
      ],
    },
    {
      id: 'scope-refused',
      title: 'The token endpoint answers invalid_scope, or AADSTS1002012 and its relatives',
      words: [
        'AADSTS500011', 'resource principal not found in the tenant', 'policy evaluation failed',
        'no consent', 'scopes are not configured for the authorization server',
        'AADSTS1002012', 'AADSTS70011', 'AADSTS90014', 'AADSTS65001', 'AADSTS', 'invalid_scope', 'scope must end with /.default', 'admin consent', 'consent_required',
        'authenticated user doesn\'t have required scope', 'Entra ID', 'Azure AD',
      ],
      see: [
        settings('$NS', 'scopes|- *all|\\.default', 'What clients ask for.'),
        secretAtProvider('$CP', SECRETS.unionServices.name, 'The provider\'s own words. At Entra ID put api://…/.default in the place of all.'),
      ],
      causes: [
        { rule: 'scope-missing', cause: 'The clients ask for no scope, or at Entra ID for one that does not end in /.default (AADSTS1002012).' },
        {
          cause: 'No administrator has consented to the permissions of the service applications at Entra ID.',
          remedy: 'Grant admin consent for the permissions of every application that uses client credentials.',
        },
        {
          cause: 'The authorization server has no scope named all, or does not let the client have it.',
          remedy: 'Add a scope all to the authorization server and allow it in the access policy.',
          see: [providerMetadata('.well-known/openid-configuration', 'scopes_supported, where the provider lists them.')],
        },
      ],
    },
    {
      id: 'signature',
      title: 'flyteadmin logs "failed to verify id token signature" or a wrong issuer',
      words: [
        'error in cryptographic primitive', 'go-jose', 'jwks', 'key id not found',
        'failed to verify id token signature', 'id token issued by a different provider', 'issuer did not match', 'unknown key id', 'kid', 'signature invalid', 'iss',
      ],
      see: [
        providerMetadata('.well-known/openid-configuration', 'Its issuer must be flyteadmin\'s letter by letter, the slash at the end included.'),
        flyteadminSettings('baseUrl', 'The issuer that flyteadmin has.'),
      ],
      causes: [
        { rule: 'token-url-foreign', cause: 'Clients fetch tokens from another authorization server than flyteadmin trusts.' },
        {
          cause: 'The issuer differs from the provider\'s in a slash, in case, in http or in the tenant (at Entra ID: the version, /v2.0).',
          remedy: 'Copy the issuer out of the provider\'s metadata.',
        },
        { rule: 'live-issuer-mismatch', cause: 'flyteadmin\'s issuer and that of the provider\'s metadata differ.' },
        { rule: 'live-providers-differ', cause: 'Browsers and clients are sent to different authorization servers.' },
        { rule: 'issuer-mismatch', cause: 'Clients and flyteadmin name two issuers.' },
      ],
    },
    {
      id: 'subject-missing',
      title: 'Services log "subject claim not found" or "x-user-subject header not found"',
      words: ['subject claim not found', 'x-user-subject', 'x-user-subject header not found', 'user subject missing', 'owner is empty', 'Owned By', 'identitytype', 'no identity'],
      see: [
        logs('$CP', 'executions', 'subject', 'Whose call came without a subject.'),
        flyteadminSettings('subjectClaimNames|identityTypeClaims|scopes', 'The claims that flyteadmin looks at.'),
      ],
      causes: [
        NO_SUBJECT,
        { rule: 'identity-header-spoofable', cause: 'The guard does not hand on the identity headers of /me, so services get those of the caller, or none.' },
        { rule: 'identity-header-dropped', cause: 'The edge takes the identity headers from callers, and its guard does not set them.' },
        { rule: 'route-unguarded', cause: 'The call came by a route without a guard, where nobody sets the header.' },
        { rule: 'identity-type-unresolved', cause: 'flyteadmin does not look at the claim by which the provider tells applications from people.' },
        {
          cause: 'Nothing tells applications from people: the provider\'s tokens have no claim identitytype.',
          remedy: 'Add the claim at the provider, in access tokens and ID tokens; or map one of its own with identityTypeClaimsForApps, or set global.USE_EXTERNAL_IDENTITY: true.',
        },
        { rule: 'live-token-subject', cause: 'The tokens of the provider have no subject that flyteadmin looks for.' },
        { rule: 'live-token-identity-type', cause: 'The tokens do not tell an application from a person.' },
      ],
    },
    {
      id: 'permission-denied',
      title: 'Callers are signed in and get PermissionDenied (403)',
      words: [
        'no permission to view the project', 'sees no projects', 'empty list of projects after login',
        'not allowed to',
        '403', 'forbidden', 'permission denied', 'PermissionDenied', 'code = PermissionDenied', 'not authorized', 'authorizer', 'Noop', 'access denied after login',
      ],
      see: [
        logs('$CP', 'authorizer', 'denied|subject|error', 'The subject that was refused, and what it wanted.'),
        kubectl('-n $CP get configmap authorizer -o yaml | grep -n -E \'type:|organization\'', 'Noop lets everybody do everything; other types need the roles of bootstrap.'),
      ],
      causes: [
        { rule: 'bootstrap-account-missing', cause: 'The authorizer does not know the caller: its subject is no service account, or has too small a role.' },
        { rule: 'cluster-name-mismatch', cause: 'The services of the data plane call its cluster by different names.' },
        { rule: 'cluster-operator-missing', cause: 'The caller may do everything but manage this cluster, which has operators of its own.' },
        { rule: 'bootstrap-admin-missing', cause: 'No person is an administrator, so nobody has been given a role.' },
        { rule: 'live-subjects-differ', cause: 'The provider writes one subject of a person into ID tokens and another into access tokens.' },
        { rule: 'bootstrap-admin-subject', cause: 'The administrator is listed by another subject than their tokens carry, or by one of two.' },
        { rule: 'authorizer-header-dropped', cause: 'The caller\'s token does not reach whoever decides.' },
        { rule: 'organization-mismatch', cause: 'The caller has its roles in another organization.' },
        { rule: 'identity-type-unresolved', cause: 'An application is taken for a person, since nothing in its token says otherwise.' },
        { rule: 'authorizer-mode-contradicted', cause: 'A service decides by itself instead of asking the authorizer.' },
        NO_ROLE,
        { rule: 'client-id-mismatch', cause: 'The data plane comes with a client that the control plane does not list.' },
        { rule: 'values-recommended-key', cause: 'trustedIdentityClaims.externalIdentityClaim is blank, so the service application is not recognized.' },
        { rule: 'live-token-identity-type', cause: 'An application is taken for a person.' },
        { rule: 'live-forbidden', cause: 'Something before flyteadmin refuses everybody: a firewall, a list of addresses.' },
        { rule: 'identity-claim-mismatch', cause: 'The subject that services trust is not that of the service application.' },
      ],
    },
    {
      id: 'no-such-host',
      title: 'Services log "no such host", "connection refused" or time out',
      words: ['no such host', 'connection refused', 'context deadline exceeded', 'i/o timeout', 'dial tcp', 'name resolution', 'lookup controlplane-nginx-controller', 'runs do not start'],
      see: [
        settings('$CP', 'endpoint|dns:///', 'The addresses that the services call.'),
        kubectl('-n $CP get svc,networkpolicy', 'Each address must be a Service, and no policy may stand between.'),
      ],
      causes: [
        { rule: 'values-connection-cut', cause: 'ingress-nginx is turned off, and services still call its Service.' },
        { rule: 'duration-unitless', cause: 'A timeout without a unit counts nanoseconds, and ends every call at once.' },
        { rule: 'network-policy-cuts', cause: 'A NetworkPolicy admits nobody who must reach the service, or lets nobody out.' },
        {
          cause: 'A NetworkPolicy keeps the services from each other, from the provider\'s token endpoint, or from DNS.',
          remedy: 'Allow egress to port 53, to the provider\'s port 443, and to the edge and flyteadmin inside the cluster.',
        },
        { rule: 'client-grant-interactive', cause: 'The service wants to open a browser, and waits for it.' },
        { rule: 'endpoint-insecure', cause: 'One side speaks TLS and the other does not.' },
        { rule: 'endpoint-mismatch', cause: 'The endpoint is none that the control plane serves.' },
      ],
    },
    {
      id: 'secret-file-missing',
      title: 'A service stops with "no such file or directory" or "permission denied" for a secret',
      words: [
        'clientSecretLocation file not found', 'client secret file missing',
        'no such file or directory', 'open /etc/secrets', '/etc/secrets/union/client_secret', '/etc/union/secret/client_secret', 'open /etc/db/pass.txt', 'pass.txt', 'ENOENT', 'permission denied', 'EACCES',
      ],
      see: [
        mounts('$NS', 'The directory of the file must be among the mounts.'),
        secretKeys('$NS', undefined, 'The name of the file must be a key of the mounted Secret.'),
      ],
      causes: [
        { rule: 'client-secret-unmounted', cause: 'The Secret is not mounted there.' },
        { rule: 'client-secret-key-missing', cause: 'It is mounted, but has no such key.' },
        { rule: 'client-secret-undelivered', cause: 'Nobody writes the key.' },
        { rule: 'credential-unreadable', cause: '"permission denied": the file is there, for root alone, and the process is somebody else.' },
        { rule: 'secret-owner-wipes-keys', cause: 'pass.txt is gone: an ExternalSecret owns the Secret, and removed what it does not write itself.' },
        { rule: 'scheduler-secret-unmounted', cause: 'It is the scheduler, whose Secret has a switch of its own in the chart.' },
        { rule: 'database-password-missing', cause: 'It is the password of the database, which nobody delivers.' },
      ],
    },
  ],
};
