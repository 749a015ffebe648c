import { authorizerSettings, ingressAnnotation, secretWriters } from '../running/cluster-looks';
import { anonymous, anonymousGrpc, GRPC_METHOD, me } from '../running/edge-looks';
import type { SymptomGroup } from './symptom';

export const OPEN_DOORS: SymptomGroup = {
  title: 'Nothing fails, and yet',
  symptoms: [
    {
      id: 'open-to-strangers',
      title: 'Strangers reach the APIs or the console without signing in',
      words: [
        'exposed to the internet', 'load balancer exposes the API', 'public LoadBalancer',
        'reachable without login', 'no login required', 'unauthenticated access', 'anonymous access',
        'open to everybody', 'authentication bypass', 'console without login', 'curl without token works',
        'security hole', '200 without a token', 'data proxy is public', 'grpc reflection', 'API is public',
        'anonymous users can see projects', 'anybody can list executions', 'auth is not enforced',
        'unauthenticated users can call the API', 'anybody can list workflows', 'visitors see our projects',
      ],
      see: [
        anonymous(
          '/api/v1/projects', '401, or a redirect to /login, is right. Anything else reached a service.',
        ),
        anonymousGrpc(GRPC_METHOD, '401 is right.'),
        me('401 is right. 200: nothing is worth asking there.'),
      ],
      causes: [
        { rule: 'route-unguarded', cause: 'A route has no guard.' },
        {
          rule: 'gateway-route-unguarded',
          cause:
            'The routes of the Gateway API have no SecurityPolicy: the chart renders none with '
              + 'INGRESS_PROVIDER: envoy.',
        },
        {
          rule: 'policy-unattached',
          cause: 'A SecurityPolicy aims at a route by a name or kind that is not there.',
        },
        {
          rule: 'auth-annotation-ignored',
          cause: 'The annotations of the guard are there, and the controller does not take them.',
        },
        {
          rule: 'auth-cache-key-incomplete',
          cause: "The edge gives the kept answer for somebody else's token to strangers.",
        },
        { rule: 'auth-fails-open', cause: 'The guard lets everybody in while it gets no answer.' },
        { rule: 'auth-host-spoofable', cause: 'The caller chooses the server that vouches for them.' },
        {
          rule: 'guard-bypassed',
          cause:
            'A snippet, a patch, a rewrite or a path leads around the guard, or the edge itself sends a '
              + 'credential.',
        },
        {
          rule: 'guard-asks-other',
          cause: "The guard asks something else than flyteadmin's /me, and takes any answer for a yes.",
        },
        {
          rule: 'values-apps-unguarded',
          cause: 'What is open is an app of a data plane: its values switch authentication of apps off.',
        },
        { rule: 'service-exposed', cause: 'A Service is reached from outside without the edge.' },
        {
          rule: 'audience-shared',
          cause:
            'Tokens of other applications of the same provider are accepted: they have an audience that '
              + 'flyteadmin lists.',
        },
        {
          rule: 'auth-not-enforced',
          cause:
            'flyteadmin lets everybody pass: disableForHttp, disableForGrpc, or a flag that switches '
              + 'authentication off.',
        },
        {
          cause: 'Whoever has signed in may see and do everything: the type of the authorizer is '
            + 'Noop, the default.',
          remedy: 'Set services.authorizer.configMap.authorizer.type and its bootstrap '
            + '(docs/authorization.md).',
          words: ['without permission', 'projects of other people', 'any signed-in user can do everything'],
          see: [authorizerSettings('type', 3, 'Noop asks nobody.')],
        },
      ],
    },
    {
      id: 'impersonation',
      title: 'Somebody acts as somebody else',
      words: [
        'impersonation', 'spoofing', 'forged header', 'wrong user', 'acts as another user',
        'runs owned by the wrong person', 'privilege escalation', 'identity header forged',
        'anyone can impersonate', 'everyone is an admin', 'projects of somebody else',
      ],
      see: [
        ingressAnnotation('auth-response-headers', 'Each must list the X-User headers.'),
        ingressAnnotation('auth-cache-key', 'Each must hold all three credentials, or be absent.'),
      ],
      causes: [
        {
          rule: 'identity-chosen-by-caller',
          cause:
            '/me is shown headers of the caller that flyteadmin believes, such as '
              + 'Grpc-Metadata-Userinfo-Bin.',
        },
        {
          rule: 'identity-header-spoofable',
          cause: 'The guard does not overwrite the identity headers of the caller.',
          words: [
            'spoofed header', 'spoofed X-User-Subject header', 'X-User-Subject forged',
            'spoof x-user-subject', 'X-User-Subject spoofing', 'x-user-subject header injection',
            'header injection',
          ],
        },
        {
          rule: 'metadata-header-spoofable',
          cause: 'Services believe Grpc-Metadata-* of the caller, which nobody takes from the request.',
        },
        {
          rule: 'claim-header-spoofable',
          cause: 'The guard sets claims by name, and others pass as the caller wrote them.',
        },
        {
          rule: 'auth-cache-key-incomplete',
          cause: 'The edge mixes up callers, because its cache key leaves out a credential.',
          words: ['logged in as someone else', 'signed in as another user', 'session of another user'],
        },
        { rule: 'auth-host-spoofable', cause: "A server of the caller's own answers in the place of /me." },
      ],
    },
    {
      id: 'secret-exposed',
      title: 'A client secret or token may have been seen by others',
      words: [
        'secret leaked', 'secret in git', 'secret in values', 'credentials exposed', 'plain text secret',
        'http issuer', 'leak', 'secret visible in a ConfigMap', 'password in clear text',
        'secret printed in logs',
      ],
      see: [secretWriters('helm, kubectl or argocd-controller: the keys came from a manifest.')],
      causes: [
        { rule: 'secret-in-manifest', cause: 'A manifest carries the value.' },
        { rule: 'values-secret-value', cause: 'A values file carries the value.' },
        { rule: 'issuer-insecure', cause: 'The secret goes to the token endpoint over http.' },
      ],
    },
  ],
};
