import { SECRETS } from '../../contract/union/secrets';
import {
  clientSecretKey, externalSecretStatus, flyteadminSettings, kubectl, logs, mounts, secretKeys, settings,
} from '../running/cluster-looks';
import { TOKENS_OF_SERVICES } from './service-tokens';
import { NO_ACCESS_POLICY, NO_ROLE, STALE_SECRET } from './shared-causes';
import type { SymptomGroup } from './symptom';

export const SERVICES: SymptomGroup = {
  title: 'The services of the control plane',
  symptoms: [
    {
      id: 'internal-401',
      title: 'Internal services get 401',
      words: [
        '401', 'unauthenticated', 'unauthorized', 'service to service 401', 'executions 401',
        'control plane services unauthenticated', 'admin client 401', 'failed to get token',
        'no such file or directory client_secret', 'Error reading secret from location',
        'clientSecretLocation',
      ],
      see: [
        logs(
          '$CP', 'executions', 'auth|token|401|secret',
          'Why the service has no token, or who refused it. The same for the other services.',
        ),
        externalSecretStatus('Every reason must be SecretSynced.'),
        clientSecretKey('$CP', SECRETS.unionServices.name),
      ],
      causes: [
        {
          rule: 'service-auth-disabled',
          cause: 'configMap.union.auth.enable is false: the service sends no token.',
        },
        {
          rule: 'client-secret-undelivered',
          cause: 'Nobody writes the Secret of the services, so the file is not there.',
        },
        {
          rule: 'client-secret-key-missing',
          cause: 'The Secret is there, but not under the key client_secret.',
        },
        {
          rule: 'client-secret-unmounted',
          cause: 'The Secret is not mounted where clientSecretLocation looks.',
        },
        {
          rule: 'placeholder-secret',
          cause: 'The secret is a placeholder: the provider says invalid_client.',
        },
        { rule: 'audience-missing', cause: 'flyteadmin does not accept the audience of the tokens.' },
        {
          rule: 'scope-missing',
          cause: 'The clients ask for no scope, so their tokens lack all, or the provider gives none.',
        },
        {
          rule: 'authorization-header-mismatch',
          cause: 'The services send their token in another header than flyteadmin reads.',
        },
        {
          rule: 'token-url-foreign',
          cause: 'The tokens come from another authorization server than flyteadmin trusts.',
        },
        {
          rule: 'value-unreplaced',
          cause: 'A placeholder of the guide is left in the client ID or the token URL.',
        },
        STALE_SECRET,
        NO_ACCESS_POLICY,
        {
          rule: 'client-secret-inconsistent',
          cause: 'Services that share a client read different entries of the store.',
        },
        { rule: 'secret-value-padded', cause: 'The secret has a line feed or a space at its end.' },
        { rule: 'live-token-refused', cause: 'The provider refuses the client; its answer says why.' },
        {
          rule: 'client-section-missing',
          cause: 'The section of the config that says as whom the service calls others is gone.',
        },
        {
          rule: 'client-incomplete',
          cause: 'The section is there, but lacks what the siblings of the service have.',
        },
        {
          rule: 'auth-server-type-contradicted',
          cause: 'flyteadmin acts as its own authorization server beside an external one.',
        },
        {
          rule: 'identity-claim-mismatch',
          cause: 'The subject that services trust is not that of the service application.',
        },
      ],
    },
    ...TOKENS_OF_SERVICES,
    {
      id: 'subject-missing',
      title: 'Services log "subject claim not found" or "x-user-subject header not found"',
      words: [
        'subject claim not found', 'x-user-subject header not found', 'owner is empty',
        'Owned By', 'identitytype', 'no identity', 'owner unknown', 'created by is empty',
        'runs have no owner', 'shows up as anonymous',
      ],
      see: [
        logs('$CP', 'executions', 'subject', 'Whose call came without a subject.'),
        flyteadminSettings(
          'subjectClaimNames|identityTypeClaims|scopes', 'The claims that flyteadmin looks at.',
        ),
      ],
      causes: [
        {
          cause: 'The tokens of the provider have no sub, or flyteadmin looks for it under another name.',
          remedy: 'List the claims that hold it: auth.appAuth.subjectClaimNames: [sub, client_id, azp].',
          words: ['user subject missing', 'service account is anonymous'],
        },
        {
          rule: 'identity-header-spoofable',
          cause:
            'The guard does not hand on the identity headers of /me, so services get those of the caller, or '
              + 'none.',
        },
        {
          rule: 'identity-header-dropped',
          cause: 'The edge takes the identity headers from callers, and its guard does not set them.',
        },
        {
          rule: 'route-unguarded',
          cause: 'The call came by a route without a guard, where nobody sets the header.',
        },
        {
          rule: 'identity-type-unresolved',
          cause:
            'flyteadmin does not look at the claim by which the provider tells applications from people.',
        },
        {
          cause: "Nothing tells applications from people: the provider's tokens have no claim identitytype.",
          remedy: 'Add the claim at the provider, in access tokens and ID tokens; or map one of its own with '
          + 'identityTypeClaimsForApps, or set global.USE_EXTERNAL_IDENTITY: true.',
        },
        {
          rule: 'live-token-subject',
          cause: 'The tokens of the provider have no subject that flyteadmin looks for.',
        },
        { rule: 'live-token-identity-type', cause: 'The tokens do not tell an application from a person.' },
      ],
    },
    {
      id: 'permission-denied',
      title: 'Callers are signed in and get PermissionDenied (403)',
      words: [
        'no permission to view the project', 'empty list of projects after login', 'not allowed to', '403',
        'forbidden', 'permission denied', 'PermissionDenied', 'code = PermissionDenied', 'not authorized',
        'authorizer', 'Noop', 'access denied after login', 'roles missing', 'everyone is an admin',
        'user cannot launch a workflow', 'login works but the API answers 403',
      ],
      see: [
        logs(
          '$CP', 'authorizer', 'denied|subject|error', 'The subject that was refused, and what it wanted.',
        ),
        kubectl(
          "-n $CP get configmap authorizer -o yaml | grep -n -E 'type:|organization'",
          'Noop lets everybody do everything; other types need the roles of bootstrap.',
        ),
      ],
      causes: [
        {
          rule: 'bootstrap-account-missing',
          cause:
            'The authorizer does not know the caller: its subject is no service account, or has too small a '
              + 'role.',
          words: ['cluster resource sync PermissionDenied'],
        },
        {
          rule: 'cluster-name-mismatch',
          cause: 'The services of the data plane call its cluster by different names.',
        },
        {
          rule: 'cluster-operator-missing',
          cause: 'The caller may do everything but manage this cluster, which has operators of its own.',
        },
        {
          rule: 'bootstrap-admin-missing',
          cause: 'No person is an administrator, so nobody has been given a role.',
          words: [
            'nobody is an admin', 'users are not admins', 'no admin role', 'admin role missing',
            'no longer an admin', 'not an admin anymore',
          ],
        },
        {
          rule: 'live-subjects-differ',
          cause: 'The provider writes one subject of a person into ID tokens and another into access tokens.',
          words: ['added twice', 'two users for one person', 'listed twice'],
        },
        {
          rule: 'live-person-without-role',
          cause: 'The subject that flyteadmin names has no role.',
          words: [
            'new user', 'other users', 'sees no projects', 'cannot see projects', 'user has no permissions',
            'user may not do anything',
          ],
        },
        {
          rule: 'bootstrap-admin-subject',
          cause: 'The administrator is listed by another subject than their tokens carry, or by one of two.',
        },
        {
          rule: 'live-grpc-refused',
          cause:
            'Envoy Gateway answers 403 (PERMISSION_DENIED) while flyteadmin or the auth gate is away, as '
              + 'after a restart: statusOnError: 503 lets callers try again.',
        },
        { rule: 'authorizer-header-dropped', cause: "The caller's token does not reach whoever decides." },
        { rule: 'organization-mismatch', cause: 'The caller has its roles in another organization.' },
        {
          rule: 'identity-type-unresolved',
          cause: 'An application is taken for a person, since nothing in its token says otherwise.',
        },
        {
          rule: 'authorizer-mode-contradicted',
          cause: 'A service decides by itself instead of asking the authorizer.',
        },
        NO_ROLE,
        {
          rule: 'client-id-mismatch',
          cause: 'The data plane comes with a client that the control plane does not list.',
        },
        {
          rule: 'values-recommended-key',
          cause:
            'trustedIdentityClaims.externalIdentityClaim is blank, so the service application is not '
              + 'recognized.',
        },
        { rule: 'live-token-identity-type', cause: 'An application is taken for a person.' },
        {
          rule: 'live-forbidden',
          cause: 'Something before flyteadmin refuses everybody: a firewall, a list of addresses.',
        },
        {
          rule: 'identity-claim-mismatch',
          cause: 'The subject that services trust is not that of the service application.',
        },
      ],
    },
    {
      id: 'no-such-host',
      title: 'Services log "no such host", "connection refused" or time out',
      words: [
        'no such host', 'connection refused', 'context deadline exceeded', 'i/o timeout', 'dial tcp',
        'name resolution', 'runs do not start', 'failed to do connect handshake',
      ],
      see: [
        settings('$CP', 'endpoint|dns:///', 'The addresses that the services call.'),
        kubectl(
          '-n $CP get svc,networkpolicy', 'Each address must be a Service, and no policy may stand between.',
        ),
      ],
      causes: [
        {
          rule: 'values-connection-cut',
          cause: 'ingress-nginx is turned off, and services still call its Service.',
          words: ['lookup controlplane-nginx-controller', 'zero addresses'],
        },
        {
          rule: 'duration-unitless',
          cause: 'A timeout without a unit counts nanoseconds, and ends every call at once.',
        },
        {
          rule: 'network-policy-cuts',
          cause:
            "A NetworkPolicy keeps the services from each other, from the provider's token endpoint, or from "
              + 'DNS.',
          words: ['from the pod', 'inside the pod', 'from my laptop'],
        },
        { rule: 'client-grant-interactive', cause: 'The service wants to open a browser, and waits for it.' },
        { rule: 'endpoint-insecure', cause: 'One side speaks TLS and the other does not.' },
        { rule: 'endpoint-mismatch', cause: 'The endpoint is none that the control plane serves.' },
        {
          rule: 'endpoint-proxied',
          cause: 'HTTPS_PROXY sends calls inside the cluster to a proxy outside, which knows no Service.',
          words: ['proxyconnect tcp', 'HTTPS_PROXY', 'NO_PROXY'],
        },
      ],
    },
    {
      id: 'secret-file-missing',
      title: 'A service stops with "no such file or directory" or "permission denied" for a secret',
      words: [
        'clientSecretLocation file not found', 'client secret file missing', 'no such file or directory',
        'open /etc/secrets', '/etc/secrets/union/client_secret', '/etc/union/secret/client_secret',
        'open /etc/db/pass.txt', 'pass.txt', 'ENOENT', 'permission denied', 'secret is not read',
      ],
      see: [
        mounts('$NS', 'The directory of the file must be among the mounts.'),
        secretKeys('$NS', undefined, 'The name of the file must be a key of the mounted Secret.'),
      ],
      causes: [
        { rule: 'client-secret-unmounted', cause: 'The Secret is not mounted there.' },
        { rule: 'client-secret-key-missing', cause: 'It is mounted, but has no such key.' },
        { rule: 'client-secret-undelivered', cause: 'Nobody writes the key.' },
        {
          rule: 'credential-unreadable',
          cause: '"permission denied": the file is there, for root alone, and the process is somebody else.',
          words: ['EACCES'],
        },
        {
          rule: 'secret-owner-wipes-keys',
          cause:
            'pass.txt is gone: an ExternalSecret owns the Secret, and removed what it does not write itself.',
        },
        {
          cause: 'Another than the kubelet writes the file (Vault Agent, a CSI driver), elsewhere '
            + 'than the service looks, or after it has started.',
          remedy: 'Have it write a file of the name and folder in clientSecretLocation before the '
            + 'service starts (Vault Agent: agent-init-first, secret-volume-path), or point the '
            + 'setting there.',
          words: [
            'vault agent', 'SecretProviderClass', 'secrets store CSI',
          ],
        },
        {
          rule: 'scheduler-secret-unmounted',
          cause: 'It is the scheduler, whose Secret has a switch of its own in the chart.',
        },
        {
          rule: 'database-password-missing',
          cause: 'It is the password of the database, which nobody delivers.',
        },
      ],
    },
  ],
};
