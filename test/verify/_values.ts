import { parseDocument } from 'yaml';

/** Values files of Union's charts: the least that the current release needs, without a fault. */

const ISSUER = 'https://idp.example.com/oauth2/default';

export const CONTROL_PLANE_VALUES = `# yaml-language-server: $schema=union-controlplane-2026.8.schema.json
global:
  UNION_HOST: union.example.com
  INTERNAL_CLIENT_ID: service-id
  AUTH_TOKEN_URL: ${ISSUER}/v1/token
  KUBERNETES_SECRET_NAME: union-controlplane-secrets
flyte:
  configmap:
    adminServer:
      auth:
        appAuth:
          externalAuthServer:
            baseUrl: ${ISSUER}
          thirdPartyConfig:
            flyteClient:
              clientId: native-id
        userAuth:
          openId:
            baseUrl: ${ISSUER}
            clientId: web-id
configMap:
  union:
    connection:
      trustedIdentityClaims:
        externalIdentityClaim: service-id
ingress:
  host: union.example.com
`;

export const DATA_PLANE_VALUES = `# yaml-language-server: $schema=union-dataplane-2026.8.schema.json
global:
  AUTH_CLIENT_ID: service-id
  CONTROLPLANE_HOST: union.example.com
secrets:
  admin:
    enable: true
    create: false
`;

/** The text with one part of it replaced; the part must be there. */
export function changed(text: string, part: string, by: string): string {
  if (!text.includes(part)) {
    throw new Error(`${part} is not in the text`);
  }
  return text.replace(part, by);
}

/** The values with one of them set, whatever stood there. */
export function withValue(text: string, path: string, value: unknown): string {
  const document = parseDocument(text);
  document.setIn(path.split('.'), document.createNode(value));
  return document.toString({ lineWidth: 0 });
}
