import { configMapsOf } from './missingReferences';

describe('the ConfigMaps that have to be there before a run', () => {
  it('are all that the resource names, by the field that does, unless optional', () => {
    expect(
      configMapsOf({
        configMapRef: 'a',
        secretRef: 'never-read',
        env: [
          { name: 'A', value: '1' },
          {
            name: 'B',
            valueFrom: { configMapKeyRef: { name: 'b', key: 'k' } },
          },
          {
            name: 'C',
            valueFrom: {
              configMapKeyRef: { name: 'c', key: 'k', optional: true },
            },
          },
        ],
        envFrom: [
          { secretRef: { name: 'never-read' } },
          { configMapRef: { name: 'd' } },
          { configMapRef: { name: 'e', optional: true } },
        ],
        mountExternalConfig: { mountPath: '/f', name: 'f' },
        mounts: [
          { secret: 'never-read', mountPath: '/g' },
          { configMap: 'h', mountPath: '/h', target: 'worker' },
        ],
        locustfile: { configMap: 'i' },
      }),
    ).toEqual([
      { field: 'spec.configMapRef', name: 'a' },
      {
        field: 'spec.env[1].valueFrom.configMapKeyRef',
        name: 'b',
        key: 'k',
      },
      { field: 'spec.envFrom[1].configMapRef', name: 'd' },
      { field: 'spec.mountExternalConfig.name', name: 'f' },
      { field: 'spec.mounts[1].configMap', name: 'h' },
      {
        field: 'spec.locustfile',
        name: 'i',
        key: 'locustfile.py',
        python: true,
      },
    ]);
  });
});
