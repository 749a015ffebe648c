import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { asObject, asText } from '../../kube/json-access';
import { LeadingKind } from '../backends';
import { serviceOfHost } from '../cluster-name';

/** Envoy Gateway's Backends, of which those with a name of the cluster lead to Services. */
export const ENVOY_BACKEND: LeadingKind = {
  group: ENVOY_GATEWAY_GROUP,
  kind: 'Backend',
  targets: (object) => object
    .listAt('spec', 'endpoints')
    .map((endpoint) => asObject(asObject(endpoint).fqdn))
    .flatMap(({ hostname, port }) => {
      const target = serviceOfHost(asText(hostname) ?? '');
      return target === undefined ? [] : [{ ...target, port: asText(port) }];
    }),
};
