/** A secret of the user. It is handed out in one place only, and no text that is shown may hold it. */
export class Secret {
  readonly #value: string;

  public constructor(value: string) {
    this.#value = value;
  }

  public reveal(): string {
    return this.#value;
  }

  /** A stranger's text without the secret, in whatever form it was sent there. */
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
