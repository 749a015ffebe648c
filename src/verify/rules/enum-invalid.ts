import {
  ADMIN_AUTH_TYPES, AUTH_SERVER_TYPES, enumValue, SAME_SITE_POLICIES,
} from '../../contract/union/flyteadmin';
import type { Setting } from '../credentials/config-section';
import { defineRule } from '../engine/rule';
import { unreplacedIn } from '../kube/placeholder';
import type { Model } from '../model/model';
import { flyteadminSettings, kubectl } from '../running/cluster-looks';

interface Subject {
  readonly setting: Setting;
  readonly values: readonly string[];
  /** The empty text reads as the first value, which contradicts what stands beside it. */
  readonly emptyMisleads: boolean;
}

/**
 * The settings of enum type that are set. Those of `union.auth` are Union's own, and nobody outside knows
 * their values.
 */
function subjectsOf(model: Model): Subject[] {
  const own = model.flyteadmins.flatMap(({ config }) => {
    const external = Boolean(config.text('auth.appAuth.externalAuthServer.baseUrl'));
    return [
      ...subject(config.get('auth.appAuth.authServerType'), AUTH_SERVER_TYPES, external),
      ...subject(config.get('auth.userAuth.cookieSetting.sameSitePolicy'), SAME_SITE_POLICIES, false),
    ];
  });
  const clients = model.clients
    .filter(({ kind }) => kind !== 'union')
    .flatMap((client) => subject(client.setting('authType'), ADMIN_AUTH_TYPES, false));
  return [...own, ...clients];
}

export const enumInvalid = defineRule({
  id: 'enum-invalid',
  severity: 'error',
  area: 'config',
  title: 'Settings with fixed values hold one of them, in the right case.',
  symptom: 'The service stops at start-up with "cannot parse … as int", or flyteadmin refuses every token of '
    + 'the identity provider because it acts as its own authorization server.',
  explanation: 'Behind authServerType, sameSitePolicy and authType stand Go enums: case counts. The decoder '
    + 'reads the empty text as the first value. For authServerType that is Self, so an empty text beside an '
    + 'externalAuthServer is a fault; for the others it is the default. The number of a value is accepted. '
    + 'The policies of ExternalSecrets are the business of external-secret-policy-invalid.',
  remediation:
    'Write one of the values that the finding lists, letter by letter; for a provider of your own, '
      + 'authServerType: External.',
  see: [
    flyteadminSettings(
      'authServerType|sameSitePolicy|authType', 'External, LaxMode, ClientSecret: letter by letter.',
    ),
    kubectl(
      '-n $NS get pods',
      'A service that cannot read its settings is in CrashLoopBackOff; its log says "cannot parse".',
    ),
  ],
  subjects: subjectsOf,
  notApplicable:
    'No workload in the input reads authServerType, sameSitePolicy or authType from its configuration.',
  *check(subjects) {
    for (const { setting, values, emptyMisleads } of subjects) {
      const text = setting.text ?? '';
      if (text === '' ? emptyMisleads : !values.includes(enumValue(values, text))) {
        yield {
          at: setting.field,
          expected: `one of ${values.join(', ')}`,
          found: text === '' ? `an empty text, which means ${values[0]}` : text,
        };
      }
    }
  },
});

/** Nothing where the setting is absent, null or still a placeholder (value-unreplaced). */
function subject(setting: Setting | undefined, values: readonly string[], emptyMisleads: boolean): Subject[] {
  return setting?.text === undefined || unreplacedIn(setting.text) !== undefined
    ? []
    : [{ setting, values, emptyMisleads }];
}
