import { Declarations } from '../../../scripts/texts/prop-docs';

const SOURCE = `
/** What others have, too. */
export interface AnyProps {
  /** Name of the place, such as \`east\`. More follows: a lot. */
  readonly name: string;
}
export enum Tls { NONE = 'none', FULL = 'full' }
export interface IStore { readonly key: string; }
export interface Reference {
  /** Where it is. */
  readonly key: string;
}
export interface SomeProps extends AnyProps {
  /**
   * How often it is read, with \`sub\` in it.
   *
   * @default Duration.hours(1)
   */
  readonly interval?: Duration;
  /** Ports: \`https\`. @default ["web", "secure"] */
  readonly ports?: string[];
  /** How it is secured. @default Tls.FULL */
  readonly tls?: Tls;
  /** Its class. @default 'eg', the class of the guide */
  readonly className?: string;
  /** Where they are. @default - none: everything waits */
  readonly references?: { [name: string]: Reference };
  /** Anything. */
  readonly values: { [name: string]: unknown };
  /** Of a class. */
  readonly store: IStore;
  /** Of a class, too. */
  readonly secrets: SecretDelivery;
}
`;

const declarations = new Declarations([{ file: 'some.ts', text: SOURCE }]);

test('a prop says its type, the first sentence, an example at the end of it and the first clause of the default', () => {
  expect(declarations.docsOf('SomeProps')).toEqual({
    name: { type: 'string', help: 'Name of the place', example: 'east' },
    interval: { type: 'Duration', optional: true, help: 'How often it is read, with sub in it', default: '1h' },
    ports: { type: 'string', many: 'list', optional: true, help: 'Ports', example: 'https', default: 'web, secure' },
    tls: { type: 'word', words: ['NONE', 'FULL'], optional: true, help: 'How it is secured', default: 'FULL' },
    className: { type: 'string', optional: true, help: 'Its class', default: 'eg' },
    references: { type: 'Reference', many: 'map', optional: true, help: 'Where they are', default: 'none' },
    values: { type: 'values', help: 'Anything' },
  });
});

test('an enumeration and an unknown type have no props', () => {
  expect([declarations.docsOf('Tls'), declarations.docsOf('Nothing')]).toEqual([undefined, undefined]);
});
