import { isObject, JsonObject } from '../../common/data/json';

/** The top-level keys of Terraform's JSON syntax. Source: Terraform, "JSON Configuration Syntax". */
const TERRAFORM = [
  'terraform', 'provider', 'resource', 'variable', 'output', 'data', 'locals', 'module', '//',
];

/** Whether a file next to manifests is for other software, such as output of `init` and `Registrations`. */
export function isForOthers(document: JsonObject): boolean {
  const { admin, clients, realm, staticClients, providers, controller } = document;
  const parts = Object.values(document);
  // The configuration of uctl and the SDKs; a Keycloak realm; clients of Dex, Hydra and other providers;
  // values of the charts of Traefik and ingress-nginx.
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

/** Extensions of template engines' files: Helm, helmfile, Jinja, ERB. */
const ENDING = /\.(?:tpl|tmpl|gotmpl|j2|jinja2?|erb|mustache)(?:\.\w+)?$|\.(?:tpl|tmpl|gotmpl|j2|jinja2?)$/i;

/** The templates folder of a chart. */
const CHART_FOLDER = /(?:^|[/\\])templates[/\\]/;

/** Functions that only templates of a chart use. */
const OF_CHART = /\{\{-?\s*(?:\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:include|tpl)\b)/;

/** An action of Go's templates, or a statement of Jinja. */
const ACTION = /\{\{-?\s*(?:[.$]|\/\*|(?:include|template|if|else|range|with|define|end|tpl|toYaml)\b)|\{%/;

/** A line with only an expression. */
const EXPRESSION_LINE = /^\s*\{\{[^{}]*\}\}\s*$/;

const MENTIONS_TEMPLATE = /\{\{|\{%|<%/;

/**
 * Whether a text that is not YAML is a template to render: by its name, the folder of a chart, or actions
 * where YAML cannot have any. The actions of an ExternalSecret are in quotes and block scalars, so an invalid
 * manifest with them is not a template.
 */
export function isTemplateText(name: string, text: string): boolean {
  return MENTIONS_TEMPLATE.test(text)
    && (ENDING.test(name)
      || (CHART_FOLDER.test(name) && OF_CHART.test(text))
      || bareLines(text).some((line) => ACTION.test(line) || EXPRESSION_LINE.test(line)));
}

/** The lines outside of block scalars, without quoted parts and comments. */
function bareLines(text: string): string[] {
  const lines: string[] = [];
  let block: number | undefined;
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (indent < 0 || (block !== undefined && indent > block)) {
      continue;
    }
    const bare = line.replace(/"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|(?:^|\s)#.*$/g, '');
    block = /(?:^|[:\-\s])[|>][-+\d]*\s*$/.test(bare) ? indent : undefined;
    lines.push(bare);
  }
  return lines;
}
