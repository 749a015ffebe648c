/** What a program in a browser is given, and what it makes of it, as JSON. */
export interface Browsing {
  readonly given: string;
  made: string;
}
