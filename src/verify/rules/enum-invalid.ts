import {
  ADMIN_AUTH_TYPES, AUTH_SERVER_TYPES, enumValue, SAME_SITE_POLICIES,
} from '../../contract/union/flyteadmin';
import type { Setting } from '../credentials/config-section';
import { defineRule } from '../engine/rule';
import { unreplacedIn } from '../kube/placeholder';
import type { Model } from '../model/model';

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

export const enumInvalid = defineRule('enum-invalid', {
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
