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
      1,
    );
    expect(await ended).toBe(1);
    expect(said).toHaveBeenCalledWith(
      expect.stringContaining('Migration table is locked'),
    );
  });
});
