/** A text in lines of a width, broken at blanks, indented behind the first. What has no blank stays whole. */
export function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    const room = width - indent;
    if (line !== '' && longer.length > room) {
      lines.push(line.trimEnd());
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
