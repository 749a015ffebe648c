import { COMMANDS } from './commands';
import { At, TextProblems } from './problems';
import { WORDS } from './words';

/** Programs that a look may run directly. Other words are names of commands. */
const PROGRAMS = ['kubectl', 'helm', 'curl', 'openssl', 'getent', 'grep', 'cut', 'npx', 'dig'];

/** Replaces the names in texts with constants and commands. */
export class Filler {
  private readonly used = new Set<string>();

  public constructor(private readonly problems: TextProblems) {}

  /** A text with each `{{word}}` replaced. */
  public text(text: string, at: At): string {
    return text.replace(/\{\{(\s?[\w.-]+\s?)\}\}/g, (whole, name: string) => {
      const word = WORDS[name];
      if (word === undefined) {
        this.problems.add(at, `unknown word ${whole}; the words are in scripts/texts/words.ts`);
      }
      this.used.add(name);
      return word ?? whole;
    });
  }

  /** A command of a look: a line of shell, or a call such as `settings $NS 'auth|clientId'`. */
  public command(call: string, at: At): string {
    const [name, ...args] = wordsOf(call);
    if (PROGRAMS.includes(name)) {
      return this.text(call, at);
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) {
      this.problems.add(at, `unknown command ${name}; the commands are in scripts/texts/commands.ts`);
    } else if (command.length !== args.length) {
      this.problems.add(at, `${name} wants ${command.length} arguments and has ${args.length}`);
    }
    this.used.add(name);
    return command?.(...args.map((arg) => this.text(arg, at))) ?? call;
  }

  /** Words and commands that no text uses. */
  public get unused(): string[] {
    return [...Object.keys(WORDS), ...Object.keys(COMMANDS)].filter((name) => !this.used.has(name));
  }
}

/** The words of a line, split as in a shell: a word with blanks is in single quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}
