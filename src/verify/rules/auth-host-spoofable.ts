import { hostOfUrl, subrequests } from '../edge/route';
import { defineRule } from '../engine/rule';
import { isHostVariable } from '../model/asked-flyteadmin';

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

export const authHostSpoofable = defineRule('auth-host-spoofable', {
  subjects: (model) => model.unionServers.flatMap(({ routes }) => subrequests(routes)),
  notApplicable: 'No route of a control plane in the input is guarded by an auth subrequest.',
  *check(subjects) {
    for (const { route, guard } of subjects) {
      const found = spoofable(guard.url, route.host);
      if (found !== undefined) {
        yield {
          at: guard.field,
          expected: 'a fixed host in the URL, or a host on every rule',
          found,
          values: { url: guard.url },
        };
      }
    }
  },
});
