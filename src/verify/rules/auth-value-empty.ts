import { defineRule } from '../engine/rule';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { flyteadminLogs, settings } from '../running/cluster-looks';
import type { AuthClient } from '../wiring/auth-client';
import type { Setting } from '../wiring/config-section';
import type { Flyteadmin } from '../wiring/flyteadmin';
import { planeOf } from '../wiring/plane';

interface Subject {
  readonly place: { readonly field: Field; readonly text?: string };
  /** What must stand there. */
  readonly what: string;
}

/** Values without which nobody signs in or no pod starts, where they are spelled out. */
function subjectsOf(model: Model): Subject[] {
  return [
    ...model.flyteadmins.filter(({ authEnabled }) => authEnabled).flatMap(ofFlyteadmin),
    ...model.clients.filter((client) => authenticates(client, model)).flatMap(({ clientId }) => subject(clientId, 'the ID of the service application')),
    ...model.workloads.filter((workload) => planeOf(workload) !== undefined)
      .flatMap(({ secretNames }) => secretNames.map((place) => ({ place, what: 'the name of a Secret' }))),
  ];
}

function ofFlyteadmin({ issuer, webClientId }: Flyteadmin): Subject[] {
  return [...subject(issuer, 'the issuer'), ...subject(webClientId, 'the ID of the web application')];
}

/** Where nobody demands a token, clients never present their ID. */
function authenticates(client: AuthClient, model: Model): boolean {
  return client.usesClientSecret
    && (client.enabled || flyteadminsFor(client.config.container.workload, model).some(({ authEnabled }) => authEnabled));
}

/** Nothing where the setting is left out: the service has a default, or another file has the value. */
function subject(setting: Setting | undefined, what: string): Subject[] {
  return setting === undefined ? [] : [{ place: setting, what }];
}

export const authValueEmpty = defineRule({
  id: 'auth-value-empty',
  severity: 'error',
  area: 'config',
  title: 'Issuer, client IDs and Secret names are not empty.',
  symptom: 'At start-up flyteadmin stops with "Error creating oidc provider w/ issuer []", the provider answers "unknown client" or invalid_client, or the API '
    + 'server refuses the pod: secretName is a required value.',
  explanation: 'The charts fill these from globals and render an empty text when a global is not set, or is one that the release no longer reads (OIDC_BASE_URL and '
    + 'OIDC_CLIENT_ID since 2026.4.8). Helm does not object. The client ID of SDK and CLI is left to native-client-misconfigured.',
  remediation: 'Set the value that the key is rendered from: INTERNAL_CLIENT_ID, AUTH_CLIENT_ID and KUBERNETES_SECRET_NAME are globals; issuer and web client ID stand in '
    + 'flyte.configmap.adminServer.auth since 2026.4.8.',
  see: [
    settings('$NS', '(clientId|baseUrl|tokenUrl): *(""|$)', 'Every line is a setting without a value.'),
    flyteadminLogs('oidc provider|issuer', '"Error creating oidc provider w/ issuer []": the issuer is empty.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin with useAuth: true, no client that authenticates and no pod with Secrets in the input.',
  *check(subjects) {
    for (const { place, what } of subjects) {
      if ((place.text ?? '').trim() === '') {
        yield { at: place.field, expected: what, found: 'an empty value' };
      }
    }
  },
});
