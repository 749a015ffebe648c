import type { FlowControl } from '../report/flow';
import { count } from '../report/printable';
import { cellOf, GAP, heightOf, PROVIDER, roomIn, Sheet, Unplaced } from './columns';
import type { Installation } from './installations';
import type { Cell } from './shapes';
import { SMALL_SIZE, wrapped } from './text-size';

/** Providers with flyteadmin's applications; returns the end of the last one. */
export function drawProviders(sheet: Sheet, installation: Installation, bar: Cell, first: number): number {
  const [control] = installation.controls;
  let y = first;
  for (const issuer of new Set([control?.issuer, control?.tokenIssuer])) {
    if (issuer !== undefined) {
      const cell = providerCell(issuer, control, installation);
      const placed = sheet.put(cell, y, Math.max(heightOf(cell), 96));
      joinProvider(sheet, issuer, control, [bar, placed]);
      y += placed.height + GAP;
    }
  }
  return y;
}

function joinProvider(
  sheet: Sheet, issuer: string, { issuer: signsIn, tokenIssuer, ties }: FlowControl, [bar,
    placed]: readonly [Cell, Cell],
): void {
  const lines = [
    ...(issuer === signsIn ? [['people sign in', ties.signIn, 40] as const] : []),
    ...(issuer === tokenIssuer ? [['trusts tokens', ties.tokens, 82] as const] : []),
  ];
  for (const [label, { findings }, down] of lines) {
    const at = Math.min(placed.y + down, bar.y + bar.height - 10);
    sheet.add({
      shape: 'arrow',
      from: [bar.x + bar.width, at],
      to: [placed.x, at],
      look: sheet.marks.look(findings),
      label: [label],
      badges: sheet.marks.badges(findings),
    });
  }
}

const MOST_CLIENTS = 3;

function providerCell(issuer: string, control: FlowControl, installation: Installation): Unplaced {
  const signsTokens = issuer === (control.tokenIssuer ?? control.issuer);
  const clients = serviceClients(installation);
  const notes = [
    ...(issuer === control.issuer ? application('web', control.webClientId) : []),
    ...(signsTokens ? application('CLI and SDK', control.nativeClientId) : []),
    ...(signsTokens && clients.length > 0 ? clientLines(clients) : []),
  ];
  const name = wrapped(issuer.replace(/^https:\/\//, ''), roomIn(PROVIDER), 3);
  return cellOf(PROVIDER, 'issuer', ['identity provider', name], {
    title: `${issuer}; ${clients.join(', ')}`, notes, top: true,
  });
}

function serviceClients({ homes, planes }: Installation): string[] {
  const rows = [...homes, ...planes].flatMap((each) => each.rows);
  const own = rows.filter(({ purpose }) => purpose === 'service client secret');
  return [...new Set(own.flatMap(({ clientId }) => clientId ?? []))];
}

function clientLines(clients: readonly string[]): string[] {
  const left = clients.length - MOST_CLIENTS;
  return [
    count(clients.length, 'service client'),
    ...clients.slice(0, MOST_CLIENTS).flatMap(idLines),
    ...(left > 0 ? [` +${left}`] : []),
  ];
}

function application(name: string, clientId: string | undefined): string[] {
  return clientId === undefined ? [] : [name, ...idLines(clientId)];
}

function idLines(id: string): string[] {
  return wrapped(id, roomIn(PROVIDER, SMALL_SIZE) - 1, 2).map((line) => ` ${line}`);
}
