const EXPRESSION = /\{\{.*?\}\}/gs;

/** The expressions of a text that Helm would evaluate, as they stand in it. */
export function expressionsIn(text: string): readonly string[] {
  return text.match(EXPRESSION) ?? [];
}

/** A look-up in the values, and what stands in where they are blank. */
export interface ValuesLookup {
  readonly path: string;
  readonly otherwise?: string;
}

const PATH = String.raw`\.Values\.([\w.-]*[\w])`;
const PIPED = new RegExp(
  String.raw`^\{\{-?\s*${PATH}\s*(?:\|\s*default\s+"([^"]*)"\s*)?(?:\|\s*(?:quote|trim|toString)\s*)*-?\}\}$`,
);
const DEFAULTED = new RegExp(String.raw`^\{\{-?\s*default\s+"([^"]*)"\s+${PATH}\s*(?:\|\s*quote\s*)?-?\}\}$`);

/** What an expression looks up; nothing for any other expression. */
export function valuesPathOf(expression: string): ValuesLookup | undefined {
  const piped = PIPED.exec(expression);
  if (piped) {
    return { path: piped[1], otherwise: piped[2] };
  }
  const defaulted = DEFAULTED.exec(expression);
  return defaulted ? { path: defaulted[2], otherwise: defaulted[1] } : undefined;
}
