/**
 * Writes sequence diagrams, which GitHub draws, as numbered steps: a program that draws them is larger than the whole site.
 *
 * @throws Error for an unknown line, so that no step is lost
 */
export function withSequences(markdown: string): string {
  return markdown.replace(/^```mermaid\nsequenceDiagram\n([\s\S]*?)^```$/gm, (_, body: string) => steps(body.split('\n').map((line) => line.trim()).filter(Boolean)));
}

function steps(lines: readonly string[]): string {
  const names = new Map<string, string>();
  const made: string[] = [];
  const textOf = (text: string) => text.replace(/<br\/?>/g, ' ').replace(/</g, '&lt;').trim();
  const nameOf = (id: string) => names.get(id) ?? id;
  for (const line of lines) {
    const [, participant, name] = /^participant (\w+)(?: as (.+))?$/.exec(line) ?? [];
    const [, from, to, message] = /^(\w+)--?>>(\w+): (.+)$/.exec(line) ?? [];
    const [, over, note] = /^Note over (\w+): (.+)$/.exec(line) ?? [];
    if (participant !== undefined) {
      names.set(participant, textOf(name ?? participant));
    } else if (from !== undefined) {
      made.push(`**${nameOf(from)}** → **${nameOf(to)}**: ${textOf(message)}`);
    } else if (over !== undefined) {
      made.push(`**${nameOf(over)}**: ${textOf(note)}`);
    } else {
      throw new Error(`A sequence diagram has a line that the site cannot draw: ${line}`);
    }
  }
  return made.map((step, index) => `${index + 1}. ${step}`).join('\n');
}
