import { urlOf } from '../../common/props/checks';
import { KnownProvider } from './known-provider';
import { addressAsSubject } from './subjects';

/**
 * Every installation has hosts of its own; each of its applications is an issuer by itself, and all share the
 * endpoints.
 *
 * Source: authentik, "OAuth 2.0 provider" (endpoints, issuer mode, subject mode), "Machine-to-machine
 * authentication".
 */
export const AUTHENTIK: KnownProvider = {
  name: 'authentik',
  issuerAs: (issuer) => `${issuer.replace(/\/+$/, '')}/`,
  audienceIsClientId: true,
  writesOwnSubjects: true,
  subjectOfPerson: addressAsSubject,
  tokenEndpointPath: /\/application\/o\/token\/?$/,
  serverInPath: {
    issuer: /^(.*)\/application\/o\/[^/]+\/?$/,
    tokenEndpoint: /^(.*)\/application\/o\/token\/$/,
  },
};

/** Whether a URL is the issuer of one application. */
export function isAuthentikIssuer(url: string): boolean {
  return /\/application\/o\/[^/]+\/?$/.test(urlOf(url)?.pathname ?? '');
}
