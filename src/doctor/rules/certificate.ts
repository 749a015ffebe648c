import { answered, Failure, FailureKind } from '../ask/failure';
import type { Facts } from '../probes/facts';
import type { RuleId } from '../texts/rule-texts';
import { liveRule, LiveRule, wrong } from './live-rule';

const NOT_REACHED = 'There is no connection to check.';

const OF_CERTIFICATE = {
  otherwise: NOT_REACHED,
  of: ({ certificate }: Facts) => (answered(certificate) ? certificate : undefined),
};

const nameUnresolved = liveRule('live-name-unresolved', {
  stops: true,
  otherwise: NOT_REACHED,
  of: ({ addresses }) => addresses,
  each: (addresses, { origin, host }) => addresses instanceof Failure
    && wrong(origin, 'name', `an address of ${host}`, addresses.text),
});

/** A rule about one reason for a missing connection. */
function connectionRule(
  id: RuleId, isMeant: (kind: FailureKind) => boolean, field: string, expected: string,
): LiveRule {
  return liveRule(id, {
    stops: true,
    otherwise: NOT_REACHED,
    of: ({ certificate }) => certificate,
    each: (found, { origin }) => found instanceof Failure && isMeant(found.kind)
      && wrong(origin, field, expected, found.text),
  });
}

const proxyRefuses = connectionRule(
  'live-proxy-refuses', (kind) => kind === 'proxy', 'connection', 'a connection by the proxy',
);

export const unreachable = connectionRule(
  'live-unreachable', (kind) => kind === 'connection', 'connection', 'a connection',
);

const tlsMissing = connectionRule(
  'live-tls-missing', (kind) => !['connection', 'proxy'].includes(kind), 'TLS', 'a TLS handshake',
);

/** Default certificates of controllers for hosts without one. */
const CONTROLLERS_OWN = /Kubernetes Ingress Controller Fake Certificate|TRAEFIK DEFAULT CERT/i;

const certificateOfController = liveRule('live-certificate-of-controller', {
  ...OF_CERTIFICATE,
  each: ({ subject }, { origin, host }) => CONTROLLERS_OWN.test(subject)
    && wrong(origin, 'certificate', `a certificate for ${host}`, subject),
});

const certificateExpired = liveRule('live-certificate-expired', {
  explainedBy: [certificateOfController],
  ...OF_CERTIFICATE,
  *each({ validFrom, validTo }, { origin, now }) {
    if (validTo < now) {
      yield wrong(origin, 'certificate: notAfter', 'a later date', day(validTo));
    } else if (validFrom > now) {
      yield wrong(origin, 'certificate: notBefore', 'a day that has come', day(validFrom));
    }
  },
});

const DAYS_LEFT = 14;

const certificateExpires = liveRule('live-certificate-expires', {
  explainedBy: [certificateOfController, certificateExpired],
  ...OF_CERTIFICATE,
  each({ validTo }, { origin, now }) {
    const left = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
    return left < DAYS_LEFT
      && wrong(origin, 'certificate: notAfter', `at least ${DAYS_LEFT} days from now`, day(validTo));
  },
});

const certificateForeign = liveRule('live-certificate-foreign', {
  explainedBy: [certificateOfController],
  ...OF_CERTIFICATE,
  each: ({ foreign, names, subject }, { origin, host }) => foreign !== undefined
    && wrong(origin, 'certificate: names', host, names || subject),
});

const certificateUntrusted = liveRule('live-certificate-untrusted', {
  explainedBy: [certificateOfController],
  ...OF_CERTIFICATE,
  each: ({ untrusted, issuer }, { origin }) => untrusted !== undefined
    && wrong(origin, 'certificate: chain', 'a trusted authority', `${untrusted}; issued by ${issuer}`),
});

const http2Missing = liveRule('live-http2-missing', {
  ...OF_CERTIFICATE,
  each: ({ protocol }, { origin }) => protocol !== 'h2'
    && wrong(origin, 'ALPN', 'h2', protocol ?? 'no protocol'),
});

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().slice(0, 10);
}

/** In the order of the requests. */
export const CERTIFICATE_RULES: readonly LiveRule[] = [
  nameUnresolved, proxyRefuses, unreachable, tlsMissing, certificateOfController, certificateExpired,
  certificateExpires, certificateForeign, certificateUntrusted, http2Missing,
];
