import { set, without } from '../_changes';
import { Json } from '../_planes';
import { inPlanes } from './_people';

/** What NetworkPolicies cut. */

const plain = inPlanes();

export const POLICIES = [
  plain('no way out to the provider', (p) => {
    const { spec } = p.get('NetworkPolicy', 'executions');
    spec.egress = spec.egress.filter(({ ports }: Json) => !ports?.some(({ port }: Json) => port === 443));
  }, 'network-policy-cuts spec.egress'),
  plain('no DNS', (p) => {
    const { spec } = p.get('NetworkPolicy', 'flyteadmin');
    spec.egress = spec.egress.filter(({ ports }: Json) => !ports?.some(({ port }: Json) => port === 53));
  }, 'network-policy-cuts spec.egress'),
  plain('no way in from the edge',
    set('NetworkPolicy', 'flyteadmin', { 'spec.ingress': [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'union', 'app.kubernetes.io/component': 'control-plane' } } }] }] }), 'network-policy-cuts spec.ingress'),
  plain('no way in at all', set('NetworkPolicy', 'flyteadmin', { 'spec.ingress': [] }), 'network-policy-cuts'),
  plain('the operator may not go out', set('NetworkPolicy', 'union-operator', { 'spec.egress': [] }), 'network-policy-cuts'),
  plain('the gRPC port shut', (p) => {
    for (const { ports } of p.get('NetworkPolicy', 'flyteadmin').spec.ingress) {
      ports?.splice(ports.findIndex(({ port }: Json) => port === 8089), 1);
    }
  }, 'network-policy-cuts spec.ingress'),
  plain('a service that anyone may call', without('NetworkPolicy', 'executions'), 'services-reachable Deployment union-cp/executions: metadata.name'),
  plain('an account of the other plane', set('RoleBinding', 'flyteadmin-secrets', { 'subjects.0.namespace': 'union' }),
    'account-unbound subjects[0]'),
  plain('only the edge may call flyteadmin', (p) => { p.get('NetworkPolicy', 'flyteadmin').spec.ingress[0].from.pop(); },
    'network-policy-cuts spec.ingress'),
];
