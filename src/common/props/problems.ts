const LONGEST = 200;

/**
 * User and password of a URL, also if "/", "?" or "#" in the password breaks it, or the scheme is missing.
 */
const USER_INFO =
  /(:\/\/)(?:[^/?#@\s"]*|[^/?#@\s"[]*:(?!\d*[/?#])[^@\s"]*)@|(?<=^|[\s"])[^\s"@:/]+:[^\s"@/]*@/g;

/** Text that can only be a secret: a token, a client secret of Entra ID, a private key. */
const SECRET = new RegExp([
  String.raw`\beyJ[\w-]+\.[\w-]+\.[\w-]*`,
  String.raw`(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,34}(?![\w.~-])`,
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*',
].join('|'), 'g');

/** Whether a text is or contains a secret, which must not be in logs and manifests. */
export function holdsSecret(text: string): boolean {
  return text.search(SECRET) >= 0;
}

/**
 * A value in an error message: data as JSON, objects by their class. Credentials in URLs and recognizable
 * secrets are hidden. Never throws.
 */
export function show(value: unknown): string {
  if (typeof value === 'function') {
    return `the function ${value.name || '(without a name)'}`;
  }
  if (typeof value === 'number') {
    // JSON has no NaN and infinity.
    return String(value);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value)) {
    return `an object of ${value.constructor?.name ?? 'a class without a name'}`;
  }
  const text = asJson(value).replace(USER_INFO, '$1…@').replace(SECRET, '…');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Whether an object has no class. It checks prototypes, as the object may come from another realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function asJson(value: unknown): string {
  const nested = (_: string, entry: unknown) =>
    (typeof entry === 'object' && entry !== null && !Array.isArray(entry) && !isPlain(entry)
      ? show(entry)
      : entry);
  try {
    return JSON.stringify(value, nested) ?? String(value);
  } catch {
    // A cycle, or a bigint.
    return typeof value === 'object' ? 'an object that JSON cannot represent' : String(value);
  }
}

/** The fault of one prop, with its remedy. */
export interface PropProblem {
  readonly prop: string;
  /** The value as shown in messages; absent if it is missing or hidden. */
  readonly value?: string;
  /** The fault, without the value. */
  readonly fault: string;
  /** Both, for people. */
  readonly text: string;
  /** An alternative for code, not for an answers file. */
  readonly inCode?: string;
  /** Whether a required prop is missing. */
  readonly isMissing: boolean;
}

/** What a terminal takes for commands: control characters, Unicode line ends, changes of direction. */
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text from the input that is safe to print. */
export function printable(text: string): string {
  return text.replace(
    UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A problem as a line of a message: a prop may be a key of the user's, with line breaks. */
export function problemLine({ prop, text, inCode }: PropProblem): string {
  return `${printable(prop)}: ${text}${inCode === undefined ? '' : `, or ${inCode}`}`;
}

/**
 * Collects all problems of one object, so that a user can fix them at once.
 *
 * Each problem has the prop, the value and the remedy.
 */
export class Problems {
  private readonly found: PropProblem[] = [];

  public constructor(private readonly subject: string) {}

  public add(prop: string, value: unknown, remedy: string, inCode?: string): this {
    if (value === undefined) {
      return this.addMissing(prop, adviceOf(remedy), inCode);
    }
    const shown = isBlank(value) && remedy === NOT_EMPTY ? undefined : show(value);
    const text = shown === undefined ? remedy : `${shown} ${remedy}`;
    this.found.push({ prop, value: show(value), fault: remedy, text, inCode, isMissing: false });
    return this;
  }

  /** Adds a problem of a value that must not be shown in logs. */
  public addUnshown(prop: string, fault: string): this {
    this.found.push({ prop, fault, text: fault, isMissing: false });
    return this;
  }

  /** Adds a missing required prop. */
  public addMissing(prop: string, advice?: string, inCode?: string): this {
    const fault = advice === undefined ? 'required' : `required; ${advice}`;
    this.found.push({ prop, fault, text: fault, inCode, isMissing: true });
    return this;
  }

  /** Runs checks on a value, and adds the first problem. */
  public check<T>(prop: string, value: T, ...checks: ((value: T) => string | undefined)[]): this {
    if (this.found.length > 0 && this.knows(prop, value)) {
      return this;
    }
    for (const check of checks) {
      const remedy = check(value);
      if (remedy) {
        // The first problem of a value explains the others.
        return this.add(prop, value, remedy);
      }
    }
    return this;
  }

  /** Adds a problem for each value that repeats an earlier one. */
  public eachOnce(
    values: readonly unknown[], propAt: (index: number) => string, remedy: string,
  ): this {
    const before = new Set<unknown>();
    values.forEach((value, i) => {
      this.check(propAt(i), value, () => (before.has(value) ? remedy : undefined));
      before.add(value);
    });
    return this;
  }

  /** Adds the problems of a nested object with a prefix. */
  public nest(prop: string, body: (nested: Problems) => void): this {
    const nested = new Problems(this.subject);
    body(nested);
    this.found.push(...nested.found.map((each) => ({ ...each, prop: `${prop}.${each.prop}` })));
    return this;
  }

  /** Whether a prop, or something below it, has a problem. */
  public speaksOf(prop: string): boolean {
    return this.found.some((each) =>
      each.prop === prop || ['.', '['].some((end) => each.prop.startsWith(`${prop}${end}`)));
  }

  public get all(): readonly PropProblem[] {
    return this.found;
  }

  public throwIfAny(): void {
    if (this.found.length > 0) {
      throw this.toError();
    }
  }

  private knows(prop: string, value: unknown): boolean {
    return this.found.some((each) => each.prop === prop
      && (value === undefined ? each.isMissing : each.value === show(value)));
  }

  private toError(): InvalidPropsError {
    const heading = this.found.length === 1
      ? `${this.subject} has a problem:`
      : `${this.subject} has ${this.found.length} problems:`;
    const lines = this.found.map((problem) => `  - ${problemLine(problem)}`);
    return new InvalidPropsError([heading, ...lines].join('\n'), [...this.found]);
  }
}

/** Thrown at construction. Its message lists every problem of the object. */
export class InvalidPropsError extends Error {
  public override readonly name = 'InvalidPropsError';

  /**
   * @param message the full text
   * @param problems the single problems
   */
  public constructor(message: string, public readonly problems: readonly PropProblem[] = []) {
    super(message);
  }
}

/** The fault of an empty text. */
export const NOT_EMPTY = 'must not be empty';

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

/** Only the advice of a fault such as "is not a URL; write one", as a missing value is not an invalid one. */
function adviceOf(remedy: string): string | undefined {
  if (remedy === NOT_EMPTY) {
    return undefined;
  }
  const end = remedy.indexOf('; ');
  return end < 0 ? remedy : remedy.slice(end + 2);
}
