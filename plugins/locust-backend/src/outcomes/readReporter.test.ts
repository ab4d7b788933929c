import { readReporter } from './readReporter';

describe('readReporter', () => {
  it('gives the file under the name that Python imports by itself', () => {
    const { configMapName, files } = readReporter();
    expect(Object.keys(files)).toEqual(['sitecustomize.py']);
    expect(files['sitecustomize.py']).toContain('@@locust ');
    expect(configMapName).toMatch(/^locust-reporter-[0-9a-f]{10}$/);
  });

  it('fits a ConfigMap many times over', () => {
    const [source] = Object.values(readReporter().files);
    expect(Buffer.byteLength(source)).toBeLessThan(64 * 1024);
  });
});
