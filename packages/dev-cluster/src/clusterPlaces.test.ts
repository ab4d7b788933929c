import { cacheFolder, namedClustersFolder, placesOf } from './clusterPlaces';

describe('placesOf', () => {
  const places = placesOf('/home/someone/.local/state/x/clusters/default');

  it('always gives the same places to the same folder, and others to another', () => {
    expect(placesOf(places.folder)).toEqual(places);
    expect(placesOf('/tmp/other').id).not.toBe(places.id);
  });

  it('keeps within what the kernel allows for interfaces and sockets', () => {
    expect(places.hostInterface.length).toBeLessThanOrEqual(15);
    expect(
      `${places.runFolder}/containerd.sock.ttrpc`.length,
    ).toBeLessThanOrEqual(107);
  });
});

describe('the folders of state and cache', () => {
  it('follow the XDG variables where they are set', () => {
    expect(namedClustersFolder({ XDG_STATE_HOME: '/s' })).toBe(
      '/s/backstage-plugin-locust/clusters',
    );
    expect(cacheFolder({ XDG_CACHE_HOME: '/c' })).toBe(
      '/c/backstage-plugin-locust',
    );
  });

  it('lie in the home folder otherwise', () => {
    expect(namedClustersFolder({})).toMatch(
      /\/\.local\/state\/backstage-plugin-locust\/clusters$/,
    );
    expect(cacheFolder({})).toMatch(/\/\.cache\/backstage-plugin-locust$/);
  });
});
