import { textUnquoted } from '../../../src/verify/rules/settings';
import { deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

type Json = Record<string, unknown>;

const reason = 'No Ingress, route, workload or ExternalSecret of Union in the input has labels or annotations.';
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
    {
      when: 'an Ingress has a number',
      input: manifests(route({ [TIMEOUT]: 3600 })),
      findings: [{ object: 'networking.k8s.io/v1/Ingress union-cp/union', field: `metadata.annotations["${TIMEOUT}"]`, line: `${TIMEOUT}: 3600`, expected: 'a text in quotes: "3600"', found: 'the number 3600' }],
      remedy: [['3600', '"3600"']],
    },
    {
      when: 'pods have booleans',
      input: manifests(operator({ annotations: { [AUTO]: true }, labels: { canary: false } })),
      findings: [
        { object: 'apps/v1/Deployment union/union-operator', field: `spec.template.metadata.annotations["${AUTO}"]`, line: `${AUTO}: true`, expected: 'a text in quotes: "true"', found: 'the boolean true' },
        { object: 'apps/v1/Deployment union/union-operator', field: 'spec.template.metadata.labels.canary', line: 'canary: false', expected: 'a text in quotes: "false"', found: 'the boolean false' },
      ],
    },
    {
      when: 'an ExternalSecret has one',
      input: manifests({ ...externalSecret('union-secret-auth', { namespace: 'union' }), metadata: { name: 'union-secret-auth', namespace: 'union', annotations: { 'argocd.argoproj.io/sync-wave': -1 } } }),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union/union-secret-auth', field: 'metadata.annotations["argocd.argoproj.io/sync-wave"]', line: 'argocd.argoproj.io/sync-wave: -1', expected: 'a text in quotes: "-1"', found: 'the number -1' }],
      remedy: [['wave: -1', 'wave: "-1"']],
    },
    {
      when: 'the values have one',
      input: { 'controlplane.values.yaml': values(3600) },
      findings: [{ object: 'v2/Values controlplane', field: `ingress.annotations["${TIMEOUT}"]`, line: `${TIMEOUT}: 3600`, expected: 'a text in quotes: "3600"', found: 'the number 3600' }],
      remedy: [['3600', '"3600"']],
    },
  ],
  passes: [
    { when: 'all are texts', input: manifests(route({ [TIMEOUT]: '3600' }), operator({ labels: { app: 'union-operator' } })) },
    { when: 'the values have texts', input: { 'controlplane.values.yaml': values('3600') } },
    { when: 'there is nothing behind a key', input: manifests(route({ [TIMEOUT]: null })) },
  ],
  notApplicable: [
    { when: 'there are none', input: manifests(operator({})), reason },
    { when: 'another application has one', input: manifests(deployment('web', { namespace: 'web', metadata: { labels: { a: 1 } } })), reason },
  ],
});
