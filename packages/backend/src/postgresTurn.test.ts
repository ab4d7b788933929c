import { postgresTurn } from './postgresTurn';

const address =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;

describe('the turn of a replica', () => {
  it('comes at once without a PostgreSQL', async () => {
    const endTurn = await postgresTurn({});
    await expect(endTurn()).resolves.toBeUndefined();
  });

  it('comes at once where the PostgreSQL cannot be asked, which the backend says itself', async () => {
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const endTurn = await postgresTurn({
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: '1',
    });
    await endTurn();
    expect(said).toHaveBeenCalledWith(expect.stringContaining('ECONNREFUSED'));
    said.mockRestore();
  });
});

(address ? describe : describe.skip)('on a PostgreSQL the turn', () => {
  it('comes once the one before has started', async () => {
    const { hostname, port, username, password } = new URL(address!);
    const env = {
      POSTGRES_HOST: hostname,
      POSTGRES_PORT: port,
      POSTGRES_USER: username,
      POSTGRES_PASSWORD: decodeURIComponent(password),
    };
    const steps: string[] = [];
    const endFirst = await postgresTurn(env);
    const second = postgresTurn(env).then(end => {
      steps.push('the second');
      return end;
    });
    await new Promise(resolve => setTimeout(resolve, 300));
    steps.push('the first is through');
    await endFirst();
    await (
      await second
    )();
    expect(steps).toEqual(['the first is through', 'the second']);
  });
});
