import { NGINX } from '../../contract/upstream/ingress-nginx';
import { isUnionServer } from '../edge/guarded-paths';
import { wronglySpoken } from '../edge/spoken-protocol';
import { defineRule } from '../engine/rule';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';

export const grpcServedAsHttp = defineRule('grpc-served-as-http', {
  subjects: (model) => model.unionServers.filter(
    (server) => isUnionServer(server) && server.routes.some(({ edge }) => edge.showsProtocol),
  ),
  notApplicable: 'No host in the input serves a Union control plane by an edge that is known here.',
  *check(subjects, model) {
    for (const server of subjects) {
      for (const [object, { route, request, wanted, spoken, isByPort }] of wronglySpoken(
        server, model.services, model.flyteadmins.some(({ speaksTls }) => speaksTls),
      )) {
        const [{ service }] = route.backends;
        yield {
          at: (isByPort ? undefined : placeOf(object)) ?? route.field,
          expected: `${wanted === 'GRPC' ? 'gRPC' : wanted} to ${service} for ${request}`,
          found: spoken,
          values: { service, request, wanted: wanted === 'GRPC' ? 'gRPC' : wanted },
        };
      }
    }
  },
});

/** An Ingress speaks one protocol to all of its backends. */
function placeOf(object: KubeObject): Field | undefined {
  const place = object.annotations[NGINX.backendProtocol] === undefined
    ? object.field('metadata', 'annotations')
    : object.annotationField(NGINX.backendProtocol);
  return object.kind === 'Ingress' ? place : undefined;
}
