import { NGINX_CONFIG, SNIPPET_ANNOTATIONS, NGINX } from '../../contract/upstream/ingress-nginx';
import { rewrittenOpenRoutes } from '../edge/guarded-paths';
import type { NginxController } from '../edge/nginx-controller';
import type { EdgeServer } from '../edge/server';
import { bypassOf } from '../edge/snippet-bypass';
import { defineRule, Violation } from '../engine/rule';
import type { Model } from '../model/model';
import { demandsGuards } from '../model/union-auth';
import { kubectl } from '../running/cluster-looks';
import { anonymous } from '../running/edge-looks';

const CONTROLLER_SNIPPETS = ['server-snippet', 'http-snippet', 'location-snippet'];

/** Hosts of which a route is guarded, or must be. */
function subjectsOf(model: Model): EdgeServer[] {
  return model.unionServers.filter((server) => demandsGuards(server, model));
}

export const guardBypassed = defineRule({
  id: 'guard-bypassed',
  severity: 'error',
  area: 'the edge',
  title: 'Nothing leads around the guard.',
  symptom: 'Nothing fails. Some path reaches the services without anybody asking who calls, although every route looks guarded.',
  explanation: 'A snippet can switch the subrequest off (auth_request off, satisfy any), turn its refusal into success (error_page 401 =200), answer in its place (auth-snippet), or '
    + 'add a location of its own, which has no guard. no-auth-locations in the ConfigMap of the controller does the same by the start of a path. And where an open path is '
    + 'rewritten, the backend sees another one: /login/x may become /api/x.',
  remediation: 'Take the directive out of the snippet, the path out of no-auth-locations, or the rewriting off the open route. What must be open belongs into a route of its own.',
  see: [
    anonymous('/api/v1/projects', '200, or 501: the request reached a service without a guard. 401, or a redirect to /login, is right.'),
    kubectl('get ingress,configmap -A -o yaml | grep -n -E "auth_request|satisfy|no-auth-locations|rewrite-target"', 'None may open what is guarded.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No host in the input serves a control plane whose routes must be guarded.',
  *check(subjects, model) {
    for (const server of subjects) {
      yield* bySnippets(server);
      yield* byRewriting(server);
    }
    yield* byControllers(subjects, model);
  },
});

function* bySnippets({ edge, routes }: EdgeServer): Iterable<Violation> {
  for (const object of edge.takesSnippets ? new Set(routes.map((route) => route.object)) : []) {
    for (const name of SNIPPET_ANNOTATIONS) {
      const found = bypassOf(object.annotations[name] ?? '', name === NGINX.authSnippet);
      if (found !== undefined) {
        yield { at: object.annotationField(name), expected: 'a snippet that leaves the guard alone', found };
      }
    }
  }
}

function* byRewriting(server: EdgeServer): Iterable<Violation> {
  for (const { route, from, to } of rewrittenOpenRoutes(server)) {
    yield { at: route.field, expected: 'an open path that stays what it is', found: `${from}, which reaches ${route.backends[0].service} as ${to}` };
  }
}

function* byControllers(servers: readonly EdgeServer[], { nginxControllers }: Model): Iterable<Violation> {
  const guarded = servers.filter(({ edge }) => edge.takesSnippets).flatMap(({ routes }) => routes).filter(({ guard }) => guard.kind !== 'none');
  for (const { configMap, settings } of guarded.length === 0 ? [] : nginxControllers) {
    const open = (settings[NGINX_CONFIG.noAuthLocations] ?? '').split(',').map((start) => start.trim()).filter(Boolean)
      .find((start) => guarded.some(({ path }) => path.startsWith(start)));
    if (open !== undefined) {
      yield { at: configMap.field('data', NGINX_CONFIG.noAuthLocations), expected: 'no path that is guarded', found: open };
    }
    yield* byControllerSnippets({ configMap, settings });
  }
}

function* byControllerSnippets({ configMap, settings }: Pick<NginxController, 'configMap' | 'settings'>): Iterable<Violation> {
  for (const key of CONTROLLER_SNIPPETS) {
    const found = bypassOf(settings[key] ?? '');
    if (found !== undefined) {
      yield { at: configMap.field('data', key), expected: 'a snippet that leaves the guard alone', found };
    }
  }
}
