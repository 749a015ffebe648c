export const ALICE = { username: 'alice', password: 'alices-password', email: 'alice@example.com', firstName: 'Alice', lastName: 'Example' };
