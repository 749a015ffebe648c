import { isObject, JsonObject } from '../../common/data/json';

/** The top of a file in Terraform's JSON syntax. Source: Terraform, "JSON Configuration Syntax". */
const TERRAFORM = [
  'terraform', 'provider', 'resource', 'variable', 'output', 'data', 'locals', 'module', '//',
];

/** What is beside manifests for other software, such as output of `init` and `Registrations`. */
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

/** Endings by which template engines know their files: of Helm, helmfile, Jinja, ERB. */
const ENDING = /\.(?:tpl|tmpl|gotmpl|j2|jinja2?|erb|mustache)(?:\.\w+)?$|\.(?:tpl|tmpl|gotmpl|j2|jinja2?)$/i;

/** The folder of a chart in which Helm looks for templates. */
const CHART_FOLDER = /(?:^|[/\\])templates[/\\]/;

/** What only a template of a chart asks for. */
const OF_CHART = /\{\{-?\s*(?:\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:include|tpl)\b)/;

/** An action of Go's templates, or a statement of Jinja's. */
const ACTION = /\{\{-?\s*(?:[.$]|\/\*|(?:include|template|if|else|range|with|define|end|tpl|toYaml)\b)|\{%/;

/** A line that is nothing but an expression. */
const EXPRESSION_LINE = /^\s*\{\{[^{}]*\}\}\s*$/;

const MENTIONS_TEMPLATE = /\{\{|\{%|<%/;

/**
 * Whether a text that is not YAML is a template, which is yet to be rendered: by its name, the folder of a
 * chart, or actions where YAML cannot have any. An ExternalSecret has some in quotes and in blocks of text:
 * they make no template of a manifest that someone broke.
 */
export function isTemplateText(name: string, text: string): boolean {
  return MENTIONS_TEMPLATE.test(text)
    && (ENDING.test(name)
      || (CHART_FOLDER.test(name) && OF_CHART.test(text))
      || bareLines(text).some((line) => ACTION.test(line) || EXPRESSION_LINE.test(line)));
}

/** The lines outside of blocks of text, without what is in quotes or a comment. */
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
