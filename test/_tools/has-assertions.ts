beforeEach(() => expect.hasAssertions());
