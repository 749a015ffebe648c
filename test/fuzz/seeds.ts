import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { AuthProfile, ChartVersion } from '../../src';
import { fleet } from '../bench/inputs/rendered-planes';
import '../_tools/quiet-warnings';
import { emitted } from '../constructs/values/_emitted';
import { manifests } from '../verify/_manifests';
import { chartGatewayRoutes, chartIngresses, flyteadmin, securityPolicy } from '../verify/_union';
import { COMBINATIONS } from '../verify/removals/_combinations';
import type { Target } from './targets/target';

const TEST = join(__dirname, '..');

type Kind = Target['seeds'];

/** Texts of each kind that mutations start from: what we emit, what charts render, what people write, and what readers find hard. */
export function seedsOf(): Readonly<Record<Kind, readonly Buffer[]>> {
  const bytes = (texts: readonly string[]) => texts.map((text) => Buffer.from(text));
  return { manifests: bytes([...manifestSeeds(), ...hard()]), values: bytes([...valuesSeeds(), ...hard()]), nginx: bytes(NGINX) };
}

function manifestSeeds(): string[] {
  const planes = COMBINATIONS.map(({ objects }) => objects);
  const rendered = [...flyteadmin(), ...chartIngresses(), ...chartGatewayRoutes(), securityPolicy({ console: 'HTTPRoute' })];
  const each = [...planes.flat(), ...rendered].map((object) => stringify(object, { lineWidth: 0 })).filter((text) => text.length < 6000);
  const list = (items: readonly unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });
  return [
    ...distinct(each),
    ...[...planes.slice(0, 3), rendered].map((objects) => manifests(...objects)),
    ...fleet(20),
    ...fixtures().filter((file) => !isValues(file)).map(read),
    ...planes[1].slice(0, 10).map((object) => JSON.stringify(object, null, 2)),
    JSON.stringify(list(planes[0])),
    stringify(list(planes[2])),
  ];
}

function valuesSeeds(): string[] {
  const planes = [...ChartVersion._all.map((release) => emitted(release)), emitted(ChartVersion.V2026_3, AuthProfile.GUIDE)];
  return [...planes.flatMap((plane) => Object.values(plane).map(String)), ...fixtures().filter(isValues).map(read), OWN_VALUES];
}

/** What Go's reader and ours are compared on. */
function hard(): string[] {
  return (JSON.parse(read(join(TEST, 'common', 'yaml', 'go-yaml.json'))) as { readonly text: string }[]).map(({ text }) => text);
}

const fixtures = () => filesBelow(join(TEST, 'fixtures', 'guide'));
const isValues = (file: string) => /values\.yaml$/.test(file);
const read = (file: string) => readFileSync(file, 'utf8');
/** Of texts that differ only in numbers and names one is enough. */
function distinct(texts: readonly string[]): string[] {
  const byShape = new Map(texts.map((text) => [text.replace(/: .*/g, ':'), text]));
  return [...byShape.values()];
}

/** Files in a folder and those below it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** What people write by hand: comments, quotes, braces, anchors, merge keys and blank values. */
const OWN_VALUES = `# Our control plane
global: &global
  UNION_ORG: acme # not about auth
  # who signs people in
  OIDC_BASE_URL: 'https://idp.example.com' # prod
  OIDC_CLIENT_ID: "web-id"
  CLI_CLIENT_ID: native-id
  INTERNAL_CLIENT_ID: >-
    service-id
  UNION_HOST:

executor:
  config:
    # why
    unionAuth: { injectSecret: true, "secretName": EAGER_API_KEY } # yes
flyte:
  flags: [ a, b ]
  configmap:
    adminServer:
      auth:
        authorizedUris:
          # ours
          - "http://flyteadmin:80"
          - 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80'
        appAuth: &app {thirdPartyConfig: {flyteClient: {clientId: native-id, scopes: [all]}}}
services:
  identity:
    apiKeyOverrides:
      EAGER_API_KEY:
        existingSecret: {name: eager}
      OTHER: &other
        existingSecret:
          name: other
copy:
  <<: *global
  app: *app
ingress:
  host: union.example.com
  protectedIngressAnnotations:
    nginx.ingress.kubernetes.io/auth-url: "https://$host/me"
    nginx.ingress.kubernetes.io/configuration-snippet: |
      auth_request off;
      location / { return 200 "a"; }
`;

const NGINX = [
  'auth_request off;\n',
  'location /a { auth_request /me; auth_request_set $subject $upstream_http_x_user_subject; }\n',
  'if ($http_authorization = "") { return 401 "no \\" }"; }\n',
  'proxy_set_header X-User-Subject $subject;\nproxy_set_header Cookie "";\n# } a comment {\n', 'map $uri $a { ~^/b{1,2} c; default "${d}e"; }\nsatisfy any;\n',
  'server { listen 80; location = /me { internal; proxy_pass http://flyteadmin:80/me?a=\'b;c\'; } }\n',
];
