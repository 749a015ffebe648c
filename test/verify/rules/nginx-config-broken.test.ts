import { nginxConfigBroken } from '../../../src/verify/rules/controllers';
import { configMap, deployment, ingress, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartIngresses, HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const reason = 'No Ingress of a control plane, and no ingress-nginx controller, in the input has a snippet.';
const expected = 'directives that nginx can read';
const api = (annotations: Record<string, string>) => ingress('api', { host: HOST, className: 'nginx', annotations, paths: { '/api': 'flyteadmin' } });
const controller = (settings: Record<string, string>) => [
  configMap('ingress-nginx', settings, 'ingress'),
  deployment('ingress-nginx', {
    namespace: 'ingress',
    container: { args: ['/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/ingress-nginx', '--ingress-class=nginx'] },
  }),
];
const full = (name: string) => `nginx.ingress.kubernetes.io/${name}`;
const at = (name: string, value: string) => ({ object: 'networking.k8s.io/v1/Ingress union-cp/api', field: `metadata.annotations["${full(name)}"]`, line: `${full(name)}: ${value}` });
const BROKEN = 'more_clear_input_headers \'X-User-*\'';

testRule(nginxConfigBroken, {
  fires: [
    {
      when: 'a directive takes the next one for its arguments',
      input: manifests(api({ 'configuration-snippet': 'auth_request_set $id $upstream_http_x\nproxy_set_header X-User-Subject $id;' })),
      findings: [{ ...at('configuration-snippet', '|-'), expected, found: 'auth_request_set without the semicolon that ends it' }],
      remedy: [['$upstream_http_x\n', '$upstream_http_x;\n']],
    },
    {
      when: 'a brace is not closed',
      input: manifests(api({ 'server-snippet': 'location /x { return 404;' })),
      findings: [{ ...at('server-snippet', 'location /x { return 404;'), expected, found: 'a brace that nothing closes' }],
    },
    {
      when: 'the controller has it for all',
      input: manifests(...controller({ 'http-snippet': BROKEN }), api({})),
      findings: [{ object: 'v1/ConfigMap ingress/ingress-nginx', field: 'data.http-snippet', line: `http-snippet: ${BROKEN}`, expected, found: 'more_clear_input_headers without the semicolon that ends it' }],
    },
    {
      when: 'every Ingress of the chart repeats it',
      input: manifests(...chartIngresses({ annotations: { 'server-snippet': 'client_header_timeout 604800' } })),
      findings: [{
        ...at('server-snippet', 'client_header_timeout 604800'), object: 'networking.k8s.io/v1/Ingress union-cp/controlplane', expected, found: 'client_header_timeout without the semicolon that ends it',
      }],
    },
    {
      when: 'values give it to the controller',
      input: withValue(CONTROL_PLANE_VALUES, 'ingress-nginx.controller.config.http-snippet', BROKEN),
      findings: [{
        object: 'v2/Values controlplane', field: 'ingress-nginx.controller.config.http-snippet', line: `http-snippet: ${BROKEN}`, expected, found: 'more_clear_input_headers without the semicolon that ends it',
      }],
    },
  ],
  passes: [
    { when: 'directives end', input: manifests(api({ 'server-snippet': 'client_header_timeout 604800;\n# for large cookies\nlarge_client_header_buffers 64 32k;\n' })) },
    { when: 'the controller has one that ends', input: manifests(...controller({ 'http-snippet': `${BROKEN};` }), api({})) },
  ],
  notApplicable: [
    { when: 'nobody has a snippet', input: manifests(api({})), reason },
    { when: 'it is a template', input: manifests(api({ 'server-snippet': '{{ .Values.snippet }}' })), reason },
  ],
});
