import { NGINX_GATE_URL } from '../../contract/edges/own-gates';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { hostOfUrl, subrequests } from '../edge/route';
import { defineRule } from '../engine/rule';
import { isHostVariable } from '../model/asked-flyteadmin';
import { ingressAnnotation } from '../running/cluster-looks';

/** What lets the client choose where the subrequest goes. */
function spoofable(url: string, host: string | undefined): string | undefined {
  const asked = hostOfUrl(url) ?? '';
  if (isHostVariable(asked)) {
    return host === undefined ? `${url} on rules without host, where any Host header is served` : undefined;
  }
  return /\$\{?(http|arg|cookie)_/i.test(asked)
    ? `${url}, whose host is whatever the client sends`
    : undefined;
}

export const authHostSpoofable = defineRule({
  id: 'auth-host-spoofable',
  severity: 'error',
  area: 'the edge',
  title: 'No client chooses the server that the guard asks.',
  symptom:
    'Nothing fails. A request with "Host: evil.example" passes as anybody: evil.example answers 200 and '
      + 'names the user.',
  explanation: 'The edge asks the URL of the guard at run time and puts the client\'s Host header in place '
    + 'of $host. A rule without host serves every name, so the client decides which server vouches for it. '
    + 'With a host on the rule only that name arrives there, and $host is safe.',
  remediation: `Set ${NGINX.authUrl} to ${NGINX_GATE_URL}, this library's auth gate, or `
    + 'give every rule a host (chart: ingress.host). Any fixed address of flyteadmin\'s /me will do where '
    + 'the controller takes Grpc-Metadata-* from every request.',
  see: [
    ingressAnnotation(
      'auth-url',
      'A value with $host on an Ingress without a host, or with * as host, is asked wherever the caller '
        + 'wants.',
    ),
  ],
  subjects: (model) => model.unionServers.flatMap(({ routes }) => subrequests(routes)),
  notApplicable: 'No route of a control plane in the input is guarded by an auth subrequest.',
  *check(subjects) {
    for (const { route, guard } of subjects) {
      const found = spoofable(guard.url, route.host);
      if (found !== undefined) {
        yield { at: guard.field, expected: 'a fixed host in the URL, or a host on every rule', found };
      }
    }
  },
});
