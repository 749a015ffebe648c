import { pod, set, without } from '../_changes';
import { Json } from '../_planes';
import { inPlanes } from './_people';

/** Pods, their mounts and the Services before them. */

const plain = inPlanes();

export const PODS = [
  plain('a Secret mounted elsewhere', (p) => {
    p.container('executions').volumeMounts.find(({ mountPath }: Json) => mountPath === '/etc/secrets/union').mountPath = '/etc/union/secret';
  }, 'client-secret-unmounted'),
  plain('a Secret of another name', (p) => {
    pod(p, 'executions').volumes.find(({ name }: Json) => name === 'union-controlplane-secrets').secret.secretName = 'union-secrets';
  }, 'client-secret-undelivered spec.template.spec.volumes[2].secret'),
  plain('subPath of another key', (p) => {
    Object.assign(
      p.container('executions').volumeMounts.find(({ mountPath }: Json) => mountPath === '/etc/secrets/union'),
      { subPath: 'pass.txt', mountPath: '/etc/secrets/union/client_secret' },
    );
  }, 'client-secret-key-missing spec.template.spec.containers[0].volumeMounts[2]'),
  plain('items without the key', (p) => {
    pod(p, 'union-operator').volumes.find(({ secret }: Json) => secret !== undefined).secret.items = [{ key: 'app_secret', path: 'app_secret' }];
  }, 'client-secret-unmounted spec.template.spec.volumes[2].secret.items'),
  plain('items that rename the key', (p) => {
    pod(p, 'union-operator').volumes.find(({ secret }: Json) => secret !== undefined).secret.items = [{ key: 'client_secret', path: 'secret' }];
  }, 'client-secret-unmounted spec.template.spec.volumes[2].secret.items'),
  plain('no mount of the browser\'s secret', (p) => {
    p.container(
      'flyteadmin').volumeMounts = p.container('flyteadmin').volumeMounts.filter(({ mountPath }: Json) => mountPath !== '/etc/secrets/oauth');
  }, 'browser-secret-undelivered ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.userAuth.openId.clientSecretFile'),
  plain('the service\'s secret mounted for the browser', (p) => {
    pod(p, 'flyteadmin').volumes.find(({ name }: Json) => name === 'flyteadmin-oidc-client-secret').secret.secretName = 'flyte-secret-auth';
  }, 'client-secret-of-other spec.template.spec.volumes[4].secret'),
  plain('a file that only others may read', (p) => {
    pod(p, 'union-operator').volumes.find(({ secret }: Json) => secret !== undefined).secret.defaultMode = 0o400;
    delete pod(p, 'union-operator').securityContext.fsGroup;
  }, 'credential-unreadable spec.template.spec.volumes[2].secret'),
  plain('labels that the Service does not select',
    set('Deployment', 'executions', { 'spec|template|metadata|labels|app.kubernetes.io/name': 'cloudpropeller' }), 'service-without-pods'),
  plain('no flyteadmin Service', without('Service', 'flyteadmin'),
    'route-backend-missing Ingress union-cp/controlplane: spec.rules[0].http.paths[0].path'),
  plain('a target port that is not served', set('Service', 'flyteadmin', { 'spec.ports.0.targetPort': 8080 }),
    'service-without-pods spec.ports[0]', 'network-policy-cuts NetworkPolicy union-cp/flyteadmin: spec.ingress'),
  plain('the ports of flyteadmin swapped', (p) => {
    const [a, b] = p.get('Service', 'flyteadmin').spec.ports;
    [a.targetPort, b.targetPort] = [b.targetPort, a.targetPort];
  }, 'service-without-pods spec.ports[0]', 'service-without-pods spec.ports[1]'),
];
