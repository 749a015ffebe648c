import { parse } from 'yaml';
import { clientIdMismatch } from '../../../src/verify/rules/clients';
import { authorizer } from '../_authorization';
import { deployment, manifests, object } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES } from '../_values';

const client = (clientId: string) => ({ union: { auth: { enable: true, clientId } } });
const controlPlane = service('executions', client('service'));
const operator = (clientId: string, namespace = 'union') => dataPlaneService('union-operator', client(clientId), namespace);
const listing = (ids: string) => deployment('flyteadmin', { metadata: { annotations: { 'union-auth.cdk8s.io/trusted-clients': ids } } });
const finding = (namespace: string, id: string, trusted = 'service') => ({
  object: `v1/ConfigMap ${namespace}/union-operator`,
  field: 'data["config.yaml"]: union.auth.clientId',
  line: `clientId: ${id}`,
  expected: `a client that the control plane knows: ${trusted}`,
  found: id,
});
interface Labelled { readonly metadata: { readonly annotations?: object }; readonly [key: string]: unknown }

const inCluster = (cluster: string, ...objects: Parameters<typeof manifests>) =>
  manifests(...objects.map((each) => JSON.parse(JSON.stringify(each)) as Labelled).map((each) => ({ ...each, metadata: { ...each.metadata, annotations: { ...each.metadata.annotations, 'union-auth.cdk8s.io/cluster': cluster } } })));
/** A control plane that Flux installs, of whose values the input does not show all. */
const partly = (cluster?: string) => {
  const chart = { spec: { chart: 'controlplane', version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'unionai' } } };
  const spec = { chart, values: parse(CONTROL_PLANE_VALUES) as object, valuesFrom: [{ kind: 'Secret', name: 'more' }] };
  const release = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'controlplane', { spec });
  return cluster === undefined ? manifests(release) : inCluster(cluster, release);
};
const reason = 'The input does not show both a client of the control plane and one of a data plane that can be compared with it.';

testRule(clientIdMismatch, {
  fires: [
    { when: 'the data plane presents another client', remedy: [['servise', 'service']], input: manifests(...controlPlane, ...operator('servise')), findings: [finding('union', 'servise')] },
    {
      when: 'one service of the data plane differs from the others',
      input: manifests(...controlPlane, ...dataPlaneService('flytepropeller', { admin: { clientId: 'service' } }), ...operator('other')),
      findings: [finding('union', 'other')],
    },
    {
      when: 'the control plane lists clients, and one of several data planes is not among them',
      input: manifests(...controlPlane, listing('plane-a, plane-b'), ...operator('plane-a', 'union-a'), ...operator('plane-c', 'union-c')),
      findings: [finding('union-c', 'plane-c', 'service, plane-a, plane-b')],
    },
    {
      when: 'two data planes share a client that the control plane does not know',
      input: manifests(...controlPlane, ...operator('other', 'union-a'), ...operator('other', 'union-b')),
      findings: [finding('union-a', 'other'), finding('union-b', 'other')],
    },
    {
      when: 'the control plane of another cluster knows its client',
      input: {
        'staging.yaml': inCluster('staging', ...controlPlane, listing('east'), ...operator('production-east')),
        'production.yaml': inCluster('production', ...controlPlane, listing('production-east'), ...operator('production-east')),
      },
      findings: [{ ...finding('union', 'production-east', 'service, east'), object: 'v1/ConfigMap union/union-operator in cluster staging' }],
    },
    {
      when: 'values that nobody shows may list more clients, and no slip of one',
      input: partly() + manifests(...operator('servcie-id'), ...operator('other-id', 'union-b')),
      findings: [finding('union', 'servcie-id', 'service-id')],
    },
    {
      when: 'such values are those of another cluster',
      input: { 'staging.yaml': partly('staging'), 'production.yaml': inCluster('production', ...controlPlane, ...operator('servise')) },
      findings: [{ ...finding('union', 'servise'), object: 'v1/ConfigMap union/union-operator in cluster production' }],
    },
    {
      when: 'one of several data planes has two clients',
      input: manifests(...controlPlane, ...dataPlaneService('flytepropeller', client('plane-a1'), 'union-a'), ...operator('plane-a2', 'union-a'), ...operator('plane-b', 'union-b')),
      findings: [{ ...finding('union-a', 'plane-a1'), object: 'v1/ConfigMap union-a/flytepropeller' }, finding('union-a', 'plane-a2')],
    },
  ],
  passes: [
    {
      when: 'the data plane is in a cluster without a control plane',
      input: {
        'staging.yaml': inCluster('staging', ...controlPlane, listing('a')), 'production.yaml': inCluster('production', ...controlPlane, listing('b')), 'east.yaml': inCluster('east', ...operator('b')),
      },
    },
    {
      when: 'the authorizer gives its client a role, and no comment or annotation lists it',
      input: manifests(...controlPlane, ...authorizer({ bootstrap: { serviceAccounts: [{ clientId: 'east-operator', role: 'Admin' }] } }), ...operator('east-operator')),
    },
    { when: 'both planes share the client', input: manifests(...controlPlane, ...operator('service')) },
    { when: 'the control plane lists the client of each data plane', input: manifests(...controlPlane, listing('plane-a,plane-b'), ...operator('plane-a', 'union-a'), ...operator('plane-b', 'union-b')) },
    {
      when: 'the control plane trusts the subject of the client',
      input: manifests(...service('executions', { union: { ...client('service').union, connection: { trustedIdentityClaims: { enabled: true, externalIdentityClaim: 'plane-a@clients' } } } }), ...operator('plane-a')),
    },
    { when: 'services of the control plane have a client each', input: manifests(...controlPlane, ...service('cluster', client('cluster')), ...operator('cluster')) },
    { when: 'the data plane belongs to the second of two control planes', input: manifests(...controlPlane, ...service('executions', client('second'), { namespace: 'cp-2' }), ...operator('second')) },
  ],
  notApplicable: [
    {
      when: 'the authorizer gives a role to an id that the provider wrote, and several data planes have clients of their own',
      input: manifests(...controlPlane, ...authorizer({ bootstrap: { serviceAccounts: [{ clientId: 'an-object-id' }] } }), ...operator('a', 'union-a'), ...operator('b', 'union-b')),
      reason,
    },
    { when: 'values that nobody shows may list its client', input: partly() + manifests(...operator('other-id')), reason },
    { when: 'its client differs by a number from one of values that nobody shows whole', input: partly() + manifests(...operator('service-id2')), reason },
    { when: 'the input holds the data plane alone', input: manifests(...operator('other')), reason },
    { when: 'the input holds the control plane alone', input: manifests(...controlPlane), reason },
    { when: 'the data plane has a client of its own and no list says whether the control plane knows it', input: manifests(...controlPlane, ...operator('plane-a')), reason },
    {
      when: 'the control plane takes identities from its own client, which lists no other',
      input: manifests(...service('executions', { union: { ...client('service').union, connection: { trustedIdentityClaims: { externalIdentityClaim: 'service' } } } }), ...operator('plane-a')),
      reason,
    },
    { when: 'each of several data planes has a client of its own and no list says which', input: manifests(...controlPlane, ...operator('plane-a', 'union-a'), ...operator('plane-b', 'union-b')), reason },
    { when: 'the data plane signs in without a client of its own', input: manifests(...controlPlane, ...dataPlaneService('flytepropeller', { admin: { clientId: 'other', authType: 'ExternalCommand' } })), reason },
  ],
});
