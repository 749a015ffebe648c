import { subrequests } from '../edge/route';
import { defineRule } from '../engine/rule';

export const grpcSignInRedirect = defineRule('grpc-sign-in-redirect', {
  subjects: (model) => model.unionServers.flatMap(({ routes }) =>
    subrequests(routes.filter(({ protocol }) => protocol === 'GRPC'))),
  notApplicable: 'No gRPC route of a control plane in the input is guarded by an auth subrequest.',
  *check(subjects) {
    for (const { guard: { signIn, refusalReplaced } } of subjects) {
      if (signIn !== undefined) {
        yield {
          at: signIn.field,
          expected: 'no sign-in redirect on gRPC routes',
          found: signIn.url,
          headline: 'redirect',
        };
      }
      if (refusalReplaced !== undefined) {
        yield {
          at: refusalReplaced,
          expected: '401 to callers of gRPC',
          found: 'an error page that answers in its place',
          headline: 'errors',
        };
      }
    }
  },
});
