import { certificateUnfit } from '../../../src/verify/rules/controllers';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';
import { HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

type Json = Record<string, unknown>;

const reason = 'No edge in the input names the Secret of a certificate that something in the input writes.';
const OTHER = 'union-staging.example.com';
const PAIR = { 'tls.crt': 'a-certificate', 'tls.key': 'a-key' };
const BACKEND = { service: { name: 'flyteadmin', port: { name: 'http' } } };

const entry = (hosts: readonly string[] = [HOST], secretName = 'union-tls') => ({ hosts, secretName });
const ingress = (tls: Json[], annotations: Json = {}, name = 'union', host = HOST) => object('networking.k8s.io/v1', 'Ingress', name, {
  spec: { ingressClassName: 'nginx', tls, rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: BACKEND }] } }] },
}, 'union-cp', { annotations });
const router = object('traefik.io/v1alpha1', 'IngressRoute', 'union', {
  spec: { entryPoints: ['websecure'], tls: { secretName: 'union-tls' }, routes: [{ kind: 'Rule', match: `Host(\`${HOST}\`)`, services: [{ name: 'flyteadmin', port: 80 }] }] },
});
const gateway = (listener: Json = {}, annotations: Json = {}, className = 'eg') => object('gateway.networking.k8s.io/v1', 'Gateway', 'controlplane', {
  spec: {
    gatewayClassName: className,
    listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'union-tls' }] }, ...listener }],
  },
}, 'union-cp', { annotations });
const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'union', {
  spec: { parentRefs: [{ name: 'controlplane', sectionName: 'https' }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] },
});
const tlsSecret = (keys: Record<string, string> = PAIR, type: string | undefined = 'kubernetes.io/tls', name = 'union-tls', namespace = 'union-cp') =>
  ({ ...secret(name, keys, namespace), ...(type === undefined ? {} : { type }) });
const delivered = (keys: readonly string[], template?: Json, more: Json = {}) =>
  externalSecret('tls', { keys, target: 'union-tls', spec: { target: { name: 'union-tls', ...(template === undefined ? {} : { template }), ...more } } });
const issued = (dnsNames: readonly string[], rest: Json = {}) => object('cert-manager.io/v1', 'Certificate', 'union', { spec: { secretName: 'union-tls', dnsNames, ...rest } });
const ISSUER = { 'cert-manager.io/cluster-issuer': 'letsencrypt' };

const asked = (host: string) => withValue(
  withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', ISSUER), 'ingress.tls', [entry([host])],
);

const SECRET = 'v1/Secret union-cp/union-tls';
const INGRESS = 'networking.k8s.io/v1/Ingress union-cp/union';
const GATEWAY = 'gateway.networking.k8s.io/v1/Gateway union-cp/controlplane';
const forHost = `${HOST}, for which the edge shows this certificate`;

testRule(certificateUnfit, {
  fires: [
    {
      when: 'the Secret has the certificate under other keys',
      input: manifests(ingress([entry()]), tlsSecret({ 'cert.pem': 'a-certificate', 'key.pem': 'a-key' }, 'Opaque')),
      findings: [{ object: SECRET, field: 'stringData', line: 'stringData:', expected: 'tls.crt and tls.key in Secret union-tls, which networking.k8s.io/v1/Ingress union-cp/union names', found: 'keys cert.pem and key.pem' }],
      remedy: [['cert.pem', 'tls.crt'], ['key.pem', 'tls.key'], ['type: Opaque', 'type: kubernetes.io/tls']],
    },
    {
      when: 'the Secret has no key for its certificate',
      input: manifests(router, tlsSecret({ 'tls.crt': 'a-certificate' })),
      findings: [{ object: SECRET, field: 'stringData', line: 'stringData:', expected: 'tls.key in Secret union-tls, which traefik.io/v1alpha1/IngressRoute union-cp/union names', found: 'keys tls.crt' }],
    },
    {
      when: 'the key is empty',
      input: manifests(gateway(), route, tlsSecret({ ...PAIR, 'tls.key': '' })),
      findings: [{ object: SECRET, field: 'stringData', line: 'stringData:', expected: `tls.key in Secret union-tls, which ${GATEWAY} names`, found: 'no value for tls.key' }],
    },
    {
      when: 'an ExternalSecret writes other keys',
      input: manifests(ingress([entry()]), delivered(['certificate', 'key'])),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union-cp/tls', field: 'spec.data', line: 'data:', expected: 'tls.crt and tls.key in Secret union-tls, which networking.k8s.io/v1/Ingress union-cp/union names', found: 'keys certificate and key' }],
      remedy: [['secretKey: certificate', 'secretKey: tls.crt'], ['secretKey: key', 'secretKey: tls.key']],
    },
    {
      when: 'Envoy Gateway gets a Secret of no type',
      input: manifests(gateway(), route, delivered(Object.keys(PAIR))),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union-cp/tls', field: 'spec.target.template.type', line: 'target:', expected: `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`, found: 'no type, which is Opaque' }],
      remedy: [['    name: union-tls\n', '    name: union-tls\n    template:\n      type: kubernetes.io/tls\n']],
    },
    {
      when: 'Envoy Gateway gets an Opaque one',
      input: manifests(gateway(), route, tlsSecret(PAIR, 'Opaque')),
      findings: [{ object: SECRET, field: 'type', line: 'type: Opaque', expected: `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`, found: 'Opaque' }],
      remedy: [['type: Opaque', 'type: kubernetes.io/tls']],
    },
    {
      when: 'Envoy Gateway gets one that an ExternalSecret makes and leaves behind',
      input: manifests(gateway(), route, delivered(Object.keys(PAIR), undefined, { creationPolicy: 'Orphan' })),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union-cp/tls', field: 'spec.target.template.type', line: 'target:', expected: `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`, found: 'no type, which is Opaque' }],
    },
    {
      when: 'the Gateway names a Secret of another namespace, which has other keys',
      input: manifests(gateway({ tls: { certificateRefs: [{ name: 'union-tls', namespace: 'certs' }] } }), route, tlsSecret({ 'cert.pem': 'x' }, 'kubernetes.io/tls', 'union-tls', 'certs')),
      findings: [{ object: 'v1/Secret certs/union-tls', field: 'stringData', line: 'stringData:', expected: `tls.crt and tls.key in Secret union-tls, which ${GATEWAY} names`, found: 'keys cert.pem' }],
    },
    {
      when: 'the Secret lies in another namespace',
      input: manifests(ingress([entry()]), tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'ingress-nginx')),
      findings: [{ object: 'v1/Secret ingress-nginx/union-tls', field: 'metadata.namespace', line: 'namespace: ingress-nginx', expected: 'Secret union-tls in namespace union-cp, where networking.k8s.io/v1/Ingress union-cp/union looks for it', found: 'Secret union-tls in namespace ingress-nginx' }],
      remedy: [['namespace: ingress-nginx', 'namespace: union-cp']],
    },
    {
      when: 'its name is misspelt',
      input: manifests(ingress([entry([HOST], 'union-tsl')]), tlsSecret()),
      findings: [{ object: INGRESS, field: 'spec.tls[0].secretName', line: 'secretName: union-tsl', expected: 'union-tls, which has a certificate', found: 'union-tsl, which nothing writes' }],
      remedy: [['union-tsl', 'union-tls']],
    },
    {
      when: 'cert-manager is asked for the host of staging by an Ingress',
      input: manifests(ingress([entry([OTHER])], ISSUER)),
      findings: [{ object: INGRESS, field: 'spec.tls[0].hosts', line: 'hosts:', expected: forHost, found: OTHER }],
      remedy: [[OTHER, HOST]],
    },
    {
      when: 'cert-manager is asked for it by a Certificate, and by the tls entry for the right one',
      input: manifests(ingress([entry()]), issued([OTHER])),
      findings: [{ object: 'cert-manager.io/v1/Certificate union-cp/union', field: 'spec.dnsNames', line: 'dnsNames:', expected: forHost, found: OTHER }],
      remedy: [[OTHER, HOST]],
    },
    {
      when: 'a wildcard is one label short',
      input: manifests(router, issued(['*.com', 'example.com'])),
      findings: [{ object: 'cert-manager.io/v1/Certificate union-cp/union', field: 'spec.dnsNames', line: 'dnsNames:', expected: forHost, found: '*.com and example.com' }],
    },
    {
      when: 'every Ingress of the host asks for another',
      input: manifests(ingress([entry([OTHER])], ISSUER), ingress([entry([OTHER])], ISSUER, 'console')),
      findings: [{ object: INGRESS, field: 'spec.tls[0].hosts', line: 'hosts:', expected: forHost, found: OTHER }],
    },
    {
      when: 'the values have cert-manager asked for another host',
      input: { 'controlplane.values.yaml': asked(OTHER) },
      findings: [{ object: 'v2/Values controlplane', field: 'ingress.tls[0].hosts', line: 'hosts:', expected: forHost, found: OTHER }],
      remedy: [[OTHER, HOST]],
    },
  ],
  passes: [
    { when: 'the Secret holds both keys', input: manifests(ingress([entry()]), tlsSecret()) },
    {
      when: 'the Gateway names one of another namespace, and one of its own namespace is unfit',
      input: manifests(
        gateway({ tls: { certificateRefs: [{ name: 'union-tls', namespace: 'certs' }] } }), route,
        tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'certs'), tlsSecret({ 'cert.pem': 'x' }),
      ),
    },
    { when: 'ingress-nginx and Traefik get an Opaque one', input: manifests(ingress([entry()]), router, tlsSecret(PAIR, 'Opaque')) },
    { when: 'an ExternalSecret makes one of the type', input: manifests(gateway(), route, delivered(Object.keys(PAIR), { type: 'kubernetes.io/tls' })) },
    {
      when: 'an ExternalSecret fills a Secret of somebody else, who gives it its type',
      input: manifests(gateway(), route, delivered(Object.keys(PAIR), undefined, { creationPolicy: 'Merge' })),
    },
    { when: 'a Gateway is another controller\'s', input: manifests(gateway({}, {}, 'istio'), route, tlsSecret(PAIR, 'Opaque')) },
    { when: 'the Secret waits to be filled', input: manifests(ingress([entry()]), tlsSecret({}, 'Opaque')) },
    { when: 'cert-manager fills it', input: manifests(ingress([entry()]), tlsSecret({ 'tls.crt': '' }), issued([HOST])) },
    { when: 'an Ingress has it filled', input: manifests(ingress([entry()], ISSUER), tlsSecret({ 'tls.crt': '' })) },
    { when: 'an operator that nobody knows may fill it', input: manifests(ingress([entry()]), tlsSecret({ 'tls.crt': '' }), object('example.com/v1', 'Filler', 'f', { spec: { into: 'union-tls' } })) },
    { when: 'a tool copies it from another namespace', input: manifests(ingress([entry()]), { ...tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'certs'), metadata: { name: 'union-tls', namespace: 'certs', annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' } } }) },
    { when: 'the values have it asked for the host', input: asked(HOST) },
    { when: 'a wildcard is asked for', input: manifests(ingress([entry()]), issued(['*.example.com'])) },
    { when: 'the common name is the host', input: manifests(ingress([entry()]), issued([OTHER], { commonName: HOST })) },
    { when: 'a name is one that somebody replaces', input: manifests(ingress([entry()]), issued(['${HOST}'])) },
    { when: 'an annotation names the host as well', input: manifests(ingress([entry([OTHER])], { ...ISSUER, 'cert-manager.io/common-name': HOST })) },
    { when: 'another Ingress of the host asks for it', input: manifests(ingress([entry([OTHER], 'other-tls')], ISSUER), ingress([entry()], ISSUER, 'console')) },
    { when: 'another one has a certificate that nobody shows', input: manifests(ingress([entry([OTHER])], ISSUER), ingress([entry([OTHER], 'wildcard')], {}, 'console')) },
    { when: 'the listener that asks for another host does not serve this one', input: manifests(gateway({ hostname: HOST }, ISSUER), route) },
    { when: 'an edge takes both of two names that are alike', input: manifests(ingress([entry([HOST], 'east-tls')]), ingress([entry([OTHER], 'west-tls')], {}, 'other', OTHER), tlsSecret(PAIR, 'kubernetes.io/tls', 'west-tls')) },
  ],
  notApplicable: [
    { when: 'an Ingress has no tls entry', input: manifests(ingress([]), tlsSecret()), reason },
    { when: 'the certificate is the default one of the controller', input: manifests(ingress([{ hosts: [OTHER] }]), tlsSecret()), reason },
    { when: 'nobody writes the Secret', input: manifests(ingress([entry([OTHER])])), reason },
    { when: 'it is another application\'s host', input: manifests(ingress([entry()], {}, 'web'), tlsSecret({ 'cert.pem': 'x' })).replaceAll('flyteadmin', 'web'), reason },
  ],
});
