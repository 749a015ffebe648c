import { urlOf } from '../../common/props/url';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { defineRule, Violation } from '../engine/rule';
import { SignInSetting, signInSettings } from '../model/sign-in-hosts';

/** Pages that begin, take up or end a session instead of showing something. */
const NO_PAGES: readonly string[] = [
  FLYTEADMIN_PATHS.login, FLYTEADMIN_PATHS.callback, FLYTEADMIN_PATHS.logout,
];

/** Relative ones are of whatever host people are on. */
function parsed(redirectUrl: string): { readonly host?: string; readonly path: string } | undefined {
  if (/^\/(?!\/)/.test(redirectUrl)) {
    return { path: redirectUrl.replace(/[?#].*$/s, '') };
  }
  const url = urlOf(redirectUrl);
  return url?.protocol === 'https:' || url?.protocol === 'http:'
    ? { host: url.hostname, path: url.pathname }
    : undefined;
}

function violationOf({ setting, hosts }: SignInSetting): Violation | undefined {
  const found = setting?.text ?? '';
  const target = parsed(found);
  if (setting === undefined || target === undefined) {
    return undefined;
  }
  const { host, path } = target;
  if (host !== undefined && !hosts.some((each) => each.toLowerCase() === host)) {
    return { at: setting.field, expected: `a path, or a page on ${hosts.join(' or ')}`, found };
  }
  return NO_PAGES.includes(path.replace(/\/+$/, ''))
    ? { at: setting.field, expected: 'a page that shows something, such as /console', found }
    : undefined;
}

export const redirectUrlElsewhere = defineRule('redirect-url-elsewhere', {
  subjects: (model) => signInSettings(model, 'auth.userAuth.redirectUrl'),
  notApplicable:
    'No flyteadmin in the input has useAuth: true and shows where its sign-in ends, with the public host '
      + 'that it is for.',
  *check(subjects) {
    for (const subject of subjects) {
      const violation = violationOf(subject);
      if (violation !== undefined) {
        yield violation;
      }
    }
  },
});
