import { SECRETS_CHECKSUM_ANNOTATION } from '../../../src/contract/own-annotations';
import { rotationNeverArrives } from '../../../src/verify/rules/secret-writers';
import { deployment, externalSecret, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

type Json = Record<string, unknown>;

const reason = 'No ExternalSecret in the input reads a client secret of Union from a store.';
const CONTROL = 'union-controlplane-secrets';
const DATA = 'union-secret-auth';
const writer = (name: string, spec: Json = {}, namespace = 'union-cp') => externalSecret(name, { target: name, namespace, spec });
const ONCE = writer(DATA, { refreshInterval: '0' }, 'union');
const generated = { data: [], dataFrom: [{ sourceRef: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: 'p' } } }] };
const operator = (metadata: Json = {}, pod: Json = {}) => {
  const made = deployment('union-operator', { namespace: 'union', secrets: { [DATA]: '/etc/union/secret' }, metadata }) as any;
  made.spec.template.metadata = pod;
  return made as Json;
};

const watches = (names: string) => ({ annotations: { 'secret.reloader.stakater.com/reload': names } });
const at = { object: `external-secrets.io/v1/ExternalSecret union/${DATA}`, field: 'spec.refreshInterval' };
const others = `the store to be read again, as external-secrets.io/v1/ExternalSecret union-cp/${CONTROL} has it`;
const restarts = 'the store to be read again, as apps/v1/Deployment union/union-operator is to start anew with a new value';

testRule(rotationNeverArrives, {
  fires: [
    {
      when: 'Reloader watches a Secret that nobody has',
      input: manifests(writer(DATA, {}, 'union'), operator({}, watches('union-secret-auht, tls'))),
      findings: [{
        object: 'apps/v1/Deployment union/union-operator',
        field: 'spec.template.metadata.annotations["secret.reloader.stakater.com/reload"]',
        line: 'secret.reloader.stakater.com/reload: union-secret-auht, tls',
        expected: `${DATA}, which the pod uses`,
        found: 'union-secret-auht, tls, of which nobody has union-secret-auht, tls',
      }],
      remedy: [['union-secret-auht, tls', DATA]],
    },
    {
      when: 'it does so for a workload',
      input: manifests(writer(DATA, {}, 'union'), operator(watches('union-secret-auht'))),
      findings: [{
        object: 'apps/v1/Deployment union/union-operator',
        field: 'metadata.annotations["secret.reloader.stakater.com/reload"]',
        line: 'secret.reloader.stakater.com/reload: union-secret-auht',
        expected: `${DATA}, which the pod uses`,
        found: 'union-secret-auht, of which nobody has union-secret-auht',
      }],
    },
    {
      when: 'one of two is read once',
      input: manifests(writer(CONTROL), ONCE),
      findings: [{ ...at, line: 'refreshInterval: "0"', expected: others, found: 'refreshInterval 0, which reads it once' }],
      remedy: [['refreshInterval: "0"', 'refreshInterval: 1h']],
    },
    {
      when: 'zero has units',
      input: manifests(writer(CONTROL), writer(DATA, { refreshInterval: '0h0m0s' }, 'union')),
      findings: [{ ...at, line: 'refreshInterval: 0h0m0s', expected: others, found: 'refreshInterval 0h0m0s, which reads it once' }],
    },
    {
      when: 'the policy says so',
      input: manifests(writer(CONTROL), writer(DATA, { refreshPolicy: 'CreatedOnce' }, 'union')),
      findings: [{ ...at, field: 'spec.refreshPolicy', line: 'refreshPolicy: CreatedOnce', expected: others, found: 'refreshPolicy CreatedOnce, which reads it once' }],
      remedy: [['refreshPolicy: CreatedOnce', 'refreshPolicy: Periodic']],
    },
    ...[
      ['Reloader restarts pods that name the Secret', operator({}, { annotations: { 'secret.reloader.stakater.com/reload': `other, ${DATA}` } })] as const,
      ['Reloader restarts a workload for all that it names', operator({ annotations: { 'reloader.stakater.com/auto': 'true' } })] as const,
      ['a checksum of the entries restarts pods', operator({}, { annotations: { [SECRETS_CHECKSUM_ANNOTATION]: 'abc' } })] as const,
    ].map(([when, pods]) => ({
      when,
      input: manifests(ONCE, pods),
      findings: [{ ...at, line: 'refreshInterval: "0"', expected: restarts, found: 'refreshInterval 0, which reads it once' }] as const,
    })),
  ],
  passes: [
    { when: 'Reloader watches one of the Secrets that the pod uses, by choice', input: manifests(writer(DATA, {}, 'union'), writer('other', {}, 'union'), operator({}, watches('other'))) },
    { when: 'nobody has the other Secret that Reloader watches', input: manifests(writer(DATA, {}, 'union'), operator({}, watches(`elsewhere,${DATA}`))) },
    { when: 'zero is a number, which the API server refuses', input: manifests(writer(CONTROL), writer(DATA, { refreshInterval: 0 }, 'union')) },
    { when: 'all are read again', input: manifests(writer(CONTROL), writer(DATA, {}, 'union')) },
    { when: 'all are read once by choice', input: manifests(writer(CONTROL, { refreshInterval: '0s' }), ONCE) },
    { when: 'what is read once is generated', input: manifests(writer(CONTROL), writer('flyte-admin-secrets', { refreshInterval: '0', ...generated })) },
    { when: 'it holds no client secret', input: manifests(writer(CONTROL), externalSecret('db', { target: CONTROL, keys: ['pass.txt'], spec: { refreshInterval: '0' } })) },
    { when: 'a change of the ExternalSecret has it read', input: manifests(writer(CONTROL), writer(DATA, { refreshPolicy: 'OnChange', refreshInterval: '0' }, 'union')) },
    { when: 'Reloader watches another Secret', input: manifests(ONCE, operator({}, { annotations: { 'secret.reloader.stakater.com/reload': 'other', 'reloader.stakater.com/auto': 'false' } })) },
  ],
  notApplicable: [
    { when: 'nobody reads a store', input: manifests(operator()), reason },
    { when: 'it delivers to another application', input: manifests(writer('web', { refreshInterval: '0' })), reason },
  ],
});
