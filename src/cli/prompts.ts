import type { Question } from '../init';

/** Said in the place of an answer: to the question before. */
export const BACK = Symbol('back');

/** What people write for it, and choose. */
const BACK_SIGN = '<';
const TO_QUESTION_BEFORE = { value: BACK_SIGN, label: 'back to the question before' };

/** A question, with what was said to it before somebody came back. */
export interface Asked extends Question {
  readonly said?: string | boolean;
}

/** How `init` asks. Tests put their own in its place. */
export interface Prompter {
  start(title: string): void;
  /** @param wrong what is wrong with what was said, if anything */
  ask(
    question: Asked, wrong: (said: string | boolean) => string | undefined,
  ): Promise<string | boolean | typeof BACK>;
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

const YES = 'yes';
const YES_OR_NO = [{ value: YES, label: 'Yes' }, { value: 'no', label: 'No' }];

function textOf(said: string | boolean): string {
  return typeof said === 'string' ? said : YES_OR_NO[said ? 0 : 1].value;
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
    start: (title) => clack.intro(`${title}. "${BACK_SIGN}" goes back to the question before`, { output }),
    ask: async (question, wrong) => {
      const { message, kind, options, initial, said } = question;
      if (kind !== 'text') {
        const choices = kind === 'choice' ? options.map(labelled) : YES_OR_NO;
        const initialValue = said === undefined ? initial : textOf(said);
        const chosen = answered(await clack.select({
          message, options: [...choices, TO_QUESTION_BEFORE], initialValue, output,
        }));
        if (chosen === BACK_SIGN) {
          return BACK;
        }
        return kind === 'choice' ? chosen : chosen === YES;
      }
      const written = answered(await clack.text({
        message: hint(question) === '' ? message : `${message} (${hint(question)})`,
        initialValue: said === undefined ? undefined : textOf(said),
        output,
        validate: (value) => {
          const text = (value ?? '').trim();
          return text === BACK_SIGN ? undefined : wrong(text);
        },
      })).trim();
      return written === BACK_SIGN ? BACK : written;
    },
    confirm: async (message) => answered(await clack.confirm({ message, output })),
    tell: (text, title) => clack.note(text, title, { output }),
    end: (text) => clack.outro(text, { output }),
  };
}
