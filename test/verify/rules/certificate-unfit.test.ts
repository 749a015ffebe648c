import { certificateUnfit } from '../../../src/verify/rules/controllers';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

type Json = Record<string, unknown>;

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

const asked = (host: string) => withValue(withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', ISSUER), 'ingress.tls', [entry([host])]);

const SECRET = 'v1/Secret union-cp/union-tls';
const INGRESS = 'networking.k8s.io/v1/Ingress union-cp/union';
const GATEWAY = 'gateway.networking.k8s.io/v1/Gateway union-cp/controlplane';
const forHost = `${HOST}, for which the edge shows this certificate`;

testRule(certificateUnfit, {
  fires: [
    ['the Secret has the certificate under other keys', [ingress([entry()]), tlsSecret({ 'cert.pem': 'a-certificate', 'key.pem': 'a-key' }, 'Opaque')],
      [SECRET, 'stringData', 'tls.crt and tls.key in Secret union-tls, which networking.k8s.io/v1/Ingress union-cp/union names', 'keys cert.pem and key.pem'],
      remedy(['cert.pem', 'tls.crt'], ['key.pem', 'tls.key'], ['type: Opaque', 'type: kubernetes.io/tls'])],
    ['the Secret has no key for its certificate', [router, tlsSecret({ 'tls.crt': 'a-certificate' })],
      [SECRET, 'stringData', 'tls.key in Secret union-tls, which traefik.io/v1alpha1/IngressRoute union-cp/union names', 'keys tls.crt']],
    ['the key is empty', [gateway(), route, tlsSecret({ ...PAIR, 'tls.key': '' })],
      [SECRET, 'stringData', `tls.key in Secret union-tls, which ${GATEWAY} names`, 'no value for tls.key']],
    ['an ExternalSecret writes other keys', [ingress([entry()]), delivered(['certificate', 'key'])],
      ['external-secrets.io/v1/ExternalSecret union-cp/tls', 'spec.data',
        'tls.crt and tls.key in Secret union-tls, which networking.k8s.io/v1/Ingress union-cp/union names', 'keys certificate and key'],
      remedy(['secretKey: certificate', 'secretKey: tls.crt'], ['secretKey: key', 'secretKey: tls.key'])],
    ['Envoy Gateway gets a Secret of no type', [gateway(), route, delivered(Object.keys(PAIR))],
      ['external-secrets.io/v1/ExternalSecret union-cp/tls', 'spec.target.template.type', `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`,
        'no type, which is Opaque'],
      remedy(['    name: union-tls\n', '    name: union-tls\n    template:\n      type: kubernetes.io/tls\n'])],
    ['Envoy Gateway gets an Opaque one', [gateway(), route, tlsSecret(PAIR, 'Opaque')],
      [SECRET, 'type', `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`, 'Opaque'],
      remedy(['type: Opaque', 'type: kubernetes.io/tls'])],
    ['Envoy Gateway gets one that an ExternalSecret makes and leaves behind',
      [gateway(), route, delivered(Object.keys(PAIR), undefined, { creationPolicy: 'Orphan' })],
      ['external-secrets.io/v1/ExternalSecret union-cp/tls', 'spec.target.template.type', `kubernetes.io/tls, which Envoy Gateway demands for ${GATEWAY}`,
        'no type, which is Opaque']],
    ['the Gateway names a Secret of another namespace, which has other keys',
      [gateway({ tls: { certificateRefs: [{ name: 'union-tls', namespace: 'certs' }] } }), route, tlsSecret({ 'cert.pem': 'x' }, 'kubernetes.io/tls', 'union-tls', 'certs')],
      ['v1/Secret certs/union-tls', 'stringData', `tls.crt and tls.key in Secret union-tls, which ${GATEWAY} names`, 'keys cert.pem']],
    ['the Secret lies in another namespace', [ingress([entry()]), tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'ingress-nginx')],
      ['v1/Secret ingress-nginx/union-tls', 'metadata.namespace',
        'Secret union-tls in namespace union-cp, where networking.k8s.io/v1/Ingress union-cp/union looks for it', 'Secret union-tls in namespace ingress-nginx'],
      remedy(['namespace: ingress-nginx', 'namespace: union-cp'])],
    ['its name is misspelt', [ingress([entry([HOST], 'union-tsl')]), tlsSecret()],
      [INGRESS, 'spec.tls[0].secretName', 'union-tls, which has a certificate', 'union-tsl, which nothing writes'],
      remedy(['union-tsl', 'union-tls'])],
    ['cert-manager is asked for the host of staging by an Ingress', [ingress([entry([OTHER])], ISSUER)],
      [INGRESS, 'spec.tls[0].hosts', forHost, OTHER],
      remedy([OTHER, HOST])],
    ['cert-manager is asked for it by a Certificate, and by the tls entry for the right one', [ingress([entry()]), issued([OTHER])],
      ['cert-manager.io/v1/Certificate union-cp/union', 'spec.dnsNames', forHost, OTHER],
      remedy([OTHER, HOST])],
    ['a wildcard is one label short', [router, issued(['*.com', 'example.com'])],
      ['cert-manager.io/v1/Certificate union-cp/union', 'spec.dnsNames', forHost, '*.com and example.com']],
    ['every Ingress of the host asks for another', [ingress([entry([OTHER])], ISSUER), ingress([entry([OTHER])], ISSUER, 'console')],
      [INGRESS, 'spec.tls[0].hosts', forHost, OTHER]],
    ['the values have cert-manager asked for another host', { 'controlplane.values.yaml': asked(OTHER) },
      ['v2/Values controlplane', 'ingress.tls[0].hosts', forHost, OTHER],
      remedy([OTHER, HOST])],
  ],
  passes: [
    ['the Secret holds both keys', [ingress([entry()]), tlsSecret()]],
    ['the Gateway names one of another namespace, and one of its own namespace is unfit', [
      gateway({ tls: { certificateRefs: [{ name: 'union-tls', namespace: 'certs' }] } }), route,
      tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'certs'), tlsSecret({ 'cert.pem': 'x' }),
    ]],
    ['ingress-nginx and Traefik get an Opaque one', [ingress([entry()]), router, tlsSecret(PAIR, 'Opaque')]],
    ['an ExternalSecret makes one of the type', [gateway(), route, delivered(Object.keys(PAIR), { type: 'kubernetes.io/tls' })]],
    ['an ExternalSecret fills a Secret of somebody else, who gives it its type',
      [gateway(), route, delivered(Object.keys(PAIR), undefined, { creationPolicy: 'Merge' })]],
    ['a Gateway is another controller\'s', [gateway({}, {}, 'istio'), route, tlsSecret(PAIR, 'Opaque')]],
    ['the Secret waits to be filled', [ingress([entry()]), tlsSecret({}, 'Opaque')]],
    ['cert-manager fills it', [ingress([entry()]), tlsSecret({ 'tls.crt': '' }), issued([HOST])]],
    ['an Ingress has it filled', [ingress([entry()], ISSUER), tlsSecret({ 'tls.crt': '' })]],
    ['an operator that nobody knows may fill it',
      [ingress([entry()]), tlsSecret({ 'tls.crt': '' }), object('example.com/v1', 'Filler', 'f', { spec: { into: 'union-tls' } })]],
    ['a tool copies it from another namespace',
      [ingress([entry()]), { ...tlsSecret(PAIR, 'kubernetes.io/tls', 'union-tls', 'certs'), metadata: { name: 'union-tls', namespace: 'certs', annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' } } }]],
    ['the values have it asked for the host', asked(HOST)],
    ['a wildcard is asked for', [ingress([entry()]), issued(['*.example.com'])]],
    ['the common name is the host', [ingress([entry()]), issued([OTHER], { commonName: HOST })]],
    ['a name is one that somebody replaces', [ingress([entry()]), issued(['${HOST}'])]],
    ['an annotation names the host as well', [ingress([entry([OTHER])], { ...ISSUER, 'cert-manager.io/common-name': HOST })]],
    ['another Ingress of the host asks for it', [ingress([entry([OTHER], 'other-tls')], ISSUER), ingress([entry()], ISSUER, 'console')]],
    ['another one has a certificate that nobody shows', [ingress([entry([OTHER])], ISSUER), ingress([entry([OTHER], 'wildcard')], {}, 'console')]],
    ['the listener that asks for another host does not serve this one', [gateway({ hostname: HOST }, ISSUER), route]],
    ['an edge takes both of two names that are alike',
      [ingress([entry([HOST], 'east-tls')]), ingress([entry([OTHER], 'west-tls')], {}, 'other', OTHER), tlsSecret(PAIR, 'kubernetes.io/tls', 'west-tls')]],
  ],
  notApplicable: [
    ['an Ingress has no tls entry', [ingress([]), tlsSecret()]],
    ['the certificate is the default one of the controller', [ingress([{ hosts: [OTHER] }]), tlsSecret()]],
    ['nobody writes the Secret', [ingress([entry([OTHER])])]],
    ['it is another application\'s host', manifests(ingress([entry()], {}, 'web'), tlsSecret({ 'cert.pem': 'x' })).replaceAll('flyteadmin', 'web')],
  ],
});
