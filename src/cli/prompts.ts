import type { Question } from '../init';

/** How `init` asks. Tests put their own in its place. */
export interface Prompter {
  start(title: string): void;
  /** @param wrong what is wrong with what was said, if anything */
  ask(question: Question, wrong: (said: string | boolean) => string | undefined): Promise<string | boolean>;
  confirm(message: string): Promise<boolean>;
  tell(text: string, title: string): void;
  end(text: string): void;
}

/** Thrown when the user breaks off. */
export class Cancelled extends Error {
  public override readonly name = 'Cancelled';
}

function hint({ example, default: taken, optional }: Question): string {
  return [
    ...(example === undefined ? [] : [`such as ${example}`]),
    ...(optional ? [`blank: ${taken ?? 'none'}`] : []),
  ].join('; ');
}

function labelled({ value, label }: { readonly value: string; readonly label: string }) {
  return { value, label: label === value ? value : `${value || '-'}: ${label}` };
}

/** Asks on the terminal, on standard error: standard output is for data. */
export async function terminalPrompter(): Promise<Prompter> {
  const clack = await import('@clack/prompts');
  const output = process.stderr;
  const answered = <T>(value: T): Exclude<T, symbol> => {
    if (clack.isCancel(value)) {
      throw new Cancelled();
    }
    return value as Exclude<T, symbol>;
  };
  return {
    start: (title) => clack.intro(title, { output }),
    ask: async (question, wrong) => {
      const { message, kind, options, initial } = question;
      if (kind === 'confirm') {
        return answered(await clack.confirm({ message, output }));
      }
      if (kind === 'choice') {
        return answered(await clack.select({
          message, options: options.map(labelled), initialValue: initial, output,
        }));
      }
      const said = answered(await clack.text({
        message: hint(question) === '' ? message : `${message} (${hint(question)})`,
        output,
        validate: (value) => wrong((value ?? '').trim()),
      }));
      return said.trim();
    },
    confirm: async (message) => answered(await clack.confirm({ message, output })),
    tell: (text, title) => clack.note(text, title, { output }),
    end: (text) => clack.outro(text, { output }),
  };
}
