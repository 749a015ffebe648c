import { defineRule } from '../engine/rule';
import { unlistedClaims } from '../model/unlisted-claims';
import { kubectl } from '../running/cluster-looks';

export const claimHeaderSpoofable = defineRule({
  id: 'claim-header-spoofable',
  severity: 'info',
  area: 'the edge',
  title: 'No claim of a caller passes because the guard does not know its name.',
  symptom: 'Nothing fails. Whoever may sign in states a claim of their own, such as X-User-Claim-Department, '
    + 'and a service that reads it believes it.',
  explanation: '/me answers one X-User-Claim-* header for each claim of the token, whatever its name. A '
    + 'guard sets those that its list names; every other one reaches the services as the caller wrote it. '
    + 'Union\'s own services read listed ones alone. What reads others, now or after an upgrade, reads the '
    + 'caller\'s word.',
  remediation: 'Take the whole family from every request: http-snippet of ingress-nginx with '
    + 'more_clear_input_headers \'X-User-Claim-*\' (controllerSettings of this library and its values print '
    + 'it), removeOnMatch with the prefix x-user-claim- in earlyRequestHeaders of a ClientTrafficPolicy '
    + '(name envoyGatewayVersion, 1.7 or later, and this library emits it; for 1.6 it emits Lua that does '
    + 'the same), forwardAuth.authResponseHeadersRegex with ^X-User-Claim- at Traefik. Of two such policies '
    + 'for one Gateway the later is refused, and Union\'s chart has one for its own: target its listeners '
    + 'with yours (sectionName).',
  see: [
    kubectl(
      '-n $CP get clienttrafficpolicy,envoyextensionpolicy,middleware -o yaml | grep -n -i x-user-claim-',
      'Names alone: whatever has another name passes.',
    ),
    kubectl(
      'get configmap -A -o yaml | grep -n more_clear_input_headers',
      "Nothing, or nothing with 'X-User-Claim-*'.",
    ),
  ],
  subjects: (model) => unlistedClaims(model).filter(({ at }) => at !== undefined),
  notApplicable:
    'No guard before a route to a Union service in the input says which headers it sets, together with the '
    + 'controller that may take others away.',
  *check(subjects) {
    for (const { at, reaching } of subjects) {
      if (reaching.length > 0) {
        yield {
          at: at!,
          expected: `${reaching.join(', ')} taken from the request, whatever their names`,
          found: 'what the caller sends, where no list has the name',
        };
      }
    }
  },
});
