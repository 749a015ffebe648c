import type { AuthClient } from '../credentials/auth-client';
import { isUnions } from '../credentials/plane';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { logs, settings } from '../running/cluster-looks';

/** Grants at which a person signs in. */
const INTERACTIVE: readonly string[] = ['Pkce', 'DeviceFlow'];

function subjectsOf(model: Model): AuthClient[] {
  return model.clients.filter(({ disabled, config }) => !disabled && isUnions(config.container.workload));
}

export const clientGrantInteractive = defineRule({
  id: 'client-grant-interactive',
  severity: 'error',
  area: 'services',
  title: 'Services authenticate with a client secret, not by asking a person.',
  symptom:
    'A service hangs or restarts at start-up: it waits for a browser at localhost:53593, or prints a device '
      + 'code into its log.',
  explanation: 'The grants Pkce and DeviceFlow are for people with a browser. A pod has neither browser nor '
    + 'keyring, so it never gets a token.',
  remediation:
    'Set authType: ClientSecret (or leave it out), or type: ClientSecret in union.auth, with clientId and '
      + 'clientSecretLocation.',
  see: [
    settings(
      '$NS',
      'authType|type: *(Pkce|DeviceFlow)',
      'In the configuration of a service it must be ClientSecret.',
    ),
    logs('$NS', 'union-operator', 'browser|device|localhost:', 'A request for a person to sign in.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No service in the input authenticates as a client.',
  *check(subjects) {
    for (const { type, kind, config, section } of subjects) {
      if (INTERACTIVE.includes(type)) {
        yield {
          at: config.fieldFor(`${section}.${kind === 'union' ? 'type' : 'authType'}`),
          expected: 'ClientSecret',
          found: type,
        };
      }
    }
  },
});
