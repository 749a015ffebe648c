import { edgeSettings } from '../../contract/edges/known-edges';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { isUnionServer } from '../edge/guarded-paths';
import { wronglySpoken } from '../edge/spoken-protocol';
import { defineRule } from '../engine/rule';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { columns, ingressAnnotation } from '../running/cluster-looks';
import { anonymousGrpc, GRPC_METHOD } from '../running/edge-looks';

export const grpcServedAsHttp = defineRule({
  id: 'grpc-served-as-http',
  severity: 'error',
  area: 'the edge',
  title: 'The edge speaks gRPC to where gRPC is served, and HTTP to the rest.',
  symptom: 'SDK, CLI and data planes get 502 or UNAVAILABLE, or UNKNOWN with "unexpected HTTP status code", '
    + 'at the first call: not even the sign-in begins. Or pages answer 502.',
  explanation: 'For gRPC an edge must speak HTTP/2 with trailers. It speaks HTTP/1.1 to a backend unless it '
    + 'is told, or asks the Service (appProtocol), as some edges do. Union\'s services have a port for each '
    + 'protocol (http, grpc). Where AuthMetadataService is not reached, clients do not learn how to '
    + 'authenticate.',
  remediation: `Tell the edge what to speak: ${edgeSettings('grpc')}. Lead a route to the port of the `
    + 'Service that serves its protocol.',
  see: [
    anonymousGrpc(GRPC_METHOD, '502, 503 or 415: the edge speaks the wrong protocol. 401 is right.'),
    ingressAnnotation('backend-protocol', 'GRPC for each Ingress whose paths are gRPC services.'),
    columns(
      '-n $CP get svc',
      { NAME: '.metadata.name', PORTS: '.spec.ports[*].name', APP: '.spec.ports[*].appProtocol' },
      'What each port speaks.',
    ),
  ],
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
