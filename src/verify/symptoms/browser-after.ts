import { flyteadminSettings } from '../running/cluster-looks';
import { anonymous, providerMetadata } from '../running/edge-looks';
import type { Symptom } from './symptom';

/** Of people who are signed in. */
export const ONCE_SIGNED_IN: readonly Symptom[] = [
  {
    id: 'still-signed-in',
    title: 'Signing out does not end the session',
    words: [
      'logout does not log me out', 'sign out has no effect', 'after logout I am still logged in',
      'logout logs me in again', 'logout button does nothing', 'cannot log out', 'sign out', 'logout',
    ],
    see: [
      anonymous(
        '/logout',
        '302 or 307 to a page of the host is right. To /login: it is guarded. 404: it has no route.',
      ),
      providerMetadata('end_session_endpoint: where the session of the provider ends.'),
    ],
    causes: [
      {
        cause: '/logout ends the session of flyteadmin, not that of the provider: the next page goes to '
          + 'the provider, which signs the same person in without asking.',
        remedy: 'Have people sign out at the provider as well: lead /logout on to its end_session_endpoint '
          + '(/logout?redirect_url=…), and register where that sends people back to.',
        words: ['single logout', 'signed in again without a password', 'logs me in again by itself'],
      },
      {
        cause: 'The provider shows an error at the end of the sign-out: it does not know the page that '
          + 'people are to come back to.',
        remedy: 'Register https://<host>/logout as post-logout redirect URI of the web application.',
        words: ['post_logout_redirect_uri', 'post logout redirect uri', 'invalid logout URL'],
      },
      {
        rule: 'cookie-domain-mismatch',
        cause: 'The cookies were set for another domain than cookieSetting.domain names now, and browsers '
          + 'delete a cookie for the domain of its own only.',
      },
      {
        rule: 'sign-in-route-missing',
        cause: '/logout leads to something else than flyteadmin, such as the console, or nowhere.',
      },
      {
        cause: 'SDK and CLI stay signed in: they have tokens of their own, which are good until they end.',
        remedy: 'Delete the tokens from the keyring of the machine; end the sessions of the person at the '
          + 'provider so that none is renewed.',
      },
    ],
  },
  {
    id: 'grafana-login',
    title: 'Grafana, behind the guard, asks for a login of its own',
    words: [
      'Grafana asks for login', 'Grafana login page', 'Grafana wants a password', '/grafana', 'Grafana 401',
    ],
    see: [
      anonymous(
        '/grafana/login', 'A redirect to /login of Union is right for strangers: the guard is there.',
      ),
      flyteadminSettings('authorizedUris', 'The host on which /grafana is served.'),
    ],
    causes: [{
      cause: 'The chart serves /grafana behind the guard, and hands no identity on: Grafana knows nobody.',
      remedy: 'Give Grafana an OAuth application of its own (auth.generic_oauth), or leave it off the public '
        + 'host (monitoring.grafana).',
    }],
  },
];
