import { AREAS, RuleArea, RuleDescription } from '../../src/verify/texts/rule-description';
import { SEVERITIES, Severity } from '../../src/verify/texts/severity';
import { Filler } from './fill';
import { At, TextProblems } from './problems';

/** Lines without a blank one between them. */
interface Block extends At {
  readonly lines: readonly string[];
}

/** What rules say, with the place of each. */
export interface PlacedRule {
  readonly at: At;
  readonly rule: RuleDescription;
}

type Look = RuleDescription['see'][number];

const REQUIRED = ['Must hold', 'Symptom', 'Why', 'Remedy'] as const;
const LABELS = [...REQUIRED, 'In files'] as const;
type Label = (typeof LABELS)[number];

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
    const isList = ({ lines: [first] }: Block) => first.startsWith('- ');
    const paragraphs = this.paragraphs(blocks.filter((block) => !isList(block)), id, at);
    const see = blocks.filter(isList).flatMap((block) => this.looks(block));
    if (see.length === 0) {
      this.problems.add(at, `${id} has no look: - \`command\`: what it shows`);
    }
    return {
      at,
      rule: {
        id,
        severity: severity?.lines.join(' ') as Severity,
        area,
        title: paragraphs['Must hold'],
        symptom: paragraphs.Symptom,
        explanation: paragraphs.Why,
        remediation: paragraphs.Remedy,
        ...('In files' in paragraphs ? { inFiles: paragraphs['In files'].split(', ') } : {}),
        see: see as readonly Look[] as RuleDescription['see'],
      },
    };
  }

  private paragraphs(blocks: readonly Block[], id: string, at: At): Record<Label, string> {
    const found = new Map<string, string>();
    for (const block of blocks) {
      const [, label, text] = /^([A-Z][a-z ]+): (\S.*)$/.exec(block.lines.join(' ')) ?? [];
      if (!LABELS.includes(label as Label)) {
        this.problems.add(block, `${id}: a paragraph begins with ${LABELS.map((each) => `"${each}: "`).join(', ')}`);
      } else if (found.has(label)) {
        this.problems.add(block, `${id} has "${label}" twice`);
      }
      found.set(label, this.filler.text(text ?? '', block));
    }
    REQUIRED.filter((label) => !found.has(label)).forEach((label) => this.problems.add(at, `${id} has no "${label}"`));
    return Object.fromEntries(found) as Record<Label, string>;
  }

  private looks(block: Block): Look[] {
    return itemsOf(block).flatMap((item) => {
      const [, run, shows] = /^- `([^`]+)`: (\S.*)$/.exec(item.lines.join(' ')) ?? [];
      if (run === undefined) {
        this.problems.add(item, 'a look is - `command`: what it shows');
        return [];
      }
      return [{ run: this.filler.command(run, item), shows: this.filler.text(shows, item) }];
    });
  }
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

/** The items of a list, each with the lines that go on with it. */
function itemsOf({ file, line, lines }: Block): Block[] {
  const starts = lines.flatMap((text, index) => (text.startsWith('- ') ? [index] : []));
  return starts.map((start, index) => ({ file, line: line + start, lines: lines.slice(start, starts[index + 1]) }));
}
