import { problemWithGo } from './goVersion';

describe('problemWithGo', () => {
  it.each(['go1.26.8\n', 'go1.24', 'go1.21rc2', 'go2.0', 'devel +abc'])(
    'finds none with %s',
    version => {
      expect(problemWithGo(version)).toBeUndefined();
    },
  );

  it.each(['go1.19.8\n', 'go1.20'])('finds %s too old', version => {
    expect(problemWithGo(version)).toContain('too old');
  });
});
