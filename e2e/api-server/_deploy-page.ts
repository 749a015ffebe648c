import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(__dirname, '..', '..', 'docs', 'deploy.md');

/** The commands of docs/deploy.md by their headings, so that tests run what people read. */
export class DeployPage {
  /** The blocks that no test has read, as `heading 1`. */
  public readonly unread: Set<string>;
  private readonly text = readFileSync(PAGE, 'utf8');
  private readonly blocks = new Map<string, string[]>();

  constructor() {
    for (const section of this.text.split(/^## /m).slice(1)) {
      const heading = section.slice(0, section.indexOf('\n')).replace(/^\d+\. /, '');
      this.blocks.set(heading, [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands));
    }
    this.unread = new Set([...this.blocks].flatMap(([heading, { length }]) =>
      Array.from({ length }, (_, index) => `${heading} ${index + 1}`)));
  }

  /** A block of commands: the first under a heading, or a later one. */
  public block(heading: string, number = 1): string {
    const found = this.blocks.get(heading)?.[number - 1];
    if (found === undefined) {
      throw new Error(`docs/deploy.md has no block ${number} of commands under "${heading}"`);
    }
    this.unread.delete(`${heading} ${number}`);
    return found;
  }

  /** A command in a sentence or a table. */
  public command(text: string): string {
    if (!this.text.includes(`\`${text}\``)) {
      throw new Error(`docs/deploy.md has no command "${text}"`);
    }
    return text;
  }

  /** A sentence of the page, or a message that it quotes. */
  public says(text: string): string {
    if (!this.text.includes(text)) {
      throw new Error(`docs/deploy.md does not say "${text}"`);
    }
    return text;
  }
}
