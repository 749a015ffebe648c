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
 * they make no template of a manifest that somebody broke.
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
