// Tests: test/verify/values/installs/installs.test.ts
/** Headings of values; as a key, such a heading shows that the values are those of a Helm release. */
export const RELEASE_VALUES = ['USER-SUPPLIED VALUES', 'COMPUTED VALUES'];

/** The sections in the output of `helm get all`, `helm get values` and `--dry-run`, in order. */
const SECTIONS = [...RELEASE_VALUES, 'HOOKS', 'MANIFEST', 'NOTES'];
const HEADING = new RegExp(`^(${SECTIONS.join('|')}):[ \\t]*$`);

/** The start of such a text: a word of Helm, a line about the Helm release, or a section. */
const BEGINNING = new RegExp(`^\\s*(?:Release "|NAME: |(?:${SECTIONS.join('|')}):[ \\t]*\\r?\\n)`);

/** The values of a Helm release without any, with and without their heading. */
const NOTHING = new RegExp(`^\\s*(?:(?:${RELEASE_VALUES.join('|')}):\\s*)?(?:null|\\{\\})\\s*$`);

/** Lines with name, namespace and chart version of the Helm release. */
const TOLD = /^(NAME|NAMESPACE|VERSION): \S+$/;

/** The output of Helm about a Helm release. All texts keep their line numbers. */
export interface HelmOutput {
  /** Only the values; those of the user if both exist. */
  readonly values: string;
  /** The whole output as YAML, the values as a separate document. */
  readonly documents: string;
  readonly namespace?: string;
}

/**
 * Parses Helm's output for people; undefined for other texts. Source: Helm, `pkg/cmd/status.go` and
 * `get_values.go`.
 */
export function helmOutput(text: string): HelmOutput | undefined {
  if (!BEGINNING.test(text)) {
    return undefined;
  }
  const lines = inSections(text);
  const titles = new Set(lines.map(({ section }) => section));
  if (titles.size === 1 && titles.has('')) {
    return undefined;
  }
  const own = RELEASE_VALUES.find((title) => titles.has(title));
  const isBare = !titles.has('HOOKS') && !titles.has('MANIFEST');
  const values = lines.map(({ line, section, isHeading }) =>
    (section === own && !isHeading ? withoutNull(line) : commented(line))).join('\n');
  const documents = lines.map(({ line, section, isHeading }) => {
    if (section === 'HOOKS' || section === 'MANIFEST') {
      return isHeading ? '---' : line;
    }
    const isTold = own !== undefined && (section === '' ? TOLD.test(line) : section === own);
    return isTold ? withoutNull(line) : commented(line);
  }).join('\n');
  const namespace = /^NAMESPACE: (\S+)/m.exec(text)?.[1];
  return { values, documents: isBare ? values : documents, ...namespace === undefined ? {} : { namespace } };
}

/** Whether Helm's output means that a Helm release has no user values: `null`, or `{}` in JSON. */
export function isWithoutValues(text: string): boolean {
  return NOTHING.test(text);
}

/** Each line with the title of its section; lines about the Helm release have none. */
function inSections(text: string) {
  let section = '';
  return text.split(/\r?\n/).map((line) => {
    const title = HEADING.exec(line)?.[1];
    const isHeading = title !== undefined && SECTIONS.indexOf(title) > SECTIONS.indexOf(section);
    section = isHeading ? title : section;
    return { line, section, isHeading };
  });
}

function commented(line: string): string {
  return line === '' ? '' : `# ${line}`;
}

/** The mark for no values cannot be next to keys. */
function withoutNull(line: string): string {
  return NO_VALUES.test(line) ? '' : line;
}

const NO_VALUES = /^(?:null|\{\})$/;
