import { parse } from 'yaml';
import { clientIdMismatch } from '../../../src/verify/rules/clients';
import { authorizer } from '../_authorization';
import { deployment, manifests, object } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES } from '../_values';

const client = (clientId: string) => ({ union: { auth: { enable: true, clientId } } });
const controlPlane = service('executions', client('service'));
const operator = (clientId: string, namespace = 'union') => dataPlaneService('union-operator', client(clientId), namespace);
const listing = (ids: string) => deployment('flyteadmin', { metadata: { annotations: { 'union-auth.cdk8s.io/trusted-clients': ids } } });
const finding = (namespace: string, id: string, trusted = 'service') => ({
  object: `v1/ConfigMap ${namespace}/union-operator`,
  field: 'data["config.yaml"]: union.auth.clientId',
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

testRule(clientIdMismatch, {
  fires: [
    ['the data plane presents another client', [...controlPlane, ...operator('servise')],
      finding('union', 'servise'),
      remedy(['servise', 'service'])],
    ['one service of the data plane differs from the others',
      [...controlPlane, ...dataPlaneService('flytepropeller', { admin: { clientId: 'service' } }), ...operator('other')],
      finding('union', 'other')],
    ['the control plane lists clients, and one of several data planes is not among them',
      [...controlPlane, listing('plane-a, plane-b'), ...operator('plane-a', 'union-a'), ...operator('plane-c', 'union-c')],
      finding('union-c', 'plane-c', 'service, plane-a, plane-b')],
    ['two data planes share a client that the control plane does not know',
      [...controlPlane, ...operator('other', 'union-a'), ...operator('other', 'union-b')],
      finding('union-a', 'other'),
      finding('union-b', 'other')],
    ['the control plane of another cluster knows its client', {
      'staging.yaml': inCluster('staging', ...controlPlane, listing('east'), ...operator('production-east')),
      'production.yaml': inCluster('production', ...controlPlane, listing('production-east'), ...operator('production-east')),
    }, { ...finding('union', 'production-east', 'service, east'), object: 'v1/ConfigMap union/union-operator in cluster staging' }],
    ['values that nobody shows may list more clients, and no slip of one',
      partly() + manifests(...operator('servcie-id'), ...operator('other-id', 'union-b')),
      finding('union', 'servcie-id', 'service-id')],
    ['such values are those of another cluster',
      { 'staging.yaml': partly('staging'), 'production.yaml': inCluster('production', ...controlPlane, ...operator('servise')) },
      { ...finding('union', 'servise'), object: 'v1/ConfigMap union/union-operator in cluster production' }],
    ['one of several data planes has two clients',
      [...controlPlane, ...dataPlaneService('flytepropeller', client('plane-a1'), 'union-a'), ...operator('plane-a2', 'union-a'), ...operator('plane-b', 'union-b')],
      { ...finding('union-a', 'plane-a1'), object: 'v1/ConfigMap union-a/flytepropeller' },
      finding('union-a', 'plane-a2')],
  ],
  passes: [
    ['the data plane is in a cluster without a control plane', {
      'staging.yaml': inCluster('staging', ...controlPlane, listing('a')), 'production.yaml': inCluster('production', ...controlPlane, listing('b')), 'east.yaml': inCluster('east', ...operator('b')),
    }],
    ['the authorizer gives its client a role, and no comment or annotation lists it',
      [...controlPlane, ...authorizer({ bootstrap: { serviceAccounts: [{ clientId: 'east-operator', role: 'Admin' }] } }), ...operator('east-operator')]],
    ['both planes share the client', [...controlPlane, ...operator('service')]],
    ['the control plane lists the client of each data plane',
      [...controlPlane, listing('plane-a,plane-b'), ...operator('plane-a', 'union-a'), ...operator('plane-b', 'union-b')]],
    ['the control plane trusts the subject of the client',
      [...service('executions', { union: { ...client('service').union, connection: { trustedIdentityClaims: { enabled: true, externalIdentityClaim: 'plane-a@clients' } } } }), ...operator('plane-a')]],
    ['services of the control plane have a client each', [...controlPlane, ...service('cluster', client('cluster')), ...operator('cluster')]],
    ['the data plane belongs to the second of two control planes',
      [...controlPlane, ...service('executions', client('second'), { namespace: 'cp-2' }), ...operator('second')]],
  ],
  notApplicable: [
    ['the authorizer gives a role to an id that the provider wrote, and several data planes have clients of their own',
      [...controlPlane, ...authorizer({ bootstrap: { serviceAccounts: [{ clientId: 'an-object-id' }] } }), ...operator('a', 'union-a'), ...operator('b', 'union-b')]],
    ['values that nobody shows may list its client', partly() + manifests(...operator('other-id'))],
    ['its client differs by a number from one of values that nobody shows whole', partly() + manifests(...operator('service-id2'))],
    ['the input holds the data plane alone', operator('other')],
    ['the input holds the control plane alone', controlPlane],
    ['the data plane has a client of its own and no list says whether the control plane knows it', [...controlPlane, ...operator('plane-a')]],
    ['the control plane takes identities from its own client, which lists no other',
      [...service('executions', { union: { ...client('service').union, connection: { trustedIdentityClaims: { externalIdentityClaim: 'service' } } } }), ...operator('plane-a')]],
    ['each of several data planes has a client of its own and no list says which',
      [...controlPlane, ...operator('plane-a', 'union-a'), ...operator('plane-b', 'union-b')]],
    ['the data plane signs in without a client of its own',
      [...controlPlane, ...dataPlaneService('flytepropeller', { admin: { clientId: 'other', authType: 'ExternalCommand' } })]],
  ],
});
