/** Headings of values; as keys they say of a document that the values beside them are those of a release. */
export const RELEASE_VALUES = ['USER-SUPPLIED VALUES', 'COMPUTED VALUES'];

/** The sections of what `helm get all`, `helm get values` and `--dry-run` print, in their order. */
const SECTIONS = [...RELEASE_VALUES, 'HOOKS', 'MANIFEST', 'NOTES'];
const HEADING = new RegExp(`^(${SECTIONS.join('|')}):[ \\t]*$`);

/** How such a text begins: with a word of Helm's, a line about the release, or a section. */
const BEGINNING = new RegExp(`^\\s*(?:Release "|NAME: |(?:${SECTIONS.join('|')}):[ \\t]*\\r?\\n)`);

/** The values of a release that has none, with and without their heading. */
const NOTHING = new RegExp(`^\\s*(?:(?:${RELEASE_VALUES.join('|')}):\\s*)?(?:null|\\{\\})\\s*$`);

/** Lines about the release that tell what it is called, where it is, and of which chart's version. */
const TOLD = /^(NAME|NAMESPACE|VERSION): \S+$/;

/** What Helm prints of a release. Lines keep their numbers in all texts. */
export interface HelmOutput {
  /** The values alone, those of the user where both are there. */
  readonly values: string;
  /** All of it as YAML, the values as a document by themselves. */
  readonly documents: string;
  readonly namespace?: string;
}

/**
 * Reads what Helm prints for people; nothing for any other text. Source: Helm, `pkg/cmd/status.go` and
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

/** Whether Helm says with a text that a release has no values of its own: `null`, or `{}` in JSON. */
export function isWithoutValues(text: string): boolean {
  return NOTHING.test(text);
}

/** Each line with the title of its section; those about the release have none. */
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

/** What stands for no values cannot be beside keys. */
function withoutNull(line: string): string {
  return NO_VALUES.test(line) ? '' : line;
}

const NO_VALUES = /^(?:null|\{\})$/;
