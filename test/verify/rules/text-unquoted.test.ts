import { textUnquoted } from '../../../src/verify/rules/settings';
import { deployment, externalSecret, IN_CLUSTER_ME, ingress } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

type Json = Record<string, unknown>;

const TIMEOUT = 'nginx.ingress.kubernetes.io/proxy-read-timeout';
const AUTO = 'reloader.stakater.com/auto';
const route = (annotations: Json) =>
  ingress('union', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, ...annotations } as Record<string, string>, paths: { '/': 'flyteadmin' } });
const operator = (metadata: Json) => {
  const made = deployment('union-operator', { namespace: 'union' }) as any;
  made.spec.template.metadata = metadata;
  return made as Json;
};
const values = (value: unknown) => withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', { [TIMEOUT]: value });

testRule(textUnquoted, {
  fires: [
    ['an Ingress has a number', [route({ [TIMEOUT]: 3600 })],
      ['networking.k8s.io/v1/Ingress union-cp/union', `metadata.annotations["${TIMEOUT}"]`, 'a text in quotes: "3600"', 'the number 3600'],
      remedy(['3600', '"3600"'])],
    ['pods have booleans', [operator({ annotations: { [AUTO]: true }, labels: { canary: false } })],
      ['apps/v1/Deployment union/union-operator', `spec.template.metadata.annotations["${AUTO}"]`, 'a text in quotes: "true"', 'the boolean true'],
      ['apps/v1/Deployment union/union-operator', 'spec.template.metadata.labels.canary', 'a text in quotes: "false"', 'the boolean false']],
    ['an ExternalSecret has one',
      [{ ...externalSecret('union-secret-auth', { namespace: 'union' }), metadata: { name: 'union-secret-auth', namespace: 'union', annotations: { 'argocd.argoproj.io/sync-wave': -1 } } }],
      ['external-secrets.io/v1/ExternalSecret union/union-secret-auth', 'metadata.annotations["argocd.argoproj.io/sync-wave"]', 'a text in quotes: "-1"',
        'the number -1'],
      remedy(['wave: -1', 'wave: "-1"'])],
    ['the values have one', { 'controlplane.values.yaml': values(3600) },
      ['v2/Values controlplane', `ingress.annotations["${TIMEOUT}"]`, 'a text in quotes: "3600"', 'the number 3600'],
      remedy(['3600', '"3600"'])],
  ],
  passes: [
    ['all are texts', [route({ [TIMEOUT]: '3600' }), operator({ labels: { app: 'union-operator' } })]],
    ['the values have texts', { 'controlplane.values.yaml': values('3600') }],
    ['there is nothing behind a key', [route({ [TIMEOUT]: null })]],
  ],
  notApplicable: [
    ['there are none', [operator({})]],
    ['another application has one', [deployment('web', { namespace: 'web', metadata: { labels: { a: 1 } } })]],
  ],
});
