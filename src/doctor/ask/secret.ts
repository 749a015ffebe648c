/** A secret of the user. Only one place reads it, and no text that is shown may contain it. */
export class Secret {
  readonly #value: string;

  public constructor(value: string) {
    this.#value = value;
  }

  public reveal(): string {
    return this.#value;
  }

  /** Remote text without the secret, in any encoding in which it was sent. */
  public withheldFrom(text: string): string {
    const raw = this.#value;
    const forms = [
      raw, encodeURIComponent(raw), Buffer.from(raw).toString('base64'),
      Buffer.from(raw).toString('base64url'), Buffer.from(raw).toString('hex'),
    ];
    return forms
      .filter((form) => form !== '')
      .reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);
  }

  public toString(): string {
    return '[secret]';
  }

  public toJSON(): string {
    return '[secret]';
  }
}
