import { kubectl } from '../../verify/running/cluster-looks';
import { certificate as lookAtCertificate } from '../../verify/running/edge-looks';
import { answered, Failure } from '../ask/failure';
import type { CertificateFacts } from '../probes/certificate';
import type { Facts } from '../probes/facts';
import { defineLiveRule, LiveRule } from './live-rule';

/** The name, the connection, the certificate: what comes before the first question. */

const RESOLVE = {
  run: 'getent ahosts "$DOMAIN"',
  shows: 'Each line is an address of the name. None: the name is unknown here.',
};
const SERVICES = kubectl(
  '-n $CP get ingress,gateway -o wide', 'The address of the edge must be the one that the name leads to.',
);
const NOT_REACHED = 'There is no connection to judge.';

const certificateOf = ({ certificate }: Facts): CertificateFacts | undefined =>
  answered(certificate) ? certificate : undefined;

const nameUnresolved = defineLiveRule({
  id: 'live-name-unresolved',
  severity: 'error',
  area: 'the edge',
  title: 'The host has an address.',
  symptom: 'Browser, SDK and CLI say that the server cannot be found.',
  explanation: 'The DNS record of the host is missing, or the name server that was asked does not serve the '
    + 'private zone in which it stands. EAI_AGAIN: this machine\'s own name server does not answer, which '
    + 'says nothing of the record.',
  remediation: 'Create the record and point it to the address of the edge; for a private zone ask from '
    + 'inside the network. Without DNS: --connect-to HOST:443:ADDRESS:443.',
  see: [RESOLVE],
  stops: true,
  notApplicable: NOT_REACHED,
  subject: ({ addresses }) => addresses,
  *check(addresses, { origin, host }) {
    if (addresses instanceof Failure) {
      yield { at: origin, field: 'name', expected: `an address of ${host}`, found: addresses.text };
    }
  },
});

const proxyRefuses = defineLiveRule({
  id: 'live-proxy-refuses',
  severity: 'error',
  area: 'the edge',
  title: 'Your proxy connects to the host.',
  symptom: 'From your network SDK, CLI and kubectl fail with "Proxy Authentication Required", 403 or 502; '
    + 'from others they do not.',
  explanation: 'HTTPS_PROXY names a proxy, by which this command asks as SDK, CLI and kubectl do, and it '
    + 'does not connect. Nothing was learnt of the deployment.',
  remediation: 'Name the host in NO_PROXY where it is reached without the proxy, with its port or none; else '
    + 'have the proxy let it through, or put user and password into HTTPS_PROXY.',
  see: [{
    run: 'curl -sv -o /dev/null "https://$DOMAIN/healthcheck" 2>&1 | grep -i -E "proxy|CONNECT|HTTP/"',
    shows: 'What the proxy answers to CONNECT: 200 is right.',
  }],
  stops: true,
  notApplicable: NOT_REACHED,
  subject: ({ certificate }) => certificate,
  *check(certificate, { origin }) {
    if (certificate instanceof Failure && certificate.kind === 'proxy') {
      yield {
        at: origin,
        field: 'connection',
        expected: 'a connection by the proxy',
        found: certificate.text,
      };
    }
  },
});

export const unreachable = defineLiveRule({
  id: 'live-unreachable',
  severity: 'error',
  area: 'the edge',
  title: 'The edge takes connections.',
  symptom: 'Browser, SDK and CLI wait, or say that the connection was refused.',
  explanation: 'The name leads to an address where nobody listens, or a firewall stands before it: the load '
    + 'balancer is gone, the record is stale, or one must be inside the network. ENETUNREACH and '
    + 'EHOSTUNREACH of an IPv6 address: this machine has no way to IPv6, and the name leads nowhere else.',
  remediation: 'Compare the address with that of the edge (kubectl get ingress, or the Service of the '
    + 'controller), and open port 443 to its callers.',
  see: [RESOLVE, SERVICES],
  stops: true,
  notApplicable: NOT_REACHED,
  subject: ({ certificate }) => certificate,
  *check(certificate, { origin }) {
    if (certificate instanceof Failure && certificate.kind === 'connection') {
      yield { at: origin, field: 'connection', expected: 'a connection', found: certificate.text };
    }
  },
});

const tlsMissing = defineLiveRule({
  id: 'live-tls-missing',
  severity: 'error',
  area: 'the edge',
  title: 'The edge speaks TLS.',
  symptom:
    'Browsers report a protocol error; SDK and CLI report a failed handshake ("wrong version number").',
  explanation: 'The port answers in the clear, or ends the handshake: a load balancer that passes port 443 '
    + 'to a plain port, no certificate for the name, TLS older than 1.2, or a demand for a certificate of '
    + 'the client (mutual TLS).',
  remediation: 'End TLS at the edge: a tls entry with the host on every Ingress, or a listener with a '
    + 'certificate on the Gateway; let the load balancer pass TCP through.',
  see: [lookAtCertificate('Without a "subject" no certificate is shown.')],
  stops: true,
  notApplicable: NOT_REACHED,
  subject: ({ certificate }) => certificate,
  *check(certificate, { origin }) {
    if (certificate instanceof Failure && !['connection', 'proxy'].includes(certificate.kind)) {
      yield { at: origin, field: 'TLS', expected: 'a TLS handshake', found: certificate.text };
    }
  },
});

/** Certificates with which controllers answer where they have none for a host. */
const CONTROLLERS_OWN = /Kubernetes Ingress Controller Fake Certificate|TRAEFIK DEFAULT CERT/i;

const certificateOfController = defineLiveRule({
  id: 'live-certificate-of-controller',
  inFiles: ['certificate-unfit'],
  severity: 'error',
  area: 'the edge',
  title: 'The edge shows the certificate of the host, not the one that its controller makes up.',
  symptom: 'Browsers warn of an unknown authority; SDK and CLI refuse to connect.',
  explanation: 'The controller has no certificate for the host: no Ingress with a tls entry for it, or the '
    + 'Secret that the entry names is missing, or in another namespace.',
  remediation: 'Name the host and a Secret of type kubernetes.io/tls in the tls entry of the Ingress (chart: '
    + 'ingress.tls), in the namespace of the Ingress.',
  see: [
    lookAtCertificate('"Fake Certificate" or "DEFAULT CERT": the controller\'s own.'),
    kubectl(
      '-n $CP get secret --field-selector type=kubernetes.io/tls -o custom-columns=NAME:.metadata.name',
      'The Secret that the Ingress names must be here.',
    ),
  ],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ subject }, { origin, host }) {
    if (CONTROLLERS_OWN.test(subject)) {
      yield { at: origin, field: 'certificate', expected: `a certificate for ${host}`, found: subject };
    }
  },
});

const certificateExpired = defineLiveRule({
  id: 'live-certificate-expired',
  severity: 'error',
  area: 'the edge',
  title: 'The certificate is valid today.',
  symptom:
    'From one day to the next nobody gets in: browsers warn, SDK and CLI refuse to connect ("certificate has '
      + 'expired").',
  explanation: 'Whoever renews it has stopped, or the edge still serves an old copy. If the days are right, '
    + 'the clock of this machine is wrong: compare date with the Date header of any answer.',
  remediation: 'Renew the certificate; with cert-manager look at the Certificate and its challenges. An edge '
    + 'that keeps the old one has to be restarted; a clock that is wrong has to be set.',
  see: [
    lookAtCertificate('"certificate has expired" names the day.'),
    kubectl('-n $CP get certificate -o wide', 'READY must be True.'),
  ],
  explainedBy: [certificateOfController],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ validFrom, validTo }, { origin, now }) {
    if (validTo < now) {
      yield { at: origin, field: 'certificate: notAfter', expected: 'a day to come', found: day(validTo) };
    } else if (validFrom > now) {
      yield {
        at: origin,
        field: 'certificate: notBefore',
        expected: 'a day that has come',
        found: day(validFrom),
      };
    }
  },
});

const DAYS_LEFT = 14;

const certificateExpires = defineLiveRule({
  id: 'live-certificate-expires',
  severity: 'warning',
  area: 'the edge',
  title: `The certificate is valid for another ${DAYS_LEFT} days.`,
  symptom: 'Soon nobody gets in: browsers will warn, SDK and CLI refuse to connect.',
  explanation:
    'Automatic renewal would have happened by now: cert-manager renews when a third of the time is left.',
  remediation: 'Find out why it was not renewed, and renew it.',
  see: [
    lookAtCertificate('"notAfter" is the last day.'),
    kubectl('-n $CP get certificate -o wide', 'READY must be True.'),
  ],
  explainedBy: [certificateOfController, certificateExpired],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ validTo }, { origin, now }) {
    const left = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
    if (left < DAYS_LEFT) {
      yield {
        at: origin,
        field: 'certificate: notAfter',
        expected: `at least ${DAYS_LEFT} days from now`,
        found: day(validTo),
      };
    }
  },
});

const certificateForeign = defineLiveRule({
  id: 'live-certificate-foreign',
  inFiles: ['certificate-unfit'],
  severity: 'error',
  area: 'the edge',
  title: 'The certificate is for the host.',
  symptom: 'Browsers warn that the certificate is for another name; SDK and CLI refuse to connect.',
  explanation:
    'The edge has no certificate with this name in it and shows the one of another host; a wildcard covers '
      + 'one label only. A name that you do not know: a network with a sign-in of its own (Wi-Fi, VPN), or a '
      + 'proxy that opens TLS, answers in the place of the edge.',
  remediation:
    'Issue a certificate with the host among its subject alternative names, and name its Secret in the tls '
      + 'entry for this host.',
  see: [lookAtCertificate('The "subject" must name the host, or a wildcard that covers it.')],
  explainedBy: [certificateOfController],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ foreign, names, subject }, { origin, host }) {
    if (foreign !== undefined) {
      yield { at: origin, field: 'certificate: names', expected: host, found: names || subject };
    }
  },
});

const certificateUntrusted = defineLiveRule({
  id: 'live-certificate-untrusted',
  severity: 'error',
  area: 'the edge',
  title: 'The certificate chain leads to a trusted authority.',
  symptom:
    'Browsers may forgive it, SDK, CLI and data planes do not: "certificate signed by unknown authority".',
  explanation:
    'The certificate is self-signed or of a private authority, or the edge leaves out the intermediate '
      + 'certificates.',
  remediation: 'Serve the whole chain (tls.crt: the certificate first, then the intermediates). For a '
    + 'private authority hand its certificate to every client, and to this command: --ca FILE.',
  see: [lookAtCertificate('"Verification: OK" is right.')],
  explainedBy: [certificateOfController],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ untrusted, issuer }, { origin }) {
    if (untrusted !== undefined) {
      yield {
        at: origin,
        field: 'certificate: chain',
        expected: 'a trusted authority',
        found: `${untrusted}; issued by ${issuer}`,
      };
    }
  },
});

const http2Missing = defineLiveRule({
  id: 'live-http2-missing',
  severity: 'error',
  area: 'the edge',
  title: 'The edge offers HTTP/2.',
  symptom:
    'The console works; SDK, CLI and data planes fail at once ("missing selected ALPN property", "unexpected '
      + 'HTTP status code").',
  explanation: 'HTTP/2 is what gRPC needs, and what the edge, or a load balancer before it, does not choose '
    + 'in the TLS handshake. Envoy Gateway falls back by itself where two listeners share a certificate.',
  remediation: 'Turn HTTP/2 on (ingress-nginx: use-http2; Envoy Gateway: alpnProtocols h2 in the '
    + 'ClientTrafficPolicy), and let load balancers pass TLS through, or speak HTTP/2 themselves.',
  see: [lookAtCertificate('"ALPN protocol: h2" is right.')],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ protocol }, { origin }) {
    if (protocol !== 'h2') {
      yield { at: origin, field: 'ALPN', expected: 'h2', found: protocol ?? 'no protocol' };
    }
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
