import { JsonObject, isObject } from '../../common/data/json';

/** The top of a file in Terraform's JSON syntax. Source: Terraform, "JSON Configuration Syntax". */
const TERRAFORM = [
  'terraform', 'provider', 'resource', 'variable', 'output', 'data', 'locals', 'module', '//',
];

/**
 * Whether a document is what lies beside manifests for other software, such as what `init` and
 * `Registrations` write: nothing is said of it.
 */
export function isForOthers(document: JsonObject): boolean {
  const { admin, clients, realm, staticClients, providers, controller } = document;
  const parts = Object.values(document);
  // The configuration of uctl and the SDKs; a realm of Keycloak; clients of Dex, of Hydra, of any provider;
  // values of the charts of Traefik and of ingress-nginx.
  return (isObject(admin) && typeof admin.endpoint === 'string' && 'authType' in admin)
    || (typeof realm === 'string' && Array.isArray(clients))
    || Array.isArray(staticClients)
    || (isObject(providers) && isObject(providers.kubernetesCRD))
    || (isObject(controller) && isObject(controller.config) && parts.length === 1)
    || isClient(document) || (parts.length > 0 && parts.every(isClient))
    || (isObject(document.resource) && Object.keys(document).every((key) => TERRAFORM.includes(key)));
}

/** Source: RFC 7591, "Client Metadata". */
function isClient(part: unknown): boolean {
  return isObject(part) && typeof part.client_id === 'string'
    && ('redirect_uris' in part || 'grant_types' in part);
}
