import { GATE_PORTS } from '../../contract/edges/own-gates';
import { subrequests } from '../edge/route';
import { defineRule } from '../engine/rule';
import { ingressAnnotation } from '../running/cluster-looks';
import { anonymousGrpc, GRPC_METHOD } from '../running/edge-looks';

export const grpcSignInRedirect = defineRule({
  id: 'grpc-sign-in-redirect',
  severity: 'error',
  area: 'the edge',
  title: 'Callers of gRPC get 401, not a redirect.',
  symptom: 'SDK, CLI and services fail with UNKNOWN ("unexpected HTTP status code received from server: '
    + '302") instead of fetching a token and trying again.',
  explanation: 'A gRPC client takes HTTP 401 for UNAUTHENTICATED, and only on that code does it '
    + 'authenticate. A redirect to a login page means nothing to it, nor does the page of an error backend '
    + '(custom-http-errors), which answers 404 as a rule.',
  remediation: 'Take the sign-in URL off the guard of gRPC routes (chart: '
    + 'ingress.protectedIngressAnnotationsGrpc must hold no auth-signin; behind this library\'s auth gate: '
    + `its port ${GATE_PORTS.unauthorized}), and 401 out of custom-http-errors.`,
  see: [
    anonymousGrpc(GRPC_METHOD, '302: the guard redirects callers of gRPC. 401 is right.'),
    ingressAnnotation('auth-signin', 'The Ingresses for gRPC must have none.'),
  ],
  subjects: (model) => model.unionServers.flatMap(({ routes }) =>
    subrequests(routes.filter(({ protocol }) => protocol === 'GRPC'))),
  notApplicable: 'No gRPC route of a control plane in the input is guarded by an auth subrequest.',
  *check(subjects) {
    for (const { guard: { signIn, refusalReplaced } } of subjects) {
      if (signIn !== undefined) {
        yield { at: signIn.field, expected: 'no sign-in redirect on gRPC routes', found: signIn.url };
      }
      if (refusalReplaced !== undefined) {
        yield {
          at: refusalReplaced,
          expected: '401 to callers of gRPC',
          found: 'an error page that answers in its place',
        };
      }
    }
  },
});
