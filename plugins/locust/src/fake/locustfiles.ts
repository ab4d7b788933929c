import type {
  LocustfileFiles,
  RepositoryFolder,
} from 'backstage-plugin-locust-common';

/** Not the real checksum, but another one for another content. */
function checksum(text: string): string {
  let sum = 7;
  for (const character of text) {
    sum = (sum * 31 + character.charCodeAt(0)) % 0xffffffff;
  }
  return sum.toString(16).padStart(8, '0').repeat(8);
}

/** What a run ran; the first file is the locustfile, and what is given as bytes is no text. */
export function ranFiles(
  files: Readonly<Record<string, string>>,
  bytes: Readonly<Record<string, number>> = {},
): LocustfileFiles {
  return {
    main: Object.keys(files)[0],
    files: { ...files },
    entries: [
      ...Object.entries(files).map(([path, text]) => ({
        path,
        size: text.length,
        sha256: checksum(text),
        binary: false,
      })),
      ...Object.entries(bytes).map(([path, size]) => ({
        path,
        size,
        sha256: checksum(`${path} ${size}`),
        binary: true,
      })),
    ],
  };
}

const CART = `from locust import task


class Cart:
    @task(3)
    def look(self):
        self.client.get("/cart")

    @task
    def add(self):
        self.client.post("/cart/items", json={"id": 7})
`;

/** A test of several files. */
export const FOLDER = ranFiles(
  {
    'locustfile.py': `from locust import HttpUser, between

from lib.cart import Cart


class Shopper(Cart, HttpUser):
    wait_time = between(1, 3)
`,
    'data/users.csv': 'name,password\nada,lovelace\ngrace,hopper\n',
    'lib/__init__.py': '',
    'lib/cart.py': CART,
  },
  { 'data/receipt.pdf': 48_120 },
);

/** The same, as it was some time later. */
export const LATER_FOLDER = ranFiles(
  {
    ...FOLDER.files,
    'lib/cart.py': `${CART.replace('@task(3)', '@task(5)')}
    @task
    def pay(self):
        self.client.post("/pay")
`,
  },
  { 'data/receipt.pdf': 51_004 },
);

/** As the repository of the entity has it. */
export const REPOSITORY_FOLDER: RepositoryFolder = {
  snapshot: 'a1'.repeat(32),
  files: FOLDER.entries,
  leftOut: ['.gitignore'],
};
