import { answered, Failure } from '../ask/failure';
import type { Facts } from '../probes/facts';
import { liveRule, LiveRule } from './live-rule';

const NOT_REACHED = 'There is no connection to check.';

const OF_CONNECTION = { otherwise: NOT_REACHED, of: ({ certificate }: Facts) => certificate };

const OF_CERTIFICATE = {
  otherwise: NOT_REACHED,
  of: ({ certificate }: Facts) => (answered(certificate) ? certificate : undefined),
};

const nameUnresolved = liveRule('live-name-unresolved', {
  stops: true,
  otherwise: NOT_REACHED,
  of: ({ addresses }) => addresses,
  each: (addresses, { origin, host }) => addresses instanceof Failure && {
    at: origin, field: 'name', expected: `an address of ${host}`, found: addresses.text,
  },
});

const proxyRefuses = liveRule('live-proxy-refuses', {
  stops: true,
  ...OF_CONNECTION,
  each: (certificate, { origin }) => certificate instanceof Failure && certificate.kind === 'proxy' && {
    at: origin, field: 'connection', expected: 'a connection by the proxy', found: certificate.text,
  },
});

export const unreachable = liveRule('live-unreachable', {
  stops: true,
  ...OF_CONNECTION,
  each: (certificate, { origin }) => certificate instanceof Failure && certificate.kind === 'connection' && {
    at: origin, field: 'connection', expected: 'a connection', found: certificate.text,
  },
});

const tlsMissing = liveRule('live-tls-missing', {
  stops: true,
  ...OF_CONNECTION,
  each: (certificate, { origin }) => certificate instanceof Failure
    && !['connection', 'proxy'].includes(certificate.kind) && {
    at: origin, field: 'TLS', expected: 'a TLS handshake', found: certificate.text,
  },
});

/** Certificates with which controllers answer where they have none for a host. */
const CONTROLLERS_OWN = /Kubernetes Ingress Controller Fake Certificate|TRAEFIK DEFAULT CERT/i;

const certificateOfController = liveRule('live-certificate-of-controller', {
  ...OF_CERTIFICATE,
  each: ({ subject }, { origin, host }) => CONTROLLERS_OWN.test(subject) && {
    at: origin, field: 'certificate', expected: `a certificate for ${host}`, found: subject,
  },
});

const certificateExpired = liveRule('live-certificate-expired', {
  explainedBy: [certificateOfController],
  ...OF_CERTIFICATE,
  *each({ validFrom, validTo }, { origin, now }) {
    if (validTo < now) {
      yield { at: origin, field: 'certificate: notAfter', expected: 'a day to come', found: day(validTo) };
    } else if (validFrom > now) {
      yield {
        at: origin, field: 'certificate: notBefore', expected: 'a day that has come', found: day(validFrom),
      };
    }
  },
});

const DAYS_LEFT = 14;

const certificateExpires = liveRule('live-certificate-expires', {
  explainedBy: [certificateOfController, certificateExpired],
  ...OF_CERTIFICATE,
  each({ validTo }, { origin, now }) {
    const left = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
    return left < DAYS_LEFT && {
      at: origin,
      field: 'certificate: notAfter',
      expected: `at least ${DAYS_LEFT} days from now`,
      found: day(validTo),
    };
  },
});

const certificateForeign = liveRule('live-certificate-foreign', {
  explainedBy: [certificateOfController],
  ...OF_CERTIFICATE,
  each: ({ foreign, names, subject }, { origin, host }) => foreign !== undefined && {
    at: origin, field: 'certificate: names', expected: host, found: names || subject,
  },
});

const certificateUntrusted = liveRule('live-certificate-untrusted', {
  explainedBy: [certificateOfController],
  ...OF_CERTIFICATE,
  each: ({ untrusted, issuer }, { origin }) => untrusted !== undefined && {
    at: origin,
    field: 'certificate: chain',
    expected: 'a trusted authority',
    found: `${untrusted}; issued by ${issuer}`,
  },
});

const http2Missing = liveRule('live-http2-missing', {
  ...OF_CERTIFICATE,
  each: ({ protocol }, { origin }) => protocol !== 'h2' && {
    at: origin, field: 'ALPN', expected: 'h2', found: protocol ?? 'no protocol',
  },
});

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().slice(0, 10);
}

/** In the order in which their questions come up. */
export const CERTIFICATE_RULES: readonly LiveRule[] = [
  nameUnresolved, proxyRefuses, unreachable, tlsMissing, certificateOfController, certificateExpired,
  certificateExpires, certificateForeign, certificateUntrusted, http2Missing,
];
