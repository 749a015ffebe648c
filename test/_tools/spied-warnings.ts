/**
 * What was warned of in a test so far. The spy lives for a test: files that share a process would else take it from each other.
 *
 * @returns the texts of the warnings, in their order
 */
export function spiedWarnings(): () => string[] {
  let spy: jest.SpyInstance;
  beforeEach(() => {
    spy = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  });
  afterEach(() => spy.mockRestore());
  return () => spy.mock.calls.filter(([, type]) => type === 'UnionAuthWarning').map(([text]) => String(text));
}
