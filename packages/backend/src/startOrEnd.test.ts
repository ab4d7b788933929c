import { startOrEnd } from './startOrEnd';

describe('a backend that cannot start', () => {
  it('says why and ends the process', async () => {
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const ended = new Promise(resolve => {
      jest.spyOn(process, 'exit').mockImplementation(code => {
        resolve(code);
        return undefined as never;
      });
    });
    startOrEnd(
      { start: () => Promise.reject(new Error('Migration table is locked')) },
      async () => async () => {},
      1,
    );
    expect(await ended).toBe(1);
    expect(said).toHaveBeenCalledWith(
      expect.stringContaining('Migration table is locked'),
    );
  });
});

describe('a backend of several', () => {
  it('starts in its turn, and lets the next one start once it has', async () => {
    const steps: string[] = [];
    await new Promise<void>(resolve =>
      startOrEnd(
        {
          start: async () => {
            steps.push('starts');
            return {} as never;
          },
        },
        async () => {
          steps.push('has waited');
          return async () => {
            steps.push('is through');
            resolve();
          };
        },
      ),
    );
    expect(steps).toEqual(['has waited', 'starts', 'is through']);
  });
});
