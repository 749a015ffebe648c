import { edgeSettings } from '../../contract/edges/known-edges';
import { NGINX_GATE_URL } from '../../contract/edges/own-gates';
import {
  CALLER_HEADERS, CREDENTIAL_HEADERS, HeaderEffect, METADATA_PREFIX,
} from '../../contract/union/caller-headers';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { Subrequest, subrequests } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { defineRule } from '../engine/rule';
import { askedInstead } from '../model/guard-question';
import { reachesMe } from '../model/header-rewrites';
import type { Model } from '../model/model';
import { isStray } from '../model/open-paths';
import { ingressAnnotation } from '../running/cluster-looks';
import { me } from '../running/edge-looks';

const TAKES_EFFECT = [HeaderEffect.IDENTITY, HeaderEffect.HIDDEN_CREDENTIAL, HeaderEffect.AUDIENCE];

/** Metadata in headers: edges set Host and X-Forwarded-Host themselves, and drop names with an underscore. */
const BELIEVED = CALLER_HEADERS.filter(({ readBy, effect, name }) => readBy === 'flyteadmin-http'
  && TAKES_EFFECT.includes(effect) && /^Grpc-Metadata-[^_*]+$/.test(name)).map(({ name }) => name);

/** The guards that ask `/me`, each with a route that it stands before. */
function subjectsOf(model: Model): Subrequest[] {
  return model.unionServers.flatMap(({ routes }) => subrequests(routes))
    // What asks something else is guard-asks-other's to report.
    .filter(({ route, guard }) => asksFlyteadmin(guard) && !isStray(guard, model)
      && askedInstead(route, guard, model) === undefined);
}

export const identityChosenByCaller = defineRule({
  id: 'identity-chosen-by-caller',
  severity: 'error',
  area: 'the edge',
  title: 'No header of a caller changes whom /me takes them for.',
  symptom:
    'Nothing fails. Anybody who may sign in acts as whoever they name in one request header, an '
      + 'administrator included.',
  explanation: 'An edge that asks /me with all headers of the request (ingress-nginx always does, Traefik '
    + 'without authRequestHeaders) shows it Grpc-Metadata-* too. The HTTP port of flyteadmin turns each of '
    + 'them into metadata and believes the first value, the caller\'s: beside a valid session '
    + 'Grpc-Metadata-Userinfo-Bin chooses the subject that /me states, and so X-User-Subject at every '
    + 'service. Grpc-Metadata-Authorization is a token that no cache of answers knows of, so that what /me '
    + 'says of one caller is remembered for callers without any. Grpc-Metadata-X-Forwarded-Host chooses the '
    + 'audience.',
  remediation: 'Let something stand between that passes on Cookie, Authorization and Flyte-Authorization '
    + `alone: this library's auth gate (auth-url: ${NGINX_GATE_URL}, which ControlPlaneAuth and `
    + 'EdgeController.ingressNginx bring and ask). Until then, empty these headers: '
    + `${NGINX.authProxySetHeaders} with `
    + 'a ConfigMap that has each of them with an empty value, or http-snippet of the controller with '
    + `more_clear_input_headers '${METADATA_PREFIX}*'; other edges take a list of those that pass `
    + `(${edgeSettings('callerHeaders')}).`,
  see: [
    me(
      'Ask it signed in, with -H "Grpc-Metadata-Userinfo-Bin: eyJzdWJqZWN0IjoieCJ9": the subject must be '
        + 'yours, not x.',
    ),
    ingressAnnotation(
      'auth-url', 'flyteadmin itself sees every header of the caller; the auth gate shows it three.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable: 'No route of the input is behind a guard that asks /me.',
  *check(subjects) {
    for (const { route, guard } of subjects) {
      const reaching = BELIEVED.filter((name) => reachesMe(route, guard, name.toLowerCase()));
      if (reaching.length > 0) {
        yield {
          at: guard.field,
          expected: `${CREDENTIAL_HEADERS.join(', ')} of the caller at /me, and none of Grpc-Metadata-*`,
          found: `${reaching.join(', ')} as the caller sends them`,
        };
      }
    }
  },
});
