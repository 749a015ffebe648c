import { EAGER_API_KEY, SECRETS } from '../../contract/union/secrets';
import {
  clientSecretKey, externalSecretStatus, kubectl, operatorLogs, settings,
} from '../running/cluster-looks';
import { certificate } from '../running/edge-looks';
import { FOREIGN_CERTIFICATE, NO_ACCESS_POLICY, NO_ROLE, STALE_SECRET } from './shared-causes';
import type { SymptomGroup } from './symptom';

export const DATA_PLANE: SymptomGroup = {
  title: 'The data plane',
  symptoms: [
    {
      id: 'operator-401',
      title: 'Operator or propeller cannot authenticate',
      words: [
        '401', 'unauthenticated', 'unauthorized', 'operator 401', 'propeller 401',
        'data plane cannot authenticate', 'dataplane unauthenticated', 'cluster does not register',
        'cluster is unhealthy', 'cluster resource sync 401', 'clusterresourcesync',
        'leaseworker', 'unable to register cluster', 'cannot authenticate to the admin service',
        'failed to create token source',
      ],
      see: [
        operatorLogs(
          'auth|token|401|denied',
          'invalid_client comes from the provider, Unauthenticated and PermissionDenied from the control '
            + 'plane.',
        ),
        clientSecretKey('$DP', SECRETS.dataPlane.name),
        settings('$DP', 'clientId|tokenUrl|scopes', 'The client that the data plane is.'),
      ],
      causes: [
        {
          rule: 'secret-merge-deadlock',
          cause:
            'union-secret-auth is not there: an ExternalSecret waits to merge into a Secret that nobody '
              + 'creates.',
        },
        { rule: 'client-secret-undelivered', cause: 'Nobody writes union-secret-auth.' },
        { rule: 'client-secret-key-missing', cause: 'union-secret-auth has no key client_secret.' },
        { rule: 'placeholder-secret', cause: "union-secret-auth holds the chart's placeholder." },
        {
          rule: 'client-id-mismatch',
          cause:
            "AUTH_CLIENT_ID is neither the control plane's INTERNAL_CLIENT_ID nor a client that it lists.",
          words: ['AUTH_CLIENT_ID', 'second data plane', 'only one data plane', 'new data plane'],
        },
        {
          rule: 'values-planes-disagree',
          cause: 'The values of the planes name different clients, hosts, headers or token endpoints.',
        },
        {
          rule: 'service-auth-disabled',
          cause: 'union.auth.enable is false in the data plane, so no token is sent.',
        },
        NO_ACCESS_POLICY,
        { rule: 'scope-missing', cause: 'The data plane asks for no scope.' },
        {
          rule: 'audience-missing',
          cause: "flyteadmin does not accept the audience of the data plane's tokens.",
        },
        NO_ROLE,
        STALE_SECRET,
        {
          rule: 'client-section-missing',
          cause: 'The config of a service has lost the section about its client.',
        },
        {
          rule: 'client-incomplete',
          cause:
            'A client lacks what its siblings have, the host of the control plane, or registers its cluster '
              + 'under another client.',
        },
        { rule: 'secret-store-missing', cause: 'The SecretStore of the data plane is not there.' },
      ],
    },
    {
      id: 'data-plane-unreachable',
      title: 'The data plane does not reach the control plane',
      words: [
        'error reading server preface', 'dataplane cannot connect', 'control plane unreachable',
        'no route to host', 'DNS', 'NetworkPolicy', 'dns:///', 'CONTROLPLANE_HOST',
        'deadline exceeded operator', 'tunnel', 'cloudflared', 'tunnel token invalid', 'cloudflare tunnel',
        'tunnel disconnected', 'websocket of the tunnel', 'network policy blocks the traffic',
        'operator dial error',
      ],
      see: [
        settings('$DP', 'endpoint|host:|dns:///', 'The host that is called must be the public one.'),
        operatorLogs(
          'dial|lookup|deadline|refused|x509',
          '"no such host": DNS. "deadline exceeded": firewall or NetworkPolicy. "x509": the certificate.',
        ),
        certificate('Asked from the network of the data plane: the subject must name the host.'),
      ],
      causes: [
        {
          rule: 'values-missing-key',
          cause:
            'The values do not name the host of the control plane, so the sample host of the chart is '
              + 'called.',
        },
        {
          rule: 'values-planes-disagree',
          cause: 'The data plane calls another host than the control plane serves.',
        },
        {
          cause: 'The name does not resolve in the cluster of the data plane.',
          remedy: 'Publish the public host in the DNS that the data plane asks, or add it to CoreDNS.',
          see: [
            kubectl(
              '-n kube-system get configmap coredns -o yaml', 'Rewrites and hosts that the cluster adds.',
            ),
          ],
        },
        {
          cause:
            'A NetworkPolicy or firewall keeps the data plane from the control plane or from the token '
              + 'endpoint.',
          remedy: 'Allow egress to DNS, to the public host and to the provider, both on port 443.',
          see: [kubectl('get networkpolicy -A', 'Policies of both planes.')],
        },
        FOREIGN_CERTIFICATE,
        { rule: 'live-name-unresolved', cause: 'The public host has no address.' },
        { rule: 'live-unreachable', cause: 'Nothing answers at the address.' },
        { rule: 'endpoint-mismatch', cause: 'The endpoint is none that the control plane serves.' },
        { rule: 'endpoint-insecure', cause: 'One side speaks TLS and the other does not.' },
      ],
    },
    {
      id: 'data-plane-unhealthy',
      title: 'The console calls a cluster unhealthy, or runs stay queued',
      words: [
        'heartbeat missing', 'no heartbeat', 'cluster unhealthy', 'cluster disconnected', 'runs stay queued',
        'workflows stay queued', 'no cluster picks up the run', 'data plane does not register',
        'cluster not found', 'failed to heartbeat', 'heartbeat failed', 'heartbeat', 'operator is offline',
        'data plane offline',
      ],
      see: [
        operatorLogs(
          'heartbeat|denied|401|refused',
          'Unauthenticated: its client; PermissionDenied: its role; no such host or refused: its way.',
        ),
      ],
      causes: [
        {
          rule: 'cluster-operator-missing',
          cause: 'PermissionDenied: the authorizer does not know the client as operator of this cluster.',
        },
        {
          rule: 'cluster-name-mismatch',
          cause:
            'The services of the data plane call the cluster by different names, so that what one registers '
              + 'the other does not ask for.',
        },
        {
          rule: 'client-id-mismatch',
          cause: 'Unauthenticated: the control plane does not know the client as which the operator comes.',
        },
        {
          rule: 'client-secret-undelivered',
          cause: 'Unauthenticated, or no pod: nobody writes the Secret of the data plane.',
        },
        {
          rule: 'endpoint-mismatch',
          cause:
            'No such host, or refused: the data plane calls an address that the control plane does not '
              + 'serve.',
        },
        {
          rule: 'network-policy-cuts',
          cause: 'Time out: a NetworkPolicy keeps the operator from the provider or from the control plane.',
        },
      ],
    },
    {
      id: 'eager-401',
      title: 'Eager workflows, or tasks that call back, cannot authenticate',
      words: [
        'key of eager tasks', 'eager', 'EAGER_API_KEY', '_UNION_EAGER_API_KEY', 'task pod 401',
        'api key in task', 'remote execution from a task', 'union.remote in a task',
        'API key of the cluster',
      ],
      see: [
        kubectl('get externalsecret,secret -A -o '
          + 'custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name | grep -i '
          + `${EAGER_API_KEY.replace(/_/g, '.')}`, 'The Secret that task pods read their key from.'),
        externalSecretStatus('Every reason must be SecretSynced.'),
      ],
      causes: [
        {
          rule: 'eager-key-unseeded',
          cause: 'The operator fetches a key, and the control plane has no credentials to make it of.',
          words: ['create apikey fails'],
        },
        {
          rule: 'eager-key-unfetched',
          cause: 'The control plane could make the key, and the operator is not told to fetch it.',
        },
        {
          rule: 'eager-key-uninjected',
          cause: 'Whoever runs the tasks is not told to inject the key.',
          words: ['no API key in the task', 'eager task has no API key'],
        },
        {
          rule: 'eager-key-unfit',
          cause:
            'The key that is there was made for another host or organization, or before the secret was '
              + 'rotated.',
          words: ['Incorrect padding', 'not enough values to unpack'],
        },
        {
          rule: 'values-dead-key',
          cause:
            'The setting that injects the key is one that the chart release no longer reads (executor became '
              + 'leaseworker in 2026.8).',
        },
        {
          rule: 'eager-key-shared',
          cause: "Two data planes share one eager application: what revokes the key of one ends the other's.",
        },
        NO_ROLE,
      ],
    },
  ],
};
