import { lineText, REMEDY_TARGETS, RemedyLine, RemedyTarget, remedyWith } from '../../src/verify/texts/remedy';
import { AREAS, RuleArea, RuleDescription } from '../../src/verify/texts/rule-description';
import { SEVERITIES, Severity } from '../../src/verify/texts/severity';
import { Filler } from './fill';
import { At, TextProblems } from './problems';

/** Consecutive lines without a blank line. */
interface Block extends At {
  readonly lines: readonly string[];
}

/** The texts of rules, each with its place. */
export interface PlacedRule {
  readonly at: At;
  readonly rule: RuleDescription;
}

type Look = RuleDescription['see'][number];

const REQUIRED = ['Must hold', 'Symptom', 'Why'] as const;
const LABELS = ['Headline', ...REQUIRED, 'Not checked', 'Skipped', 'Remedy', 'In files'] as const;
type Label = (typeof LABELS)[number];

/** A headline for one of several faults has the fault's name in brackets. */
const LABELLED = new RegExp(`^(${LABELS.join('|')})(?: \\(([^)]+)\\))?: `);

interface Paragraph {
  readonly label: Label;
  /** The fault of a headline. */
  readonly fault: string;
  readonly text: string;
}

/** Reads the Markdown of an area: `# area`, and for each rule `## id`, its severity, a paragraph for each label, and its looks. */
export class RulesReader {
  public constructor(private readonly problems: TextProblems, private readonly filler: Filler) {}

  public read(file: string, text: string): PlacedRule[] {
    const [head, ...blocks] = blocksOf(file, text);
    const area = head?.lines.join(' ').replace(/^# /, '');
    if (!AREAS.includes(area as RuleArea)) {
      this.problems.add(head ?? { file, line: 1 }, `begins with # and an area: ${AREAS.join(', ')}`);
    }
    return sectionsOf(blocks).map((section) => this.rule(section, area as RuleArea));
  }

  private rule([heading, severity, ...blocks]: readonly Block[], area: RuleArea): PlacedRule {
    const { file, line } = heading;
    const at: At = { file, line };
    const [, id] = /^## ([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(heading.lines.join(' ')) ?? [];
    if (id === undefined) {
      this.problems.add(at, `"${heading.lines.join(' ')}" is not ## and the id of a rule`);
    }
    if (!SEVERITIES.includes(severity?.lines.join(' ') as Severity)) {
      this.problems.add(severity ?? at, `${id}: its severity follows the id, one of ${SEVERITIES.join(', ')}`);
    }
    const parts = blocks.flatMap(partsOf);
    const paragraphs = this.paragraphs(parts.filter(({ lines: [first] }) => !first.startsWith('- ')), id, at);
    const items = parts.filter(({ lines: [first] }) => first.startsWith('- '));
    const see = items.filter(isLook).flatMap((item) => this.looks(item));
    if (see.length === 0) {
      this.problems.add(at, `${id} has no look: - \`command\`: what it shows`);
    }
    if (!paragraphs.some(({ label }) => label === 'Headline')) {
      this.problems.add(at, `${id} has no "Headline"`);
    }
    const text = (label: Label) => paragraphs.find((paragraph) => paragraph.label === label)?.text;
    const remedies = [...text('Remedy') ? [{ text: text('Remedy')! }] : [], ...items.filter((item) => !isLook(item)).flatMap((item) => this.remedy(item))];
    if (remedies.length === 0) {
      this.problems.add(at, `${id} has no "Remedy"`);
    }
    return {
      at,
      rule: {
        id,
        severity: severity?.lines.join(' ') as Severity,
        area,
        headlines: Object.fromEntries(paragraphs.filter(({ label }) => label === 'Headline').map(({ fault, text: headline }) => [fault, headline])),
        title: text('Must hold') ?? '',
        symptom: text('Symptom') ?? '',
        explanation: text('Why') ?? '',
        ...(text('Not checked') === undefined ? {} : { notChecked: text('Not checked') }),
        ...(text('Skipped') === undefined ? {} : { skipped: text('Skipped') }),
        remediation: remedies.map((each) => remedyWith({}, lineText(each)).replace(/[^.]$/, '$&.')).join(' '),
        remedies,
        ...(text('In files') === undefined ? {} : { inFiles: text('In files')!.split(', ') }),
        see: see as readonly Look[] as RuleDescription['see'],
      },
    };
  }

  private paragraphs(parts: readonly Block[], id: string, at: At): Paragraph[] {
    const known = new Set<string>();
    const paragraphs = parts.flatMap((part): Paragraph[] => {
      const [head = '', label, fault = ''] = LABELLED.exec(`${part.lines.join(' ')} `) ?? [];
      if (label === undefined || (fault !== '' && label !== 'Headline')) {
        this.problems.add(part, `${id}: a paragraph begins with ${LABELS.map((each) => `"${each}: "`).join(', ')}`);
        return [];
      }
      if (known.has(`${label} ${fault}`)) {
        this.problems.add(part, `${id} has "${head.trim().slice(0, -1)}" twice`);
      }
      known.add(`${label} ${fault}`);
      const text = this.filler.text(part.lines.join(' ').slice(head.length), part);
      if (label === 'Headline') {
        this.headline(text, id, part);
      }
      return [{ label: label as Label, fault, text }];
    });
    REQUIRED.filter((label) => !known.has(`${label} `)).forEach((label) => this.problems.add(at, `${id} has no "${label}"`));
    return paragraphs;
  }

  private headline(text: string, id: string, at: At): void {
    if (/[.!]$/.test(text)) {
      this.problems.add(at, `${id}: a headline has no full stop`);
    }
    if (/^\{object\} (?:never )?[a-z]+s /.test(text)) {
      this.problems.add(at, `${id}: a headline that begins with {object} has its verb for one and for several objects, such as [has|have]`);
    }
    if (text.replace(/\{\w+\}/g, '').replace(/\[(.+?)\|.+?\]/g, '$1').length > 90) {
      this.problems.add(at, `${id}: a headline has at most 90 characters without its values`);
    }
  }

  private remedy(item: Block): RemedyLine[] {
    const [, target, text] = /^- ([^:`]+): (\S.*)$/.exec(item.lines.join(' ')) ?? [];
    if (!REMEDY_TARGETS.includes(target as RemedyTarget)) {
      this.problems.add(item, `an item is a look, - \`command\`: what it shows, or what to set at one of ${REMEDY_TARGETS.join(', ')}`);
      return [];
    }
    return [{ of: target as RemedyTarget, text: this.filler.text(text, item) }];
  }

  private looks(item: Block): Look[] {
    const [, run, shows] = /^- `([^`]+)`: (\S.*)$/.exec(item.lines.join(' ')) ?? [];
    if (run === undefined) {
      this.problems.add(item, 'a look is - `command`: what it shows');
      return [];
    }
    return [{ run: this.filler.command(run, item), shows: this.filler.text(shows, item) }];
  }
}

function isLook({ lines: [first] }: Block): boolean {
  return first.startsWith('- `');
}

function blocksOf(file: string, text: string): Block[] {
  const blocks: { file: string; line: number; lines: string[] }[] = [];
  let isOpen = false;
  text.split('\n').forEach((content, index) => {
    if (content.trim() === '') {
      isOpen = false;
    } else if (isOpen && !content.startsWith('#')) {
      blocks.at(-1)!.lines.push(content.trim());
    } else {
      blocks.push({ file, line: index + 1, lines: [content.trim()] });
      isOpen = !content.startsWith('#');
    }
  });
  return blocks;
}

function sectionsOf(blocks: readonly Block[]): Block[][] {
  const sections: Block[][] = [];
  for (const block of blocks) {
    if (sections.length === 0 || block.lines[0].startsWith('#')) {
      sections.push([]);
    }
    sections.at(-1)!.push(block);
  }
  return sections;
}

/** The paragraphs and items of a block, each with its continuation lines. */
function partsOf({ file, line, lines }: Block): Block[] {
  const starts = lines.flatMap((text, index) => (index === 0 || text.startsWith('- ') || LABELLED.test(text) ? [index] : []));
  return starts.map((start, index) => ({ file, line: line + start, lines: lines.slice(start, starts[index + 1]) }));
}
