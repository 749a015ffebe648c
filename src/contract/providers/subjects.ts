/** Shapes of subjects (`sub`), as far as they tell whose they are. */

/** A UUID in its usual spelling. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Why a text cannot be the subject of a person, and what to write in its place. */
export interface WrongSubject {
  readonly fault: string;
  readonly remedy: string;
}

/** What is wrong with a subject that is an e-mail address or a login, at providers that write ids. */
export function addressAsSubject(subject: string): WrongSubject | undefined {
  return !/^[^@\s|]+@[^@\s|]+\.[^@\s|]+$/.test(subject) ? undefined : {
    fault: 'is an address, and the provider writes an id',
    remedy: 'give the "sub" of a token, which /me answers',
  };
}
