import { listFiles } from './listFiles';

it('lists texts and bytes by their paths, the locustfile first', () => {
  const entries = listFiles({
    main: 'locustfile.py',
    files: { 'locustfile.py': 'abc', 'lib/shop.py': 'é' },
    binary: { 'data/logo.png': Buffer.from([0, 255]).toString('base64') },
  });
  expect(entries).toMatchObject([
    {
      path: 'locustfile.py',
      size: 3,
      // echo -n abc | sha256sum
      sha256:
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      binary: false,
    },
    { path: 'data/logo.png', size: 2, binary: true },
    { path: 'lib/shop.py', size: 2, binary: false },
  ]);
});
