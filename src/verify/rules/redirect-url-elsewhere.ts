import { urlOf } from '../../common/props/url';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { defineRule, Violation } from '../engine/rule';
import { SignInSetting, signInSettings } from '../model/sign-in-hosts';
import { flyteadminSettings } from '../running/cluster-looks';
import { anonymous } from '../running/edge-looks';

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

export const redirectUrlElsewhere = defineRule({
  id: 'redirect-url-elsewhere',
  severity: 'error',
  area: 'browser login',
  title: 'The sign-in ends on a page of the public host.',
  symptom:
    'After the sign-in people are on another host, where they are signed out, or they are sent to sign in or '
      + 'out again.',
  explanation: 'Who opens /login without saying where to go comes to auth.userAuth.redirectUrl after '
    + '/callback. The session cookies belong to the public host: another host does not get them. And /login, '
    + '/callback and /logout are no pages: the first two begin again, and the last ends the session.',
  remediation: 'Set auth.userAuth.redirectUrl to a path such as /console, or leave it out.',
  see: [
    flyteadminSettings('redirectUrl', 'A path, or a URL on the host that people use.'),
    anonymous('/login', 'Sign in from there: the browser must end on the console of the same host.'),
  ],
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
